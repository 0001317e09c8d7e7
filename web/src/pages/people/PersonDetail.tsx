// A person: as whom he is known, where he stands, where and with whom he lives, and everything that was said of him, by
// whom and when. What names him is shown only when somebody says what for.
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { Go } from '@/address';
import { useGet, usePost, type Schema } from '@/api';
import { useT } from '@/i18n';
import {
  AlsoOpen,
  Area,
  FactTimeline,
  Facts,
  Loading,
  Mark,
  NamesSwitch,
  Page,
  PersonName,
  Problem,
  Said,
  Section,
  shortId,
  When,
  WithdrawFact,
} from '@/parts';
import { useMay } from '@/session';
import { Addresses } from './Addresses';
import { BreakGlass } from './BreakGlass';
import { Households } from './Households';
import { Merge, Merged } from './Merge';
import styles from './people.module.css';
import { PurposeButton } from './Purpose';
import { Standing } from './Standing';

export default function PersonDetail() {
  const { id = '' } = useParams();
  const { t } = useT();
  const may = useMay();
  const found = useGet('/api/v1/persons/{id}', { path: { id } });
  const [merging, setMerging] = useState(false);
  const one = found.data;
  const title = t('ui-people-one', { id: shortId(id) });

  if (found.error && !one) {
    return (
      <Page title={title}>
        <Problem error={found.error} retry={found.refetch} />
        {found.error.status === 404 && may('read_personal') && (
          <BreakGlass id={id} opened={() => void found.refetch()} />
        )}
        {may('read_audit') && <Go to={`/persons/${id}/looks`}>{t('ui-people-looks')}</Go>}
      </Page>
    );
  }
  if (!one) return <Loading rows={8} />;
  return (
    <Page
      title={title}
      note={
        <>
          <PersonName id={id} /> · <Area code={one.area} />
          {one.erased_at && <Mark tone="warn">{t('ui-people-erased')}</Mark>}
        </>
      }
      actions={
        <>
          <NamesSwitch />
          {may('read_audit') && (
            <Go to={`/persons/${id}/looks`}>
              <Button tabIndex={-1}>{t('ui-people-looks')}</Button>
            </Go>
          )}
          {may('manage_cases') && !one.merged_into && !one.erased_at && (
            <Button onClick={() => setMerging(true)}>{t('ui-people-merge')}</Button>
          )}
        </>
      }
    >
      <AlsoOpen kind="person" id={id} />
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {merging && <Merge id={id} close={() => setMerging(false)} />}
      <Merged one={one} />
      {one.erased_at && (
        <Alert
          type="info"
          showIcon
          title={
            <>
              {t('ui-people-erased-at')} <When at={one.erased_at} />
            </>
          }
        />
      )}
      <Section title={t('ui-people-who')}>
        <Values one={one} />
      </Section>
      <Standing id={id} />
      {may('register_person') && (
        <>
          <Addresses id={id} />
          <Households id={id} area={one.area} />
        </>
      )}
      <History id={id} />
    </Page>
  );
}

const FIELDS: Schema<'PersonalField'>[] = ['name', 'id_number', 'phone', 'address', 'birth_date'];

/** What names him. Held on the page alone: whoever leaves it asks again, and says again what for. */
function Values({ one }: { one: Schema<'Person'> }) {
  const { t, word } = useT();
  const may = useMay();
  const [values, setValues] = useState<Record<string, string>>();
  const read = usePost('/api/v1/persons/personal_reads', {
    done: ({ items }) => setValues(items[0]?.values ?? {}),
  });
  return (
    <>
      <Facts
        pairs={[
          [t('ui-people-area'), <Area key="a" code={one.area} />],
          [t('ui-people-recorded'), <When key="w" at={one.recorded_at} />],
          ...FIELDS.map((field): [string, React.ReactNode] => [
            word('field', field),
            values?.[field] ? <Said text={values[field]} /> : undefined,
          ]),
        ]}
      />
      {may('read_personal') && !one.erased_at && (
        <div className={styles['values']}>
          {values ? (
            <>
              <Button onClick={() => setValues(undefined)}>{t('ui-people-values-hide')}</Button>
              {Object.keys(values).length === 0 && <p>{t('ui-people-values-none')}</p>}
            </>
          ) : (
            <PurposeButton
              label={t('ui-people-values')}
              pending={read.pending}
              look={(purpose) => void read.run({ body: { persons: [one.id], fields: FIELDS, purpose } })}
            />
          )}
          <Problem error={read.problem} />
        </div>
      )}
    </>
  );
}

function History({ id }: { id: string }) {
  const { t } = useT();
  const { data, error, refetch } = useGet('/api/v1/facts', {
    query: { subject_kind: 'person', subject: id },
  });
  const taken = new Set(data?.items.map((fact) => fact.corrects));
  return (
    <Section title={t('ui-people-history')}>
      <Problem error={error} retry={refetch} />
      {data ? (
        <FactTimeline
          facts={data.items}
          of={{ kind: 'person', id }}
          actions={(fact) => <WithdrawFact fact={fact} done={taken.has(fact.id)} />}
        />
      ) : (
        !error && <Loading />
      )}
    </Section>
  );
}
