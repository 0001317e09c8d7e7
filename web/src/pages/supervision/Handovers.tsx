// Offers of duties to and from one's unit: accept, reject, take back.
import { Button, Drawer, Modal, Segmented, Space } from 'antd';
import { useState } from 'react';
import { useFilter } from '@/address';
import { useCommand, useGet } from '@/api';
import { useT } from '@/i18n';
import {
  choice,
  clean,
  Deadline,
  Facts,
  Loading,
  Page,
  Problem,
  RecordList,
  Said,
  Section,
  SubjectLink,
  TextField,
  Unit,
  useNow,
  User,
  When,
} from '@/parts';
import { useMay, useMe } from '@/session';
import { EvidenceForm, useEvidence } from './forms/shared';
import { HandOver } from './HandOver';
import { HandoverState } from './marks';
import styles from './supervision.module.css';

const STATES = ['offered', 'accepted', 'rejected', 'withdrawn', 'expired'] as const;

export default function Handovers() {
  const { t } = useT();
  const may = useMay();
  const { unit } = useMe();
  const now = useNow();
  const [whole, setWhole] = useFilter('whole_area');
  const [opened, open] = useFilter('open');
  const [offering, setOffering] = useState(false);
  const all = whole === 'true' || unit == null;
  return (
    <Page
      title={t('ui-supervision-handovers')}
      actions={
        unit != null && (
          <Button type="primary" onClick={() => setOffering(true)}>
            {t('ui-supervision-hand-over')}
          </Button>
        )
      }
    >
      {may('manage_duty') && unit != null && (
        <Segmented
          aria-label={t('ui-supervision-whose')}
          value={all ? 'area' : 'unit'}
          onChange={(next) => setWhole(next === 'area' ? 'true' : undefined)}
          options={[
            { value: 'unit', label: t('ui-supervision-my-unit') },
            { value: 'area', label: t('ui-supervision-my-area') },
          ]}
        />
      )}
      <RecordList
        id="handovers"
        path="/api/v1/handovers"
        query={all ? { whole_area: true } : {}}
        filters={[choice('state', 'ui-supervision-state', 'handover', STATES)]}
        empty={t('ui-supervision-no-handovers')}
        tone={(row) => (row.state === 'offered' && row.to_unit === unit ? 'warn' : undefined)}
        columns={[
          {
            id: 'way',
            label: 'ui-supervision-way',
            always: true,
            cell: (row) => (
              <Button type="link" className={styles['cellLink'] ?? ''} onClick={() => open(row.id)}>
                <Unit id={row.from_unit} /> → <Unit id={row.to_unit} />
              </Button>
            ),
          },
          { id: 'state', label: 'ui-supervision-state', cell: (row) => <HandoverState of={row.state} /> },
          {
            id: 'note',
            label: 'ui-supervision-handover-note',
            wraps: true,
            cell: (row) => <Said text={row.note} />,
          },
          { id: 'offered', label: 'ui-supervision-offered-at', cell: (row) => <When at={row.offered_at} /> },
          {
            id: 'answer',
            label: 'ui-supervision-answer-by',
            cell: (row) =>
              row.state === 'offered' && (
                <Deadline
                  due={row.answer_by_at}
                  state={Date.parse(row.answer_by_at) < now ? 'overdue' : 'open'}
                />
              ),
          },
        ]}
      />
      {opened && <Opened id={opened} close={() => open(undefined)} />}
      {offering && <HandOver chosen={[]} close={() => setOffering(false)} />}
    </Page>
  );
}

function Opened({ id, close }: { id: string; close: () => void }) {
  const { t, word } = useT();
  const { unit } = useMe();
  const found = useGet('/api/v1/handovers/{id}', { path: { id } });
  const accept = useCommand('/api/v1/handovers/{id}/accept');
  const [ending, setEnding] = useState<'reject' | 'withdraw'>();
  const offer = found.data;
  const open = offer?.state === 'offered';
  return (
    <Drawer open size="large" onClose={close} title={t('ui-supervision-handover')} destroyOnHidden>
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {!offer && !found.error && <Loading rows={5} />}
      {offer && (
        <div className={styles['view']}>
          <Facts
            pairs={[
              [t('ui-supervision-from'), <Unit key="f" id={offer.from_unit} />],
              [
                t('ui-supervision-to'),
                <span key="t">
                  <Unit id={offer.to_unit} /> {offer.to_user && <User id={offer.to_user} />}
                </span>,
              ],
              [t('ui-supervision-state'), <HandoverState key="s" of={offer.state} />],
              [t('ui-supervision-offered-at'), <When key="o" at={offer.offered_at} />],
              [t('ui-supervision-answer-by'), <When key="a" at={offer.answer_by_at} />],
              [t('ui-supervision-answered'), offer.answered_at && <When key="d" at={offer.answered_at} />],
              [t('ui-supervision-handover-note'), <Said key="n" text={offer.note} />],
              [t('ui-supervision-reason'), offer.reason && <Said key="r" text={offer.reason} />],
            ]}
          />
          {open && (
            <Space wrap>
              {unit === offer.to_unit && (
                <>
                  <Button
                    type="primary"
                    loading={accept.pending}
                    disabled={accept.barred}
                    onClick={() => void accept.run({ path: { id }, body: {} })}
                  >
                    {t('ui-supervision-accept')}
                  </Button>
                  <Button disabled={accept.barred} onClick={() => setEnding('reject')}>
                    {t('ui-supervision-reject')}
                  </Button>
                </>
              )}
              {unit === offer.from_unit && (
                <Button disabled={accept.barred} onClick={() => setEnding('withdraw')}>
                  {t('ui-supervision-take-back')}
                </Button>
              )}
            </Space>
          )}
          <Problem error={accept.problem} />
          <Section title={t('ui-supervision-in-it', { count: offer.about.length })}>
            <ul className={styles['offers']}>
              {offer.about.map(({ kind, id: about }) => (
                <li key={about}>
                  {kind === 'obligation' ? (
                    <Duty id={about} />
                  ) : (
                    <SubjectLink kind={kind} id={about}>
                      {word('kind', kind)}
                    </SubjectLink>
                  )}
                </li>
              ))}
            </ul>
          </Section>
          {ending && <End id={id} how={ending} close={() => setEnding(undefined)} />}
        </div>
      )}
    </Drawer>
  );
}

/** A duty by its words. */
function Duty({ id }: { id: string }) {
  const { text } = useT();
  const found = useGet('/api/v1/obligations/{id}', { path: { id } });
  return (
    <>
      <SubjectLink kind="obligation" id={id}>
        {found.data && text(found.data.duty)}
      </SubjectLink>{' '}
      {found.data && <Deadline due={found.data.due_at} state={found.data.state} />}
    </>
  );
}

function End({ id, how, close }: { id: string; how: 'reject' | 'withdraw'; close: () => void }) {
  const { t } = useT();
  const label = how === 'reject' ? 'ui-supervision-reject' : 'ui-supervision-take-back';
  const command = useEvidence(
    how === 'reject' ? '/api/v1/handovers/{id}/reject' : '/api/v1/handovers/{id}/withdraw',
    close,
  );
  return (
    <Modal open title={t(label)} onCancel={close} footer={null}>
      <EvidenceForm<'/api/v1/handovers/{id}/reject' | '/api/v1/handovers/{id}/withdraw', { reason: string }>
        command={command}
        send={label}
        given={(values) => ({ path: { id }, body: clean(values) })}
      >
        <TextField
          name="reason"
          label="ui-supervision-reason"
          max={500}
          multiline
          required
          refused={command.field('reason')}
        />
      </EvidenceForm>
    </Modal>
  );
}
