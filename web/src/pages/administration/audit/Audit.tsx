// The audit: who looked, searched, took away, was refused, changed accounts and settings. And of one person: who looked
// at him.
import { Alert, Button, Form, Popover, Space, Tag } from 'antd';
import { useFilter, useAddress, useSetFilters } from '@/address';
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  choice,
  days,
  type Filter,
  RecordList,
  Said,
  shortId,
  SubjectLink,
  TextField,
  typed,
  User,
  When,
} from '@/parts';
import { Frame } from '../Frame';
import styles from '../administration.module.css';
import { linesOf } from './details';
import { idIn } from './ids';

type Entry = Schema<'AuditEntry'>;

const KINDS = [
  'look',
  'list',
  'search',
  'export',
  'denial',
  'break_glass',
  'notice',
  'log_in',
  'log_in_failed',
  'log_out',
  'account',
  'grant',
  'api_key',
  'setting',
];

const FILTERS: Filter[] = [
  choice('kind', 'ui-administration-audit-kind', 'audit', KINDS),
  typed('action', 'ui-administration-audit-action'),
  days('from', 'until', 'ui-administration-audit-at'),
];

/** Filters that are set by a click in a row. */
const CLICKED = ['user', 'person', 'subject', 'route'] as const;
type Clicked = (typeof CLICKED)[number];
const LABELS = {
  user: 'ui-administration-audit-by',
  person: 'ui-administration-audit-of-person',
  subject: 'ui-administration-audit-subject',
  route: 'ui-administration-audit-route',
} as const;

export default function Audit() {
  const { t } = useT();
  const { area } = useAddress();
  const [user] = useFilter('user');
  const [person] = useFilter('person');
  const [subject] = useFilter('subject');
  const [route] = useFilter('route');
  const set = useSetFilters();
  const clicked: Record<Clicked, string | undefined> = { user, person, subject, route };
  const narrow = (name: Clicked, value: string) => set({ [name]: value });
  return (
    <Frame
      title={
        person ? t('ui-administration-audit-person', { id: shortId(person) }) : t('ui-administration-audit')
      }
      note={t(person ? 'ui-administration-audit-person-note' : 'ui-administration-audit-note')}
    >
      <WhoLooked set={(id) => narrow('person', id)} />
      {CLICKED.some((name) => clicked[name]) && (
        <Space wrap>
          {CLICKED.map((name) => {
            const value = clicked[name];
            return (
              value && (
                <Tag key={name} closable color="blue" onClose={() => set({ [name]: undefined })}>
                  {t(LABELS[name])}: {name === 'route' ? value : `…${shortId(value)}`}
                </Tag>
              )
            );
          })}
        </Space>
      )}
      <RecordList
        id="audit"
        path="/api/v1/audit"
        query={{ area, ...clicked }}
        filters={FILTERS}
        read={{ now: true }}
        empty={t(person ? 'ui-administration-audit-nobody' : 'ui-administration-audit-none')}
        tone={(row) => (row.kind === 'denial' || row.kind === 'log_in_failed' ? 'warn' : undefined)}
        columns={[
          {
            id: 'at',
            label: 'ui-administration-audit-at',
            always: true,
            cell: (row) => <When at={row.at} kind="second" />,
          },
          {
            id: 'kind',
            wraps: true,
            label: 'ui-administration-audit-kind',
            cell: (row) => <Kind of={row} />,
          },
          {
            id: 'by',
            label: 'ui-administration-audit-by',
            cell: (row) =>
              row.user ? (
                <Button
                  type="link"
                  size="small"
                  className={styles['link'] ?? ''}
                  onClick={() => narrow('user', row.user ?? '')}
                >
                  {row.user_name ? <Said text={row.user_name} /> : <User id={row.user} />}
                </Button>
              ) : (
                t('ui-administration-audit-unknown')
              ),
          },
          {
            id: 'subject',
            label: 'ui-administration-audit-subject',
            cell: (row) => row.subject && <SubjectLink kind={row.subject.kind} id={row.subject.id} />,
          },
          {
            id: 'purpose',
            wraps: true,
            label: 'ui-administration-audit-purpose',
            cell: (row) => <Said text={row.purpose ?? ''} />,
          },
          { id: 'area', label: 'ui-administration-in', cell: (row) => <Area code={row.area} /> },
          {
            id: 'count',
            label: 'ui-administration-audit-count',
            align: 'end',
            cell: (row) => (row.count === 1 ? null : row.count),
          },
          {
            id: 'more',
            label: 'ui-administration-audit-more',
            cell: (row) => <More of={row} narrow={narrow} />,
          },
        ]}
      />
    </Frame>
  );
}

