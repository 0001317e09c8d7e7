// A health check at the door: temperature, symptoms, done. It is kept on the phone first, and sent when there is a line.
import { useState } from 'react';
import { useT } from '@/i18n';
import { offline, type Recorded } from '@/offline';
import { halfWidth, numberOf } from '@/parts/input';
import { useWho } from '@/parts/round/who';
import { Big, Line, Note, OneOf, Sheet, SomeOf } from '@/parts/touch';
import styles from './field.module.css';
import { FEVER, symptomOptions, TEMPERATURES, type Symptom } from './words';

export interface CheckSheetProps {
  person: string;
  name?: string | undefined;
  meets?: Recorded['meets'] | undefined;
  /** An entry that was refused, in whose place this one comes. */
  mends?: { id: string; temperature?: number | null; symptoms: readonly string[] };
  close: () => void;
}

const QUICK = TEMPERATURES.map((value) => ({
  value,
  label: value,
  ...(Number(value) >= FEVER ? { tone: 'warn' as const } : {}),
}));

export function CheckSheet({ person, name, meets, mends, close }: CheckSheetProps) {
  const translator = useT();
  const { t } = translator;
  const who = useWho()(name, person);
  const [typed, setTyped] = useState(mends?.temperature ? String(mends.temperature) : '');
  const [symptoms, setSymptoms] = useState<Symptom[]>((mends?.symptoms ?? []) as Symptom[]);
  const [tried, setTried] = useState(false);
  const [failed, setFailed] = useState(false);
  const temperature = numberOf(typed);
  const fault =
    typed.trim() === ''
      ? t('ui-field-temperature-missing')
      : temperature === undefined || temperature < 30 || temperature > 45
        ? t('ui-input-number', { min: 30, max: 45 })
        : undefined;
  const quick = TEMPERATURES.find((value) => Number(value) === temperature);

  const record = () => {
    setTried(true);
    if (fault !== undefined || temperature === undefined) return;
    const recorded: Recorded = {
      command: { path: '/api/v1/checks', body: { person, temperature_c: temperature, symptoms } },
      moment: { field: 'checked_at', when: offline.moment(), ago: 0 },
      person,
      ...(name ? { who: name } : {}),
      ...(meets ? { meets } : {}),
    };
    const { moment: _, ...same } = recorded;
    (mends ? offline.mend(mends.id, same) : offline.add(recorded)).then(close, () => setFailed(true));
  };

  return (
    <Sheet title={<span data-said>{t('ui-field-check-of', { who })}</span>} close={close}>
      <OneOf
        label={t('ui-field-temperature')}
        options={QUICK}
        columns={4}
        value={quick}
        choose={(value) => setTyped(value ?? '')}
      />
      <Line
        label={t('ui-field-temperature-typed')}
        value={typed}
        change={setTyped}
        tidy={(value) => halfWidth(value).trim().replace('。', '.')}
        inputMode="decimal"
        unit="°C"
        fault={tried ? fault : undefined}
      />
      <SomeOf
        label={t('ui-field-symptoms')}
        options={symptomOptions(translator)}
        columns={3}
        values={symptoms}
        choose={setSymptoms}
      />
      {failed && <Note tone="late">{t('ui-round-not-kept')}</Note>}
      <Big kind="primary" wide onClick={record}>
        {t(symptoms.length === 0 ? 'ui-field-check-record-none' : 'ui-field-check-record', {
          count: symptoms.length,
        })}
      </Big>
      <p className={styles['quiet']}>{t('ui-field-kept-first')}</p>
    </Sheet>
  );
}
