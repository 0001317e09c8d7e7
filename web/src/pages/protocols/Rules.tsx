// The rules of an edition, with the overlays down to the area looked at: each with its source and how sure we are, and
// beside another edition what differs and which way.
import { Alert, Checkbox, Input, Select, Space } from 'antd';
import { ExclamationCircleOutlined } from '@ant-design/icons';
import { useDeferredValue, useMemo } from 'react';
import { useParams } from 'react-router';
import { Go, useAddress, useFilter } from '@/address';
import { useGet } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  type Column,
  Empty,
  Loading,
  Mark,
  Page,
  Problem,
  RecordTable,
  Said,
  Section,
  When,
} from '@/parts';
import { Changes, StrictnessTag } from './Changes';
import styles from './protocols.module.css';
import { narrowed, SECTIONS, sideBySide, valueText, type Line, type Rule } from './rules';

export default function Rules() {
  const { disease = '', edition = '' } = useParams();
  const { t, text, word } = useT();
  const { area } = useAddress();
  const path = { disease, edition };
  const found = useGet(
    '/api/v1/protocols/{disease}/editions/{edition}',
    { path, query: { area } },
    { still: true, now: true },
  );
  const [beside, setBeside] = useFilter('beside');
  const there = useGet(
    '/api/v1/protocols/{disease}/editions/{edition}',
    { path: { disease, edition: beside ?? '' }, query: { area } },
    { still: true, now: true, enabled: beside !== undefined },
  );
  const changes = useGet(
    '/api/v1/protocols/{disease}/diff',
    { path: { disease }, query: { from: beside ?? '', to: edition, from_area: area, to_area: area } },
    { still: true, now: true, enabled: beside !== undefined },
  );
  // What the overlays down to the area change: the edition with them against itself without.
  const local = useGet(
    '/api/v1/protocols/{disease}/diff',
    { path: { disease }, query: { from: edition, to: edition, to_area: area } },
    { still: true, now: true, enabled: area !== undefined },
  );
  const lines = useMemo(
    () =>
      sideBySide(
        found.data?.rules ?? [],
        beside ? there.data?.rules : [],
        beside ? changes.data?.items : [],
        area ? local.data?.items : [],
      ),
    [found.data, there.data, changes.data, local.data, beside, area],
  );
  const one = found.data;
  const error = found.error ?? there.error ?? changes.error ?? local.error;
  return (
    <Page
      title={one ? text(one.title) : t('ui-protocols-edition-of', { edition })}
      note={
        <>
          {word('disease', disease)} · <code>{edition}</code>
          {one && (
            <>
              {' · '}
              <When at={one.from_on} /> – {one.until_on ? <When at={one.until_on} /> : t('ui-protocols-open')}
            </>
          )}
          {area && (
            <>
              {' · '}
              {t('ui-protocols-with')} <Area code={area} />
            </>
          )}
        </>
      }
      actions={<Beside disease={disease} edition={edition} value={beside} set={setBeside} />}
    >
      <Go to="/protocols">{t('ui-protocols-back')}</Go>
      {error && (
        <Problem
          error={error}
          retry={() => Promise.all([found.refetch(), there.refetch(), changes.refetch(), local.refetch()])}
        />
      )}
      {!one && !found.error && <Loading rows={10} />}
      {one && beside && !there.data && !there.error && <Loading rows={4} />}
      {one && <Book lines={lines} beside={beside} here={edition} />}
    </Page>
  );
}

function Beside({
  disease,
  edition,
  value,
  set,
}: {
  disease: string;
  edition: string;
  value: string | undefined;
  set: (key: string | undefined) => void;
}) {
  const { t, text } = useT();
  const { data } = useGet('/api/v1/protocols', {}, { still: true, now: true });
  const others = (data?.items ?? [])
    .filter((one) => one.disease === disease && !one.overlay && one.edition !== edition)
    .sort((a, b) => b.from_on.localeCompare(a.from_on));
  if (others.length === 0) return null;
  return (
    <Select
      className={styles['beside'] ?? ''}
      aria-label={t('ui-protocols-beside')}
      placeholder={t('ui-protocols-beside')}
      allowClear
      popupMatchSelectWidth={false}
      value={value ?? null}
      onChange={(key: string | null | undefined) => set(key ?? undefined)}
      options={others.map((one) => ({ value: one.edition, label: text(one.title) }))}
    />
  );
}

