// What one’s post lets one do, lent to a colleague for a holiday or an illness, and given back.
import { Button, Popconfirm, Segmented, Space } from 'antd';
import { useState } from 'react';
import { Go, useFilter } from '@/address';
import { useCommand, type Schema } from '@/api';
import { useT, type TextKey } from '@/i18n';
import { Area, Mark, Page, Problem, RecordList, Said, When, type MarkTone } from '@/parts';
import { useMay, useMe } from '@/session';
import styles from './duty.module.css';
import { Lend } from './Lend';

type Delegation = Schema<'Delegation'>;

const STATES: Partial<Record<string, [text: TextKey, tone: MarkTone]>> = {
  waiting: ['ui-duty-state-waiting', 'warn'],
  planned: ['ui-duty-state-planned', 'calm'],
  lent: ['ui-duty-state-lent', 'done'],
  expired: ['ui-duty-state-expired', 'plain'],
  ended: ['ui-duty-state-ended', 'plain'],
};

export default function Delegations() {
  const { t } = useT();
  const may = useMay();
  const { user } = useMe();
  const [view, setView] = useFilter('view');
  const [lending, setLending] = useState(false);
  const waiting = view === 'waiting' && may('manage_duty');
  return (
    <Page
      title={t('ui-duty-delegations')}
      note={<Go to="/duty">{t('ui-duty-roster')}</Go>}
      actions={
        <Button type="primary" onClick={() => setLending(true)}>
          {t('ui-duty-lend')}
        </Button>
      }
    >
      <p className={styles['quiet']}>{t('ui-duty-delegations-hint')}</p>
      {may('manage_duty') && (
        <div>
          <Segmented
            aria-label={t('ui-duty-which')}
            value={waiting ? 'waiting' : 'own'}
            onChange={(next) => setView(next === 'own' ? undefined : next)}
            options={[
              { value: 'own', label: t('ui-duty-own') },
              { value: 'waiting', label: t('ui-duty-waiting') },
            ]}
          />
        </div>
      )}
      <RecordList
        id="delegations"
        path="/api/v1/delegations"
        query={waiting ? { waiting: true } : {}}
        empty={t(waiting ? 'ui-duty-none-waiting' : 'ui-duty-none-lent')}
        read={{ now: true }}
        columns={[
          {
            id: 'way',
            label: 'ui-duty-way',
            always: true,
            cell: (row) => (
              <>
                {row.from_user === user ? t('ui-duty-me') : <Said text={row.from_name} />} →{' '}
                {row.to_user === user ? t('ui-duty-me') : <Said text={row.to_name} />}
              </>
            ),
          },
          { id: 'state', label: 'ui-duty-state', cell: (row) => <State of={row.state} /> },
          { id: 'from', label: 'ui-duty-starts', cell: (row) => <When at={row.starts_at} /> },
          { id: 'until', label: 'ui-duty-ends', cell: (row) => <When at={row.ends_at} /> },
          {
            id: 'what',
            label: 'ui-duty-what',
            cell: (row) =>
              row.actions ? t('ui-duty-some', { count: row.actions.length }) : t('ui-duty-everything'),
          },
          { id: 'area', label: 'ui-duty-area', cell: (row) => <Area code={row.area} /> },
          { id: 'reason', label: 'ui-duty-reason', wraps: true, cell: (row) => <Said text={row.reason} /> },
          { id: 'do', label: 'ui-duty-do', always: true, cell: (row) => <Do row={row} /> },
        ]}
      />
      {lending && <Lend close={() => setLending(false)} />}
    </Page>
  );
}

function State({ of }: { of: string }) {
  const { t } = useT();
  const [text, tone] = STATES[of] ?? [];
  return <Mark tone={tone ?? 'plain'}>{text ? t(text) : of}</Mark>;
}

function Do({ row }: { row: Delegation }) {
  const { t } = useT();
  const may = useMay();
  const { user } = useMe();
  const allow = useCommand('/api/v1/delegations/{id}/allow');
  const end = useCommand('/api/v1/delegations/{id}/end');
  if (row.state === 'expired' || row.state === 'ended') return null;
  const concerned = row.from_user === user || row.to_user === user;
  return (
    <>
      <Space>
        {row.state === 'waiting' && may('manage_duty') && !concerned && (
          <Button
            size="small"
            type="primary"
            loading={allow.pending}
            onClick={() => void allow.run({ path: { id: row.id }, body: {} })}
          >
            {t('ui-duty-allow')}
          </Button>
        )}
        <Popconfirm
          title={t('ui-duty-end-sure')}
          okText={t('ui-duty-end')}
          cancelText={t('ui-cancel')}
          onConfirm={() => void end.run({ path: { id: row.id }, body: {} })}
        >
          <Button size="small" loading={end.pending}>
            {t(row.to_user === user ? 'ui-duty-give-back' : 'ui-duty-end')}
          </Button>
        </Popconfirm>
      </Space>
      <Problem error={allow.problem ?? end.problem} />
    </>
  );
}
