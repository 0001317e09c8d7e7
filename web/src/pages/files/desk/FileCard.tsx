// A file on the desk: what it was taken for, what only a person can know, each column, the first rows.
import { Alert, Button, Collapse, Input, Select, Space } from 'antd';
import { DeleteOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import { Loading, Mark, type MarkTone, Problem, RecordTable, Said, Section, sizeText } from '@/parts';
import styles from '../files.module.css';
import { KeepMapping } from '../KeepMapping';
import { assign, fieldsOf, isExported, KINDS, type Mapping } from './mapping';
import { More } from './More';
import { Questions } from './Questions';
import { mappingOf, withMapping, type DeskFile } from './state';

interface CardProps {
  one: DeskFile;
  change: (some: Partial<DeskFile>) => void;
  remove: () => void;
  again: () => void;
  /** The area of the list. */
  area: string | undefined;
  setArea: (area: string | undefined) => void;
}

export function FileCard({ one, change, remove, again, area, setArea }: CardProps) {
  const { t, word, language } = useT();
  const mapping = useMemo(() => mappingOf(one), [one]);
  const waiting = !one.proposal && !one.problem && !one.tooLarge;
  return (
    <Section
      title={one.file.name}
      extra={
        <Space wrap>
          <span className={styles['quiet']}>
            {one.proposal &&
              word('format', one.proposal.container === 'text' ? 'csv' : one.proposal.container)}{' '}
            {sizeText(one.file.size, language)}
          </span>
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t('ui-files-remove', { name: one.file.name })}
            title={t('ui-files-remove', { name: one.file.name })}
            onClick={remove}
          />
        </Space>
      }
    >
      {waiting && (
        <>
          <span className={styles['quiet']}>{t('ui-files-looking')}</span>
          <Loading rows={4} />
        </>
      )}
      <Problem error={one.problem} retry={again} />
      {one.tooLarge && <Alert type="info" title={t('ui-files-too-large')} />}
      {!waiting && (
        <Space wrap className={styles['cardBar'] ?? ''}>
          <KindChoice mapping={mapping} change={change} />
          <Kept one={one} change={change} />
          {one.text && <KeepMapping text={one.text} />}
          {one.text && (
            <Button
              type="link"
              disabled={one.asText && !mapping}
              onClick={() => change({ asText: !one.asText })}
            >
              {t(one.asText ? 'ui-files-as-form' : 'ui-files-as-text')}
            </Button>
          )}
        </Space>
      )}
      {one.text && (one.asText || !mapping) && (
        <AsText one={one} change={change} readable={mapping !== undefined} />
      )}
      {mapping && !one.asText && (
        <>
          {isExported(mapping.kind) ? (
            <Alert type="success" title={t('ui-files-own-export')} />
          ) : (
            <>
              <Questions one={one} mapping={mapping} change={change} area={area} setArea={setArea} />
              {one.proposal && <Columns proposal={one.proposal} mapping={mapping} change={change} />}
            </>
          )}
          <Collapse
            ghost
            items={[
              ...(one.proposal
                ? [
                    {
                      key: 'rows',
                      label: t('ui-files-preview', { count: one.proposal.rows.length }),
                      children: <Preview proposal={one.proposal} mapping={mapping} />,
                    },
                  ]
                : []),
              ...(isExported(mapping.kind)
                ? []
                : [
                    {
                      key: 'more',
                      label: t('ui-files-more'),
                      children: (
                        <More
                          mapping={mapping}
                          headings={one.proposal?.columns.map(({ heading }) => heading) ?? []}
                          change={(next) => change(withMapping(next))}
                        />
                      ),
                    },
                  ]),
            ]}
          />
        </>
      )}
    </Section>
  );
}

function KindChoice({ mapping, change }: { mapping: Mapping | undefined; change: CardProps['change'] }) {
  const { t, word } = useT();
  if (!mapping || isExported(mapping.kind)) return null;
  return (
    <Select
      aria-label={t('ui-files-kind')}
      value={mapping.kind}
      popupMatchSelectWidth={false}
      onChange={(kind: string) => {
        const known = new Set(fieldsOf(kind).map(({ name }) => name));
        const columns = Object.fromEntries(
          Object.entries(mapping.columns).filter(([field]) => known.has(field)),
        );
        change(withMapping(assign({ ...mapping, kind, columns }, '', undefined)));
      }}
      options={KINDS.map((kind) => ({ value: kind, label: word('rows', kind) }))}
    />
  );
}

/** Mappings that were kept, those first whose headings all stand in the file. */
function Kept({ one, change }: { one: DeskFile; change: CardProps['change'] }) {
  const { t, text: half } = useT();
  const { data } = useGet('/api/v1/imports/mappings', {}, { now: true });
  const headings = useMemo(
    () => new Set(one.proposal?.columns.map(({ heading }) => heading)),
    [one.proposal],
  );
  if (!data || data.items.length === 0) return null;
  const fits = (kept: Schema<'SavedMapping'>) => missingOf(kept.mapping, headings).length === 0;
  const sorted = [...data.items].sort(
    (a, b) => Number(fits(b)) - Number(fits(a)) || a.name.localeCompare(b.name),
  );
  const id = (kept: Schema<'SavedMapping'>) => `${kept.area} ${kept.name}`;
  const chosen = data.items.find((kept) => kept.mapping === one.text);
  void half;
  return (
    <Select
      className={styles['wide'] ?? ''}
      aria-label={t('ui-files-kept')}
      placeholder={t('ui-files-kept')}
      showSearch={{ optionFilterProp: 'title' }}
      value={chosen ? id(chosen) : null}
      onChange={(value: string) => {
        const kept = data.items.find((row) => id(row) === value);
        if (kept)
          change({ text: kept.mapping, answered: one.proposal?.questions.map((_, index) => index) ?? [] });
      }}
      options={sorted.map((kept) => ({
        value: id(kept),
        title: kept.name,
        label: headings.size > 0 && fits(kept) ? t('ui-files-kept-fits', { name: kept.name }) : kept.name,
      }))}
    />
  );
}