/** What was done, in words: of a refusal, what was lacking and where. */
function Kind({ of }: { of: Entry }) {
  const { t, word } = useT();
  const lacked = word('may', of.action);
  const did = word('did', of.action);
  const what = of.kind === 'denial' && lacked !== of.action ? lacked : did;
  // A log-in is told by its kind already.
  const more = of.action && !of.kind.startsWith('log_');
  return (
    <>
      <strong>{word('audit', of.kind)}</strong>
      {more && ` · ${of.kind === 'denial' ? t('ui-administration-audit-lacked', { what }) : what}`}
    </>
  );
}

function More({ of, narrow }: { of: Entry; narrow: (name: Clicked, value: string) => void }) {
  const { t } = useT();
  const lines = linesOf(of.detail);
  const persons = of.persons ?? [];
  const { route, code, subject } = of;
  if (lines.length === 0 && persons.length === 0 && !route && !code) return null;
  const content = (
    <div className={styles['detail']}>
      {route && (
        <p>
          <code>{route}</code>{' '}
          <Button type="link" size="small" onClick={() => narrow('route', route)}>
            {t('ui-administration-audit-same')}
          </Button>
        </p>
      )}
      {code && (
        <p>
          {t('ui-administration-audit-code')} <code>{code}</code>
        </p>
      )}
      {lines.length > 0 && (
        <dl>
          {lines.map((line, at) => (
            <div key={at}>
              <dt>{line.name}</dt>
              <dd>
                <Said text={line.text} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {subject && (
        <Button type="link" size="small" onClick={() => narrow('subject', subject.id)}>
          {t('ui-administration-audit-same-subject')}
        </Button>
      )}
      {persons.length > 0 && (
        <>
          <p>{t('ui-administration-audit-persons', { count: persons.length })}</p>
          <ul className={styles['plain']}>
            {persons.slice(0, 50).map((id) => (
              <li key={id}>
                <SubjectLink kind="person" id={id} />{' '}
                <Button type="link" size="small" onClick={() => narrow('person', id)}>
                  {t('ui-administration-audit-who')}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
  return (
    <Popover trigger="click" placement="left" content={content}>
      <Button size="small">{t('ui-administration-audit-show')}</Button>
    </Popover>
  );
}

function WhoLooked({ set }: { set: (id: string) => void }) {
  const { t } = useT();
  const [form] = Form.useForm<{ id: string }>();
  const [person] = useFilter('person');
  if (person) return <Alert type="info" showIcon title={t('ui-administration-audit-person-text')} />;
  return (
    <Form<{ id: string }>
      name="who-looked"
      form={form}
      layout="vertical"
      className={styles['who']}
      onFinish={({ id }) => {
        const sound = idIn(id);
        if (sound) set(sound);
        else form.setFields([{ name: 'id', errors: [t('ui-administration-audit-id-wrong')] }]);
      }}
    >
      <TextField
        name="id"
        label="ui-administration-audit-id"
        hint="ui-administration-audit-id-hint"
        max={60}
        required
      />
      <Button htmlType="submit">{t('ui-administration-audit-who')}</Button>
    </Form>
  );
}