function Book({ lines, beside, here }: { lines: Line[]; beside: string | undefined; here: string }) {
  const { t, word } = useT();
  const [section, setSection] = useFilter('section');
  const [confidence, setConfidence] = useFilter('confidence');
  const [changed, setChanged] = useFilter('changed');
  const [text, setText] = useFilter('text');
  const wanted = useDeferredValue(text);
  const shown = useMemo(
    () => narrowed(lines, { section, confidence, changed: changed === 'true', text: wanted }),
    [lines, section, confidence, changed, wanted],
  );
  const unconfirmed = lines.filter((line) => line.here?.confidence === 'C').length;
  const stricter = lines.filter((line) => above(line)?.strictness === 'stricter').length;
  const addOns = lines.filter((line) => above(line)?.add_on).length;
  const present = SECTIONS.filter((one) => lines.some((line) => line.section === one));
  return (
    <>
      {unconfirmed > 0 && (
        <Alert type="warning" showIcon title={t('ui-protocols-has-unconfirmed', { count: unconfirmed })} />
      )}
      {stricter > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('ui-protocols-has-stricter', { count: stricter, unapproved: addOns })}
        />
      )}
      <Space wrap>
        <Input
          className={styles['search'] ?? ''}
          aria-label={t('ui-protocols-search')}
          placeholder={t('ui-protocols-search')}
          allowClear
          value={text ?? ''}
          onChange={({ target }) => setText(target.value.slice(0, 100) || undefined)}
        />
        <Select
          className={styles['filter'] ?? ''}
          aria-label={t('ui-protocols-section')}
          placeholder={t('ui-protocols-section')}
          allowClear
          value={section ?? null}
          onChange={(value: string | null | undefined) => setSection(value ?? undefined)}
          options={present.map((one) => ({ value: one, label: word('section', one) }))}
        />
        <Select
          className={styles['filter'] ?? ''}
          aria-label={t('ui-protocols-confidence')}
          placeholder={t('ui-protocols-confidence')}
          allowClear
          value={confidence ?? null}
          onChange={(value: string | null | undefined) => setConfidence(value ?? undefined)}
          options={['A', 'B', 'C'].map((one) => ({
            value: one,
            label: `${one} · ${word('confidence', one.toLowerCase())}`,
          }))}
        />
        <Checkbox
          checked={changed === 'true'}
          onChange={({ target }) => setChanged(target.checked ? 'true' : undefined)}
        >
          {t('ui-protocols-only-changed')}
        </Checkbox>
        <span className={styles['quiet']} aria-live="polite">
          {t('ui-protocols-count', { count: shown.length })}
        </span>
      </Space>
      {shown.length === 0 && <Empty>{t('ui-list-none-found')}</Empty>}
      {SECTIONS.map((one) => {
        const rows = shown.filter((line) => line.section === one);
        if (rows.length === 0) return null;
        return (
          <Section
            key={one}
            title={word('section', one)}
            extra={<span className={styles['quiet']}>{rows.length}</span>}
          >
            <RecordTable
              rows={rows}
              rowId={({ id }) => id}
              columns={columnsOf(beside !== undefined)}
              tone={toneOf}
            />
          </Section>
        );
      })}
      {beside && <p className={styles['quiet']}>{t('ui-protocols-diff-text', { here, beside })}</p>}
    </>
  );
}

/** How a rule of an overlay stands to those above it. */
const above = ({ here, local }: Pick<Line, 'here' | 'local'>) => here?.against_parent ?? local;