/** Headings that a mapping names and a file lacks. */
export function missingOf(text: string, headings: ReadonlySet<string>): string[] {
  const mapping = mappingOf({ text } as DeskFile);
  return mapping ? Object.values(mapping.columns).filter((heading) => !headings.has(heading)) : [];
}

function AsText({
  one,
  change,
  readable,
}: {
  one: DeskFile;
  change: CardProps['change'];
  readable: boolean;
}) {
  const { t } = useT();
  return (
    <div className={styles['asText']}>
      <p className={styles['quiet']}>{t(readable ? 'ui-files-as-text-hint' : 'ui-files-as-text-only')}</p>
      <Input.TextArea
        aria-label={t('ui-files-as-text')}
        className={styles['code'] ?? ''}
        rows={16}
        value={one.text}
        spellCheck={false}
        onChange={({ target }) => change({ text: target.value.slice(0, 100_000) })}
      />
    </div>
  );
}

interface ColumnRow {
  heading: string;
  at: number;
  found: Schema<'ProposedColumn'>;
}

const CONFIDENCE: Readonly<Record<string, MarkTone>> = { certain: 'done', likely: 'warn' };

function Columns({
  proposal,
  mapping,
  change,
}: {
  proposal: Schema<'Proposal'>;
  mapping: Mapping;
  change: CardProps['change'];
}) {
  const { t, word } = useT();
  const rows = proposal.columns.map<ColumnRow>((found, at) => ({ heading: found.heading, at, found }));
  const fieldAt = useMemo(
    () => new Map(Object.entries(mapping.columns).map(([field, heading]) => [heading, field])),
    [mapping],
  );
  const missing = Object.entries(mapping.columns).filter(
    ([, heading]) => !rows.some((row) => row.heading === heading),
  );
  const fields = fieldsOf(mapping.kind);
  return (
    <>
      {missing.length > 0 && (
        <Alert
          type="warning"
          title={t('ui-files-heading-missing')}
          description={missing.map(([field, heading]) => `${word('field', field)}: ${heading}`).join(' · ')}
        />
      )}
      <RecordTable
        rows={rows}
        rowId={(row) => String(row.at)}
        columns={[
          {
            id: 'heading',
            wraps: true,
            label: 'ui-files-column',
            cell: (row) => (row.heading ? <Said text={row.heading} /> : t('ui-files-column-blank')),
          },
          {
            id: 'field',
            label: 'ui-files-field',
            cell: (row) => (
              <Select
                className={styles['field'] ?? ''}
                size="small"
                aria-label={t('ui-files-field-of', { heading: row.heading })}
                showSearch={{ optionFilterProp: 'label' }}
                allowClear
                placeholder={t(mapping.extras === 'none' ? 'ui-files-dropped' : 'ui-files-extra')}
                value={fieldAt.get(row.heading) ?? null}
                onChange={(field: string | null | undefined) =>
                  change(withMapping(assign(mapping, row.heading, field ?? undefined)))
                }
                options={fields.map(({ name }) => ({ value: name, label: word('field', name) }))}
              />
            ),
          },
          {
            id: 'values',
            wraps: true,
            label: 'ui-files-values',
            cell: (row) => (
              <span className={styles['samples']} data-said>
                {samplesOf(proposal, row.at).join(' · ')}
              </span>
            ),
          },
          {
            id: 'why',
            label: 'ui-files-why',
            cell: (row) =>
              row.found.field && fieldAt.get(row.heading) === row.found.field ? (
                <Mark tone={CONFIDENCE[row.found.confidence] ?? 'plain'}>{word('guess', row.found.why)}</Mark>
              ) : fieldAt.has(row.heading) ? (
                <Mark tone="calm">{t('ui-files-by-hand')}</Mark>
              ) : (
                <span className={styles['quiet']}>{word('guess', row.found.why)}</span>
              ),
          },
        ]}
      />
    </>
  );
}

/** The first different values of a column. */
function samplesOf({ rows }: Schema<'Proposal'>, at: number): string[] {
  const seen = new Set<string>();
  for (const row of rows) {
    const value = row[at]?.trim();
    if (value) seen.add(value.length > 30 ? `${value.slice(0, 29)}…` : value);
    if (seen.size >= 3) break;
  }
  return [...seen];
}

function Preview({ proposal, mapping }: { proposal: Schema<'Proposal'>; mapping: Mapping }) {
  const { t, word } = useT();
  const fieldAt = new Map(Object.entries(mapping.columns).map(([field, heading]) => [heading, field]));
  return (
    <div
      className={styles['scroll']}
      role="group"
      // It scrolls, and must do so by keys as well.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={t('ui-files-preview-table')}
    >
      <table className={styles['preview']}>
        <thead>
          <tr>
            {proposal.columns.map(({ heading }, at) => {
              const field = fieldAt.get(heading);
              return (
                <th key={at} scope="col">
                  <Said text={heading} />
                  <small>{field ? word('field', field) : '—'}</small>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody data-said>
          {proposal.rows.map((row, at) => (
            <tr key={at}>
              {proposal.columns.map((_, column) => (
                <td key={column}>{row[column]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
