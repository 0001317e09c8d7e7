// The numbers at the head, in four groups.
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import styles from './command.module.css';
import { Stat } from './figure';

export function Strip({ situation }: { situation: Schema<'Situation'> }) {
  const { t } = useT();
  const { cases, obligations, orders, duty } = situation;
  return (
    <div className={styles['strip']} data-panel="strip">
      {cases && (
        <Group name={t('ui-command-group-cases')}>
          <Stat of="new_24h" figure={cases.new_24h} label={t('ui-command-new-24h')} />
          <Stat of="new_7d" figure={cases.new_7d} label={t('ui-command-new-7d')} />
          <Stat of="active" figure={cases.active} label={t('ui-command-active')} />
          <Stat of="suspected" figure={cases.suspected} label={t('ui-command-suspected')} />
          <Stat of="total" figure={cases.total} label={t('ui-command-total')} />
        </Group>
      )}
      <Group name={t('ui-command-group-duties')}>
        <Stat of="overdue" figure={obligations.overdue} tone="late" label={t('ui-command-overdue')} />
        <Stat of="due_soon" figure={obligations.due_soon} tone="warn" label={t('ui-command-due-soon')} />
        <Stat of="escalated" figure={obligations.escalated} tone="warn" label={t('ui-command-escalated')} />
        <Stat of="unclosed" figure={obligations.unclosed} label={t('ui-command-unclosed')} />
      </Group>
      <Group name={t('ui-command-group-today')}>
        <Stat of="tests_today" figure={obligations.tests_today} label={t('ui-command-tests-today')} />
        <Stat
          of="missed_checks"
          figure={obligations.missed_checks}
          tone="late"
          label={t('ui-command-missed-checks')}
        />
        {orders && (
          <>
            <Stat of="release_today" figure={orders.release_today} label={t('ui-command-release-today')} />
            <Stat
              of="release_overdue"
              figure={orders.release_overdue}
              tone="late"
              label={t('ui-command-release-overdue')}
            />
          </>
        )}
      </Group>
      <Group name={t('ui-command-group-duty')}>
        <Stat of="on_shift" figure={duty.on_shift} label={t('ui-command-on-shift')} />
        <Stat of="gaps" figure={duty.gaps} tone="late" label={t('ui-command-gaps')} />
      </Group>
    </div>
  );
}

function Group({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <section className={styles['group']} aria-label={name}>
      <h2>{name}</h2>
      <div className={styles['stats']}>{children}</div>
    </section>
  );
}
