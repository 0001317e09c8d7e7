// Settings of the whole installation: which roles need a second factor, how glass may be broken, the clock of a drill.
import { Alert, Button, Checkbox, Form, Switch } from 'antd';
import { useState } from 'react';
import { useCommand, useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import {
  Ask,
  Facts,
  InstantField,
  Loading,
  NumberField,
  numberOf,
  Problem,
  Section,
  useNow,
  useStatus,
  When,
} from '@/parts';
import type { Role } from '@/session';
import styles from './administration.module.css';
import { Frame } from './Frame';
import { ROLES } from './roles';

export default function Installation() {
  const { t } = useT();
  const status = useStatus();
  return (
    <Frame title={t('ui-administration-installation')} note={t('ui-administration-installation-note')}>
      <FactorRoles />
      <GlassRules />
      {status?.mode === 'drill' && <DrillClock status={status} />}
    </Frame>
  );
}

function FactorRoles() {
  const { t, word } = useT();
  const found = useGet('/api/v1/installation/second_factor_roles', {}, { now: true });
  const [chosen, setChosen] = useState<Role[]>();
  const [asking, setAsking] = useState(false);
  const require = useCommand('/api/v1/installation/require_second_factor', {
    done: () => {
      setAsking(false);
      setChosen(undefined);
    },
  });
  const now = found.data?.items ?? [];
  const next = chosen ?? now;
  const added = next.filter((role) => !now.includes(role));
  return (
    <Section title={t('ui-administration-factor-roles')}>
      <p className={styles['quiet']}>{t('ui-administration-factor-roles-text')}</p>
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {!found.data && !found.error && <Loading rows={2} />}
      {found.data && (
        <>
          <Checkbox.Group
            className={styles['checks'] ?? ''}
            value={next}
            onChange={(values) => setChosen(values as Role[])}
            options={ROLES.map((role) => ({ value: role, label: word('grant', role) }))}
          />
          <Button
            type="primary"
            className={styles['spaced'] ?? ''}
            disabled={!chosen || (added.length === 0 && next.length === now.length) || require.barred}
            onClick={() => {
              require.renew();
              setAsking(true);
            }}
          >
            {t('ui-administration-factor-roles-set')}
          </Button>
        </>
      )}
      {asking && (
        <Ask
          title={t('ui-administration-factor-roles-title')}
          consequence={
            added.length > 0
              ? t('ui-administration-factor-roles-more', {
                  roles: added.map((role) => word('grant', role)).join(t('ui-span-joint-list')),
                })
              : t('ui-administration-factor-roles-fewer')
          }
          confirm={t('ui-administration-factor-roles-set')}
          command={require}
          act={() => void require.run({ body: { roles: next } })}
          close={() => setAsking(false)}
        />
      )}
    </Section>
  );
}

interface RuleValues {
  longest_minutes: string;
  per_day: string;
}

function GlassRules() {
  const { t } = useT();
  const [form] = Form.useForm<RuleValues>();
  const [asked, setAsked] = useState<Schema<'BreakGlassRules'>>();
  const [done, setDone] = useState(false);
  const found = useGet('/api/v1/installation/break_glass_rules', {}, { now: true });
  const set = useCommand('/api/v1/installation/break_glass_rules', {
    done: () => {
      setAsked(undefined);
      setDone(true);
    },
  });
  return (
    <Section title={t('ui-administration-glass-rules')}>
      <p className={styles['quiet']}>{t('ui-administration-glass-rules-text')}</p>
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {!found.data && !found.error && <Loading rows={2} />}
      {found.data && (
        <Form<RuleValues>
          name="glass-rules"
          form={form}
          layout="vertical"
          className={styles['pair']}
          initialValues={{
            longest_minutes: String(found.data.longest_minutes),
            per_day: String(found.data.per_day),
          }}
          onValuesChange={() => setDone(false)}
          onFinish={(values) => {
            set.renew();
            setAsked({
              longest_minutes: numberOf(values.longest_minutes) ?? 0,
              per_day: numberOf(values.per_day) ?? 0,
            });
          }}
        >
          <NumberField
            name="longest_minutes"
            label="ui-administration-glass-longest"
            min={1}
            max={1440}
            unit={t('ui-administration-minutes')}
            required
          />
          <NumberField name="per_day" label="ui-administration-glass-per-day" min={1} max={50} required />
          <Button htmlType="submit" disabled={set.barred}>
            {t('ui-administration-glass-rules-set')}
          </Button>
        </Form>
      )}
      {done && <Alert type="success" showIcon title={t('ui-administration-set')} />}
      {asked && (
        <Ask
          title={t('ui-administration-glass-rules-title')}
          consequence={t('ui-administration-glass-rules-consequence', {
            minutes: asked.longest_minutes,
            count: asked.per_day,
          })}
          confirm={t('ui-administration-glass-rules-set')}
          command={set}
          act={() => void set.run({ body: asked })}
          close={() => setAsked(undefined)}
        />
      )}
    </Section>
  );
}

interface ClockValues {
  to: string;
  speed: string;
  runs: boolean;
}

function DrillClock({ status }: { status: Schema<'Status'> }) {
  const { t } = useT();
  const [form] = Form.useForm<ClockValues>();
  const now = useNow();
  const [asked, setAsked] = useState<ClockValues>();
  const set = useCommand('/api/v1/installation/drill_clock', { done: () => setAsked(undefined) });
  return (
    <Section title={t('ui-administration-drill')}>
      <Facts
        pairs={[
          [t('ui-administration-clock'), <When key="now" at={new Date(now).toISOString()} kind="second" />],
          [
            t('ui-administration-drill-runs'),
            status.clock?.paused
              ? t('ui-administration-drill-stands')
              : t('ui-administration-drill-speed-is', { speed: status.clock?.speed ?? 1 }),
          ],
        ]}
      />
      <Form<ClockValues>
        name="drill-clock"
        form={form}
        layout="vertical"
        className={`${styles['pair']} ${styles['spaced']}`}
        initialValues={{ speed: String(status.clock?.speed ?? 1), runs: !(status.clock?.paused ?? true) }}
        onFinish={(values) => {
          set.renew();
          setAsked(values);
        }}
      >
        <InstantField
          name="to"
          label="ui-administration-drill-to"
          hint="ui-administration-drill-to-hint"
          required
          refused={set.field('to')}
        />
        <NumberField name="speed" label="ui-administration-drill-speed" min={1} max={86_400} required />
        <Form.Item name="runs" valuePropName="checked" label={t('ui-administration-drill-go')}>
          <Switch />
        </Form.Item>
        <Button htmlType="submit" disabled={set.barred}>
          {t('ui-administration-drill-set')}
        </Button>
      </Form>
      {asked && (
        <Ask
          danger
          title={t('ui-administration-drill-title')}
          consequence={
            <>
              {t('ui-administration-drill-text')} <When at={asked.to} kind="minute" />
            </>
          }
          confirm={t('ui-administration-drill-set')}
          command={set}
          act={() =>
            void set.run({
              body: { to: asked.to, speed: numberOf(asked.speed) ?? 1, paused: !asked.runs },
            })
          }
          close={() => setAsked(undefined)}
        />
      )}
    </Section>
  );
}
