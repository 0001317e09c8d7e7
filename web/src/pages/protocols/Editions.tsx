// The rule book: what is in force where and when, all editions and overlays, and how a short form is read.
import { Alert, Button, DatePicker, Form, Space } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Go, useAddress, useGo } from '@/address';
import { useCommand, useGet } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  Ask,
  Empty,
  Facts,
  Loading,
  Mark,
  Page,
  Problem,
  RecordTable,
  RoomTabs,
  Section,
  TextField,
  useAreas,
  When,
} from '@/parts';
import { useMay } from '@/session';
import { ANY, inForce, type Edition, type InForce } from './force';
import { Periods } from './Periods';
import { useDay, usePlace } from './place';
import styles from './protocols.module.css';
import { TABS } from './tabs';
import { Timeline } from './Timeline';

export default function Editions() {
  const { t, word } = useT();
  const { disease } = useAddress();
  const found = useGet('/api/v1/protocols', {}, { still: true, now: true });
  const [day, chosen, choose] = useDay();
  const { code, path } = usePlace();
  const all = found.data?.items;
  const shown = all?.filter((one) => !disease || one.disease === disease || one.disease === ANY);
  return (
    <Page title={t('ui-protocols-title')} note={t('ui-protocols-note')}>
      <RoomTabs label="ui-protocols-menu" tabs={TABS} />
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {!shown && !found.error && <Loading rows={8} />}
      {shown && (
        <>
          <Section
            title={t('ui-protocols-force')}
            extra={
              <Space wrap>
                <Area code={code} />
                <label htmlFor="on">{t('ui-protocols-on')}</label>
                <DatePicker
                  id="on"
                  allowClear={chosen !== undefined}
                  value={dayjs(day)}
                  onChange={(value) => choose(value?.format('YYYY-MM-DD'))}
                />
              </Space>
            }
          >
            {path ? <Force rows={inForce(shown, path, day)} day={day} /> : <Loading rows={3} />}
          </Section>
          <Section title={t('ui-protocols-timeline')}>
            <Timeline editions={shown.filter((one) => one.disease !== ANY)} day={day} />
          </Section>
          {disease && code && <Periods disease={disease} area={code} />}
          <div className={styles['two']}>
            <Notation diseases={[...new Set(shown.map((one) => one.disease))].filter((one) => one !== ANY)} />
          </div>
          <Section title={t('ui-protocols-all')}>
            <RecordTable
              rows={[...shown].sort(
                (a, b) => a.disease.localeCompare(b.disease) || b.from_on.localeCompare(a.from_on),
              )}
              rowId={(row) => row.file}
              columns={[
                {
                  id: 'title',
                  wraps: true,
                  label: 'ui-protocols-edition',
                  always: true,
                  cell: (row) => <Title of={row} />,
                },
                {
                  id: 'disease',
                  label: 'ui-protocols-disease',
                  cell: (row) => <span className={styles['nowrap']}>{word('disease', row.disease)}</span>,
                },
                {
                  id: 'kind',
                  label: 'ui-protocols-kind',
                  cell: (row) =>
                    row.overlay ? (
                      <Mark tone="calm">{t('ui-protocols-overlay')}</Mark>
                    ) : (
                      t(row.disease === ANY ? 'ui-protocols-general' : 'ui-protocols-base')
                    ),
                },
                {
                  id: 'area',
                  label: 'ui-protocols-where',
                  cell: (row) => <Where code={row.area} />,
                },
                { id: 'from', label: 'ui-protocols-from', cell: (row) => <When at={row.from_on} /> },
                {
                  id: 'until',
                  label: 'ui-protocols-until',
                  cell: (row) => (row.until_on ? <When at={row.until_on} /> : t('ui-protocols-open')),
                },
                {
                  id: 'rules',
                  label: 'ui-protocols-rules',
                  align: 'end',
                  cell: (row) => row.rules.a + row.rules.b + row.rules.c,
                },
                { id: 'sure', label: 'ui-protocols-unconfirmed', cell: (row) => <Unconfirmed of={row} /> },
              ]}
            />
          </Section>
        </>
      )}
    </Page>
  );
}

/** An edition by its title; general rules are part of every edition and have no page of their own. */
export function Title({ of }: { of: Edition }) {
  const { text } = useT();
  const title = text(of.title);
  if (of.disease === ANY) return <>{title}</>;
  const place = of.overlay && of.area ? `?area=${of.area}` : '';
  return <Go to={`/protocols/${of.disease}/${of.edition}${place}`}>{title}</Go>;
}

/** Where a file holds; of an area outside one's sight the code alone, for its name is not asked in vain. */
function Where({ code }: { code: string | null | undefined }) {
  const { t } = useT();
  const known = useAreas();
  if (!code) return <>{t('ui-protocols-everywhere')}</>;
  return known?.has(code) ? <Area code={code} /> : <code>{code}</code>;
}