const toneOf = (line: Line) => {
  const against = above(line);
  if (against?.add_on) return 'late' as const;
  return line.here?.confidence === 'C' || against?.strictness === 'stricter' ? ('warn' as const) : undefined;
};

function columnsOf(beside: boolean): Column<Line>[] {
  const id: Column<Line> = {
    id: 'id',
    label: 'ui-protocols-rule',
    always: true,
    cell: ({ id: key }) => <code>{key}</code>,
  };
  if (beside) {
    return [
      id,
      { id: 'here', wraps: true, label: 'ui-protocols-here', cell: ({ here }) => <Told rule={here} /> },
      { id: 'there', wraps: true, label: 'ui-protocols-there', cell: ({ there }) => <Told rule={there} /> },
      {
        id: 'change',
        wraps: true,
        label: 'ui-protocols-change',
        cell: ({ change }) => change && <Changes change={change} />,
      },
    ];
  }
  return [
    id,
    {
      id: 'title',
      wraps: true,
      label: 'ui-protocols-says',
      cell: (line) => <Title line={line} />,
    },
    {
      id: 'sure',
      label: 'ui-protocols-confidence',
      cell: ({ here }) => here && <Confidence of={here.confidence} />,
    },
    { id: 'source', wraps: true, label: 'ui-protocols-source', cell: ({ here }) => here?.source },
    { id: 'requirement', label: 'ui-protocols-requirement', cell: ({ here }) => here?.requirement },
  ];
}

/** How sure we are: a word besides letter and colour. */
function Confidence({ of }: { of: string }) {
  const { word } = useT();
  const unconfirmed = of === 'C';
  return (
    <Mark tone={unconfirmed ? 'late' : of === 'B' ? 'warn' : 'plain'}>
      {unconfirmed && <ExclamationCircleOutlined aria-hidden />} {of} · {word('confidence', of.toLowerCase())}
    </Mark>
  );
}

function Title({ line }: { line: Line }) {
  const { t, text } = useT();
  const rule = line.here;
  const against = above(line);
  if (!rule) return null;
  return (
    <>
      {text(rule.title)}
      {against && against.strictness !== 'same' && (
        <div>
          <StrictnessTag of={against.strictness} />{' '}
          {against.add_on && <Mark tone="late">{t('ui-protocols-add-on')}</Mark>}
        </div>
      )}
      {rule.basis && (
        <div className={styles['quiet']}>
          <Said text={text(rule.basis)} />
        </div>
      )}
      <Origin rule={rule} />
      <Says rule={rule} />
    </>
  );
}

/** Fields that stand in the row already. */
const SHOWN = ['id', 'title', 'cites'];

/** What a rule says, field by field, for whoever wants it to the letter. */
function Says({ rule }: { rule: Rule }) {
  const { t, text } = useT();
  const fields = Object.entries(rule.says ?? {}).filter(([name]) => !SHOWN.includes(name));
  if (fields.length === 0) return null;
  return (
    <details className={styles['says']}>
      <summary>{t('ui-protocols-letter')}</summary>
      <dl>
        {fields.map(([name, value]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              <Said text={valueText(value, text)} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Which file says it, and where that holds. */
function Origin({ rule }: { rule: Rule }) {
  const { t } = useT();
  return (
    <div className={styles['file']}>
      {rule.overlay && (
        <>
          <Mark tone="calm">{t('ui-protocols-overlay')}</Mark> <Area code={rule.area} />{' '}
        </>
      )}
      {rule.file}
    </div>
  );
}

/** A rule in the comparison: what it says, how sure, and by which source. */
function Told({ rule }: { rule: Rule | undefined }) {
  const { t, text } = useT();
  if (!rule) return <span className={styles['quiet']}>{t('ui-protocols-not-there')}</span>;
  return (
    <>
      {text(rule.title)}
      <div className={styles['quiet']}>
        {rule.source} · <Confidence of={rule.confidence} />
      </div>
    </>
  );
}
