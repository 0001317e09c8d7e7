// Orders of what is looked at. Those chosen are begun, released or lifted together; what was begun can be taken back.
import { PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown, Modal, Tag } from 'antd';
import { useState } from 'react';
import { Go, useAddress, useFilter, useGo, useSetFilters } from '@/address';
import { useT } from '@/i18n';
import {
  addDays,
  Area,
  BulkReport,
  choice,
  dayIn,
  NamesSwitch,
  Page,
  plainDays,
  RecordList,
  shortId,
  typed,
  Unit,
  useBulk,
  useNow,
  useShortcut,
  useZone,
  When,
  type Filter,
} from '@/parts';
import { useMay } from '@/session';
import { LiftSeveral } from './Lift';
import { Marks, STATES, StateMark, Target } from './words';

const FILTERS: Filter[] = [
  choice('status', 'ui-isolation-state', 'state', STATES),
  plainDays('ends_from', 'ends_before', 'ui-isolation-until'),
  typed('regime', 'ui-isolation-regime'),
];

export default function OrderList() {
  const { t, word } = useT();
  const go = useGo();
  const { area, disease } = useAddress();
  const [person, setPerson] = useFilter('person');
  const may = useMay();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [lifting, setLifting] = useState(false);
  const bulk = useBulk();
  const issues = may('issue_orders');
  const carries = may('carry_out_orders');
  const acts = (issues || carries) && !bulk.barred;
  useShortcut('n', 'ui-isolation-issue', () => issues && go('/orders/new'));
  const each = (body: unknown) => [...chosen].map((id) => ({ id, path: { id }, body }));
  const begin = () => {
    bulk.start('/api/v1/orders/{id}/start', each({}));
    setChosen(new Set());
  };
  const release = () =>
    Modal.confirm({
      title: t('ui-isolation-release-several', { count: chosen.size }),
      content: t('ui-isolation-release-hint'),
      okText: t('ui-isolation-release'),
      cancelText: t('ui-cancel'),
      onOk: () => {
        bulk.start('/api/v1/orders/{id}/release', each({}));
        setChosen(new Set());
      },
    });
  return (
    <Page
      title={t('ui-isolation-orders')}
      note={
        <>
          <Views />
          {person && (
            <Tag closable onClose={() => setPerson(undefined)}>
              {t('ui-isolation-of-person', { id: shortId(person) })}
            </Tag>
          )}
        </>
      }
      actions={
        <>
          <NamesSwitch />
          {issues && (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => go('/orders/new')}>
              {t('ui-isolation-issue')}
            </Button>
          )}
        </>
      }
    >
      <BulkReport bulk={bulk} name={(id) => <Go to={`/orders/${id}`}>{shortId(id)}</Go>} />
      {lifting && (
        <LiftSeveral
          count={chosen.size}
          close={() => setLifting(false)}
          lift={(basis) => {
            bulk.start('/api/v1/orders/{id}/lift', each({ basis }));
            setChosen(new Set());
            setLifting(false);
          }}
        />
      )}
      <RecordList
        id="orders"
        path="/api/v1/orders"
        query={{ area, disease, person }}
        filters={FILTERS}
        empty={t('ui-isolation-none')}
        {...(acts ? { selection: { ids: chosen, change: setChosen } } : {})}
        tools={
          acts && chosen.size > 0 ? (
            <Dropdown
              trigger={['click']}
              menu={{
                items: [
                  ...(carries ? [{ key: 'begin', label: t('ui-isolation-start') }] : []),
                  ...(issues
                    ? [
                        { key: 'release', label: t('ui-isolation-release') },
                        { key: 'lift', label: t('ui-isolation-lift') },
                      ]
                    : []),
                ],
                onClick: ({ key }) =>
                  key === 'begin' ? begin() : key === 'release' ? release() : setLifting(true),
              }}
            >
              <Button type="primary" loading={bulk.running}>
                {t('ui-isolation-with-chosen', { count: chosen.size })}
              </Button>
            </Dropdown>
          ) : undefined
        }
        columns={[
          {
            id: 'target',
            label: 'ui-isolation-target',
            always: true,
            cell: (row) => (
              <Go to={`/orders/${row.id}`}>
                <Target of={row} />
              </Go>
            ),
          },
          { id: 'measure', label: 'ui-isolation-measure', cell: (row) => word('measure', row.measure) },
          { id: 'state', label: 'ui-isolation-state', cell: (row) => <StateMark of={row.status} /> },
          { id: 'group', label: 'ui-isolation-group', cell: (row) => word('group', row.group) },
          { id: 'regime', label: 'ui-isolation-regime', hidden: true, cell: (row) => row.form || row.regime },
          { id: 'from', label: 'ui-isolation-from', cell: (row) => <When at={row.starts_on} /> },
          { id: 'until', label: 'ui-isolation-until', cell: (row) => <When at={row.ends_on} /> },
          { id: 'marks', label: 'ui-isolation-marks', cell: (row) => <Marks of={row} /> },
          { id: 'unit', label: 'ui-isolation-unit', hidden: true, cell: (row) => <Unit id={row.unit} /> },
          {
            id: 'disease',
            label: 'ui-isolation-disease',
            hidden: true,
            cell: (row) => word('disease', row.disease),
          },
          { id: 'area', label: 'ui-isolation-area', cell: (row) => <Area code={row.area} /> },
          {
            id: 'issued',
            label: 'ui-isolation-issued',
            hidden: true,
            cell: (row) => <When at={row.issued_at} />,
          },
        ]}
      />
    </Page>
  );
}

/** The questions of every day, as filters in the address. */
function Views() {
  const { t } = useT();
  const setFilters = useSetFilters();
  const today = dayIn(useNow(), useZone());
  const views = [
    {
      label: t('ui-isolation-view-waiting'),
      filters: { status: 'issued', ends_from: undefined, ends_before: undefined },
    },
    {
      label: t('ui-isolation-view-today'),
      filters: { status: 'running', ends_from: undefined, ends_before: today },
    },
    {
      label: t('ui-isolation-view-tomorrow'),
      filters: { status: 'running', ends_from: addDays(today, 1), ends_before: addDays(today, 1) },
    },
  ];
  return (
    <>
      {views.map(({ label, filters }) => (
        <Button
          key={label}
          size="small"
          type="link"
          onClick={() => setFilters({ regime: undefined, ...filters })}
        >
          {label}
        </Button>
      ))}
    </>
  );
}
