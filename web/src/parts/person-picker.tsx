// Chooses a person in a form: by the number of his case, or by name, identity number or phone, which is a search that is
// recorded with its purpose. What is typed stands in no address and is kept nowhere.
import { CloseOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { call, asApiError, usePost, type ApiError, type Schema } from '@/api';
import { useT } from '@/i18n';
import { useMay } from '@/session';
import { Area } from './names';
import { oneLine } from './input';
import styles from './parts.module.css';
import { personWords } from './person-query';
import { PersonName, shortId } from './persons';
import { Problem } from './states';

interface PickerProps {
  /** What is chosen, for who listens: the label of the field. */
  label: string;
  /** Given by the form. */
  id?: string;
  value?: string;
  onChange?: (person: string | undefined) => void;
  disabled?: boolean;
}

export function PersonPicker({ label, id, value, onChange, disabled = false }: PickerProps) {
  const { t } = useT();
  const may = useMay();
  const [way, setWay] = useState<'case' | 'words'>('case');
  if (value) {
    return (
      <span className={styles['picked']}>
        <PersonName id={value} />
        {!disabled && (
          <Button
            id={id}
            size="small"
            type="text"
            icon={<CloseOutlined aria-hidden />}
            aria-label={t('ui-picker-other')}
            title={t('ui-picker-other')}
            onClick={() => onChange?.(undefined)}
          />
        )}
      </span>
    );
  }
  const choose = (person: string) => onChange?.(person);
  const ways = [
    ...(may('read_cases') ? [{ value: 'case' as const, label: t('ui-picker-by-case') }] : []),
    { value: 'words' as const, label: t('ui-picker-by-words') },
  ];
  const shown = ways.some((one) => one.value === way) ? way : 'words';
  return (
    <div className={styles['picker']} role="group" aria-label={label}>
      {ways.length > 1 && (
        <Segmented
          size="small"
          aria-label={t('ui-picker-how')}
          value={shown}
          onChange={setWay}
          options={ways}
        />
      )}
      {shown === 'case' ? <ByCase id={id} choose={choose} /> : <ByWords id={id} choose={choose} />}
    </div>
  );
}

function ByCase({ id, choose }: { id: string | undefined; choose: (person: string) => void }) {
  const { t, word } = useT();
  const [text, setText] = useState('');
  const [found, setFound] = useState<Schema<'Case'>[]>();
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [asking, setAsking] = useState(false);
  const find = () => {
    const number = oneLine(text);
    if (!number) return;
    setAsking(true);
    setProblem(null);
    call('get', '/api/v1/cases', { query: { number, limit: 10 } })
      .then(({ data }) => setFound((data as { items: Schema<'Case'>[] }).items))
      .catch((error: unknown) => setProblem(asApiError(error)))
      .finally(() => setAsking(false));
  };
  return (
    <>
      <Finder
        id={id}
        label={t('ui-picker-by-case')}
        text={text}
        setText={setText}
        find={find}
        asking={asking}
      />
      <Problem error={problem} />
      {found && (
        <Results empty={found.length === 0}>
          {found.map((one) => (
            <li key={one.id}>
              <Button type="link" onClick={() => choose(one.person)}>
                {one.number}
              </Button>
              <span className={styles['quiet']}>
                {word('classification', one.classification)} · <Area code={one.area} />
              </span>
            </li>
          ))}
        </Results>
      )}
    </>
  );
}

function ByWords({ id, choose }: { id: string | undefined; choose: (person: string) => void }) {
  const { t, word } = useT();
  const [text, setText] = useState('');
  const [found, setFound] = useState<Schema<'Candidates'>>();
  const search = usePost('/api/v1/persons/search', { done: setFound });
  const find = () => {
    const words = personWords(text);
    if (words) void search.run({ body: { ...words, purpose: t('ui-picker-purpose') } });
  };
  return (
    <>
      <Finder
        id={id}
        label={t('ui-picker-words')}
        text={text}
        setText={setText}
        find={find}
        asking={search.pending}
      />
      <Problem error={search.problem} />
      {found && (
        <Results empty={found.items.length === 0}>
          {found.items.map((one) => (
            <li key={one.person}>
              <Button type="link" onClick={() => choose(one.person)}>
                {t('ui-person-hidden', { id: shortId(one.person) })}
              </Button>
              <span className={styles['quiet']}>
                <Area code={one.area} /> · {one.evidence.map((code) => word('evidence', code)).join(' · ')}
              </span>
            </li>
          ))}
        </Results>
      )}
    </>
  );
}

interface FinderProps {
  id: string | undefined;
  label: string;
  text: string;
  setText: (text: string) => void;
  find: () => void;
  asking: boolean;
}

function Finder({ id, label, text, setText, find, asking }: FinderProps) {
  const { t } = useT();
  return (
    <div className={styles['finder']}>
      <Input
        {...(id ? { id } : {})}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        value={text}
        onChange={({ target }) => setText(target.value.slice(0, 200))}
        onPressEnter={(event) => {
          // Not the form's own sending.
          event.preventDefault();
          find();
        }}
      />
      <Button
        icon={<SearchOutlined aria-hidden />}
        loading={asking}
        onClick={find}
        aria-label={t('ui-picker-find')}
      />
    </div>
  );
}

function Results({ empty, children }: { empty: boolean; children: React.ReactNode }) {
  const { t } = useT();
  return empty ? (
    <p className={styles['quiet']} role="status">
      {t('ui-picker-none')}
    </p>
  ) : (
    <ul className={styles['found']}>{children}</ul>
  );
}
