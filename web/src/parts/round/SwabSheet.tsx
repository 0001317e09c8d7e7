// A sample is taken: how it will be tested, and then the label for its tube. Kept on the phone first, sent when there is
// a line; the label needs no server.
import { lazy, Suspense, useState } from 'react';
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import { offline, type Recorded } from '@/offline';
import { Loading } from '../states';
import { Big, Note, OneOf, Sheet } from '../touch';
import { labelText, type TubeLabel } from './label';
import styles from './round.module.css';
import { useWho } from './who';

const LabelCard = lazy(() => import('./LabelCard'));

const METHODS: readonly Schema<'TestMethod'>[] = ['nat', 'antigen', 'culture', 'serology'];

export interface SwabSheetProps {
  person: string;
  name?: string | undefined;
  disease: string;
  meets?: Recorded['meets'] | undefined;
  /** The visit at a sentinel that led to it. */
  visit?: string;
  close: () => void;
}

export function SwabSheet({ person, name, disease, meets, visit, close }: SwabSheetProps) {
  const { t, word } = useT();
  const who = useWho()(name, person);
  const [method, setMethod] = useState<Schema<'TestMethod'>>('nat');
  const [label, setLabel] = useState<TubeLabel>();
  const [failed, setFailed] = useState(false);

  const record = () => {
    const when = offline.moment();
    // To the minute, as the label has it: so a result finds its sample by it.
    const taken = when.business ?? when.device;
    const ago = taken % 60_000;
    const recorded: Recorded = {
      command: { path: '/api/v1/samples', body: { person, disease, method, ...(visit ? { visit } : {}) } },
      moment: { field: 'sampled_at', when, ago },
      person,
      ...(name ? { who: name } : {}),
      ...(meets ? { meets } : {}),
    };
    offline.add(recorded).then(
      () => setLabel({ person, disease, method, sampledAt: taken - ago }),
      () => setFailed(true),
    );
  };

  if (label) {
    return (
      <Sheet title={<span data-said>{t('ui-round-label-of', { who })}</span>} close={close}>
        <Suspense fallback={<Loading rows={1} />}>
          <LabelCard text={labelText(label)} label={label} who={who} />
        </Suspense>
        <p className={styles['quiet']}>{t('ui-round-label-text')}</p>
        <Big kind="primary" wide onClick={close}>
          {t('ui-round-next')}
        </Big>
      </Sheet>
    );
  }
  return (
    <Sheet title={<span data-said>{t('ui-round-swab-of', { who })}</span>} close={close}>
      <div>{word('disease', disease)}</div>
      <OneOf
        label={t('ui-round-method')}
        options={METHODS.map((value) => ({ value, label: word('method', value) }))}
        columns={2}
        value={method}
        choose={(value) => setMethod(value ?? 'nat')}
        required
      />
      {failed && <Note tone="late">{t('ui-round-not-kept')}</Note>}
      <Big kind="primary" wide onClick={record}>
        {t('ui-round-swab-record')}
      </Big>
    </Sheet>
  );
}
