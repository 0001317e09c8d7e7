// Contacts of what is looked at, or of one case or person; those not yet reached can be marked as such together.
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { Go, useAddress, useFilter } from '@/address';
import { useT } from '@/i18n';
import {
  Area,
  BulkReport,
  choice,
  NamesSwitch,
  Page,
  PersonName,
  RecordList,
  shortId,
  SubjectLink,
  useBulk,
  When,
  type Filter,
} from '@/parts';
import { useMay } from '@/session';
import { CLASSES, CONTACT_STATES, ContactState } from './words';

const FILTERS: Filter[] = [
  choice('class', 'ui-investigation-class', 'class', CLASSES),
  choice('status', 'ui-investigation-state', 'contactstate', CONTACT_STATES),
];

export default function ContactList() {
  const { t, word } = useT();
  const { area, disease } = useAddress();
  const [ofCase, setCase] = useFilter('case');
  const [ofPerson, setPerson] = useFilter('person');
  const may = useMay();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const bulk = useBulk();
  const traces = may('trace_contacts') && !bulk.barred;
  const reach = () => {
    bulk.start(
      '/api/v1/contacts/{id}/reach',
      [...chosen].map((id) => ({ id, path: { id }, body: {} })),
    );
    setChosen(new Set());
  };
  return (
    <Page
      title={t('ui-investigation-contacts')}
      note={
        <>
          {ofCase && (
            <Tag closable onClose={() => setCase(undefined)}>
              {t('ui-investigation-of-case', { id: shortId(ofCase) })}
            </Tag>
          )}
          {ofPerson && (
            <Tag closable onClose={() => setPerson(undefined)}>
              {t('ui-investigation-of-person', { id: shortId(ofPerson) })}
            </Tag>
          )}
        </>
      }
      actions={<NamesSwitch />}
    >
      <BulkReport bulk={bulk} name={(id) => <Go to={`/contacts/${id}`}>{shortId(id)}</Go>} />
      <RecordList
        id="contacts"
        path="/api/v1/contacts"
        query={{ area, disease, case: ofCase, person: ofPerson }}
        filters={FILTERS}
        empty={t('ui-investigation-contacts-none')}
        {...(traces ? { selection: { ids: chosen, change: setChosen } } : {})}
        tools={
          traces && chosen.size > 0 ? (
            <Button type="primary" loading={bulk.running} onClick={reach}>
              {t('ui-investigation-reach-several', { count: chosen.size })}
            </Button>
          ) : undefined
        }
        tone={(row) => (row.status === 'determined' ? 'warn' : undefined)}
        columns={[
          {
            id: 'person',
            label: 'ui-investigation-person-label',
            always: true,
            cell: (row) => (
              <Go to={`/contacts/${row.id}`}>
                <PersonName id={row.person} />
              </Go>
            ),
          },
          { id: 'class', label: 'ui-investigation-class', cell: (row) => word('class', row.class) },
          { id: 'state', label: 'ui-investigation-state', cell: (row) => <ContactState of={row.status} /> },
          {
            id: 'case',
            label: 'ui-investigation-case',
            cell: (row) => <SubjectLink kind="case" id={row.case} />,
          },
          {
            id: 'disease',
            label: 'ui-investigation-disease',
            hidden: true,
            cell: (row) => word('disease', row.disease),
          },
          { id: 'last', label: 'ui-investigation-last', cell: (row) => <When at={row.last_exposure_at} /> },
          {
            id: 'first',
            label: 'ui-investigation-first',
            hidden: true,
            cell: (row) => <When at={row.first_exposure_at} />,
          },
          {
            id: 'determined',
            label: 'ui-investigation-determined',
            cell: (row) => <When at={row.determined_at} />,
          },
          { id: 'reached', label: 'ui-investigation-reached', cell: (row) => <When at={row.reached_at} /> },
          { id: 'area', label: 'ui-investigation-area', cell: (row) => <Area code={row.area} /> },
        ]}
      />
    </Page>
  );
}