/** How many rules nobody has confirmed; a word besides the colour. */
function Unconfirmed({ of }: { of: Edition }) {
  const { t } = useT();
  if (of.rules.c === 0) return null;
  return <Mark tone="late">{t('ui-protocols-unconfirmed-count', { count: of.rules.c })}</Mark>;
}

function Force({ rows, day }: { rows: InForce[]; day: string }) {
  const { t, word } = useT();
  const may = useMay();
  const { asOf } = useAddress();
  const [asked, setAsked] = useState<string>();
  const [made, setMade] = useState<{ disease: string; count: number }>();
  const review = useCommand('/api/v1/protocols/{disease}/review', {
    done: ({ proposed }) => {
      setMade({ disease: asked ?? '', count: proposed });
      setAsked(undefined);
    },
  });
  if (rows.length === 0) return <Empty>{t('ui-protocols-none', { day })}</Empty>;
  return (
    <>
      <RecordTable
        rows={rows}
        rowId={(row) => row.disease}
        columns={[
          {
            id: 'disease',
            label: 'ui-protocols-disease',
            cell: (row) => <span className={styles['nowrap']}>{word('disease', row.disease)}</span>,
          },
          {
            id: 'edition',
            wraps: true,
            label: 'ui-protocols-edition',
            cell: (row) => <Title of={row.edition} />,
          },
          {
            id: 'from',
            label: 'ui-protocols-span',
            cell: (row) => (
              <>
                <When at={row.edition.from_on} /> –{' '}
                {row.edition.until_on ? <When at={row.edition.until_on} /> : t('ui-protocols-open')}
              </>
            ),
          },
          {
            id: 'overlays',
            wraps: true,
            label: 'ui-protocols-overlays',
            cell: (row) =>
              row.overlays.length > 0 ? (
                <ul className={styles['plain']}>
                  {row.overlays.map((overlay) => (
                    <li key={overlay.file}>
                      <Title of={overlay} />
                    </li>
                  ))}
                </ul>
              ) : (
                <span className={styles['quiet']}>{t('ui-protocols-no-overlay')}</span>
              ),
          },
          { id: 'sure', label: 'ui-protocols-unconfirmed', cell: (row) => <Unconfirmed of={row.edition} /> },
          {
            id: 'act',
            label: 'ui-protocols-orders',
            cell: (row) =>
              may('issue_orders') && (
                <Button
                  size="small"
                  disabled={asOf !== undefined}
                  onClick={() => {
                    review.renew();
                    setMade(undefined);
                    setAsked(row.disease);
                  }}
                >
                  {t('ui-protocols-review')}
                </Button>
              ),
          },
        ]}
      />
      {made && (
        <Alert
          type="success"
          showIcon
          title={t('ui-protocols-reviewed', { disease: word('disease', made.disease), count: made.count })}
        />
      )}
      {asked && (
        <Ask
          title={t('ui-protocols-review-title', { disease: word('disease', asked) })}
          consequence={t('ui-protocols-review-text')}
          confirm={t('ui-protocols-review')}
          command={review}
          act={() => void review.run({ path: { disease: asked }, body: {} })}
          close={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

/** How a short form is read here: the same sign has meant different things. */
function Notation({ diseases }: { diseases: string[] }) {
  const { t, text, word } = useT();
  const go = useGo();
  const { disease } = useAddress();
  const { code } = usePlace();
  const [asked, setAsked] = useState('');
  const of = disease ?? (diseases.includes('covid19') ? 'covid19' : diseases[0]);
  const found = useGet(
    '/api/v1/protocols/{disease}/notation',
    { path: { disease: of ?? '' }, query: { text: asked, area: code } },
    { enabled: asked !== '' && of !== undefined, still: true, now: true },
  );
  const read = asked ? found.data : undefined;
  return (
    <Section title={t('ui-protocols-notation')}>
      <p className={styles['quiet']}>{t('ui-protocols-notation-text')}</p>
      <Form<{ text: string }> layout="vertical" onFinish={(values) => setAsked(values.text.trim())}>
        <div className={styles['ask']}>
          <TextField name="text" label="ui-protocols-notation-label" max={40} required />
          <Button htmlType="submit" loading={found.loading}>
            {t('ui-protocols-notation-read')}
          </Button>
        </div>
      </Form>
      {asked && found.error && <Problem error={found.error} />}
      {read && (
        <>
          <Facts
            pairs={[
              [t('ui-protocols-disease'), word('disease', read.disease)],
              [t('ui-protocols-notation-means'), text(read.title)],
              [t('ui-protocols-notation-form'), <code key="form">{read.form}</code>],
              [t('ui-protocols-notation-days'), t('ui-protocols-days', { count: read.days })],
            ]}
          />
          <Button
            type="link"
            onClick={() => go(`/protocols/${read.disease}/${read.edition}?text=${read.regime}`)}
          >
            {t('ui-protocols-notation-rule')}
          </Button>
        </>
      )}
    </Section>
  );
}
