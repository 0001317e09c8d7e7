// Finding or taking in the person whose sample it is: needs the server, since nobody is registered twice.
import { useState } from 'react';
import { useCommand, usePost, type Schema } from '@/api';
import { useT } from '@/i18n';
import { codeOf, halfWidth, oneLine } from '@/parts/input';
import { Area } from '@/parts/names';
import { useWho } from '@/parts/round/who';
import { Problem } from '@/parts/states';
import { Big, Line, Note, Pick, Sheet } from '@/parts/touch';
import { useMe } from '@/session';
import { useDiseases } from './diseases';
import styles from './testing.module.css';

export interface FindSheetProps {
  close: () => void;
  found: (person: string, name: string, disease: string) => void;
}

export function FindSheet({ close, found }: FindSheetProps) {
  const { t } = useT();
  const whoOf = useWho();
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [idNumber, setIdNumber] = useState('');
  const [disease, setDisease] = useState<string>();
  const diseases = useDiseases();
  const chosen = disease ?? diseases[0]?.value ?? '';
  const [candidates, setCandidates] = useState<Schema<'Candidates'>>();
  const search = usePost('/api/v1/persons/search', { done: setCandidates });
  const registered = (receipt: Schema<'Receipt'>) => {
    const person = receipt.facts.find((fact) => fact.subject.kind === 'person')?.subject.id;
    if (person) found(person, named, chosen);
  };
  const register = useCommand('/api/v1/persons', { done: registered, quiet: true });
  const { grants } = useMe();
  const said = {
    ...(oneLine(name) ? { name: oneLine(name) } : {}),
    ...(oneLine(phone) ? { phone: oneLine(halfWidth(phone)) } : {}),
    ...(codeOf(idNumber) ? { id_number: codeOf(idNumber).toUpperCase() } : {}),
  };
  const nothing = Object.keys(said).length === 0;
  const named = said.name ?? said.phone ?? said.id_number ?? '';
  const change = (set: (value: string) => void) => (value: string) => {
    set(value);
    setCandidates(undefined);
  };

  return (
    <Sheet title={t('ui-testing-find-title')} close={close}>
      <Line label={t('ui-testing-name')} value={name} change={change(setName)} tidy={oneLine} />
      <Line
        label={t('ui-testing-phone')}
        value={phone}
        change={change(setPhone)}
        tidy={(text) => oneLine(halfWidth(text))}
        inputMode="tel"
      />
      <Line
        label={t('ui-testing-id-number')}
        value={idNumber}
        change={change(setIdNumber)}
        tidy={(text) => codeOf(text).toUpperCase()}
      />
      <Pick label={t('ui-testing-disease')} value={chosen} options={diseases} choose={setDisease} />
      <Problem error={search.problem ?? register.problem} />
      {!candidates && (
        <Big
          kind="primary"
          wide
          disabled={nothing || search.pending || chosen === ''}
          onClick={() => void search.run({ body: { ...said, purpose: t('ui-testing-find-purpose') } })}
        >
          {t(search.pending ? 'ui-loading' : 'ui-testing-find')}
        </Big>
      )}
      {candidates && (
        <>
          {candidates.items.length > 0 && (
            <Note tone="warn">{t('ui-testing-candidates', { count: candidates.items.length })}</Note>
          )}
          <ul className={styles['due']}>
            {candidates.items.map((candidate) => (
              <li key={candidate.person} className={styles['one']}>
                <div>
                  <strong>{whoOf(undefined, candidate.person)}</strong> <Area code={candidate.area} />
                </div>
                <span className={styles['quiet']}>{t('ui-testing-score', { score: candidate.score })}</span>
                <Big onClick={() => found(candidate.person, named, chosen)}>{t('ui-testing-this-one')}</Big>
              </li>
            ))}
          </ul>
          <Big
            kind={candidates.items.length === 0 ? 'primary' : 'plain'}
            wide
            disabled={register.pending}
            onClick={() =>
              void register.run({
                body: {
                  area: grants[0]?.area ?? '',
                  ...said,
                  // They were shown, and none of them was the one.
                  ...(candidates.items.length > 0 ? { known_duplicate: true } : {}),
                },
              })
            }
          >
            {t(candidates.items.length === 0 ? 'ui-testing-register' : 'ui-testing-register-other')}
          </Big>
        </>
      )}
    </Sheet>
  );
}
