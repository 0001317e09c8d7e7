// Documents that were delivered to units: who has read them, and who has handed them on.
import { Alert, Button, Drawer, Segmented } from 'antd';
import { useState } from 'react';
import { Go, useAddress, useFilter } from '@/address';
import { useCommand, useGet } from '@/api';
import { useT, type TextKey } from '@/i18n';
import { Area, Facts, Loading, Page, Problem, RecordList, Said, Span, Unit, When } from '@/parts';
import { useMe } from '@/session';
import { DocumentState } from './marks';

const VIEWS = ['mine', 'unread', 'relay', 'all'] as const;
type View = (typeof VIEWS)[number];
const VIEW_TEXT: Record<View, TextKey> = {
  mine: 'ui-command-documents-mine',
  unread: 'ui-command-documents-unread',
  relay: 'ui-command-documents-relayed',
  all: 'ui-command-documents-all',
};

export default function Documents() {
  const { t, word } = useT();
  const { area } = useAddress();
  const { unit } = useMe();
  const [kept, keep] = useFilter('view');
  const [document] = useFilter('document');
  const [open, setOpen] = useState<string>();
  const view = VIEWS.find((one) => one === kept) ?? (unit && !document ? 'mine' : 'all');
  const query = {
    area,
    document,
    ...(view === 'mine' && unit ? { unit } : {}),
    ...(view === 'unread' ? { status: 'delivered' } : {}),
    ...(view === 'relay' ? { status: 'relayed' } : {}),
  };
  return (
    <Page title={t('ui-command-documents')} note={<Go to="/directives">{t('ui-supervision-directives')}</Go>}>
      <div>
        <Segmented<View>
          aria-label={t('ui-supervision-state')}
          value={view}
          onChange={keep}
          options={VIEWS.filter((one) => one !== 'mine' || unit != null).map((value) => ({
            value,
            label: t(VIEW_TEXT[value]),
          }))}
        />
      </div>
      <RecordList
        id="deliveries"
        path="/api/v1/deliveries"
        query={query}
        empty={t('ui-command-no-documents')}
        columns={[
          {
            id: 'document',
            label: 'ui-command-document',
            always: true,
            cell: (row) => (
              <Button type="link" size="small" onClick={() => setOpen(row.id)}>
                {word('kind', row.document.kind)}
              </Button>
            ),
          },
          { id: 'unit', label: 'ui-command-to', cell: (row) => <Unit id={row.unit} /> },
          { id: 'area', label: 'ui-supervision-area', cell: (row) => <Area code={row.area} /> },
          { id: 'state', label: 'ui-supervision-state', cell: (row) => <DocumentState of={row.status} /> },
          { id: 'at', label: 'ui-command-delivered', cell: (row) => <When at={row.delivered_at} /> },
          {
            id: 'by',
            label: 'ui-command-relay-by',
            cell: (row) => row.relay_by && <When at={row.relay_by} />,
          },
          {
            id: 'lag',
            label: 'ui-command-relay-lag',
            cell: (row) => row.relay_lag && <Span length={row.relay_lag} />,
          },
        ]}
      />
      {open && <Document id={open} close={() => setOpen(undefined)} />}
    </Page>
  );
}

/** One document with what it says, and the button of whoever has read it. */
function Document({ id, close }: { id: string; close: () => void }) {
  const { t } = useT();
  const { asOf } = useAddress();
  const { unit } = useMe();
  const found = useGet('/api/v1/deliveries/{id}', { path: { id } });
  const command = useCommand('/api/v1/deliveries/{id}/read', { done: () => undefined });
  const detail = found.data;
  return (
    <Drawer open size="large" onClose={close} title={t('ui-command-document')}>
      <Problem error={found.error ?? command.problem} />
      {!detail && !found.error && <Loading rows={4} />}
      {detail && (
        <>
          <h2>
            <Said text={detail.title} />
          </h2>
          <Facts
            pairs={[
              [t('ui-command-from'), <Area key="a" code={detail.from_area} />],
              [t('ui-command-delivered'), <When key="w" at={detail.delivery.delivered_at} />],
              [t('ui-supervision-state'), <DocumentState key="s" of={detail.delivery.status} />],
              [
                t('ui-command-relay-by'),
                detail.delivery.relay_by && <When key="r" at={detail.delivery.relay_by} />,
              ],
            ]}
          />
          {detail.agenda.length > 0 && (
            <ol>
              {detail.agenda.map((point) => (
                <li key={point}>
                  <Said text={point} />
                </li>
              ))}
            </ol>
          )}
          <p>
            <Said text={detail.text} />
          </p>
          {detail.delivery.relay_by && !detail.delivery.relayed_at && (
            <Alert type="info" title={t('ui-command-relay-text')} />
          )}
          {!asOf && detail.delivery.unit === unit && !detail.delivery.read_at && (
            <Button
              type="primary"
              loading={command.pending}
              disabled={command.barred}
              onClick={() => void command.run({ path: { id }, body: {} })}
            >
              {t('ui-command-have-read')}
            </Button>
          )}
        </>
      )}
    </Drawer>
  );
}
