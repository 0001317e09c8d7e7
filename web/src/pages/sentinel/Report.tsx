// A fever at a sentinel, reported in twenty seconds: five touches, and a name where there is one. It is kept on the phone
// first, and sent when there is a line.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useAddress, useFilter, useGo } from '@/address';
import { useT, type Translator } from '@/i18n';
import { offline, useBusinessNow, useOffline, type Entry, type Recorded } from '@/offline';
import { instantAt, instantText, soundZone } from '@/parts/calendar';
import { useDraft } from '@/parts/draft';
import { codeOf, halfWidth, oneLine } from '@/parts/input';
import { Page } from '@/parts/page';
import { Big, Line, Note, OneOf, Pick as PickOne, SomeOf } from '@/parts/touch';
import {
  AGO,
  commandOf,
  EMPTY,
  enteredOf,
  faultsOf,
  SYMPTOMS,
  TEMPERATURES,
  type Entered,
  type Fault,
} from './report';
import styles from './sentinel.module.css';
import { usePlace, type Place } from './usePlace';

const DRAFT = 'sentinel-report';
/** How long after the last key a draft is kept, sealed. */
const PAUSE = 600;

export default function Report() {
  const { t, word, language } = useT();
  const { asOf } = useAddress();
  const { entries, state, lasting } = useOffline();
  const place = usePlace();
  const [mends] = useFilter('mend');
  const mended = entries.find((entry) => entry.id === mends && entry.state === 'refused');
  const [sent, setSent] = useState<string>();

  const last = sent === undefined ? undefined : entries.find((entry) => entry.id === sent);
  if (sent !== undefined) {
    return (
      <Page title={t('ui-sentinel-title')}>
        <Confirmed entry={last} next={() => setSent(undefined)} zone={place?.zone} />
      </Page>
    );
  }
  return (
    <Page title={t(mended ? 'ui-sentinel-mend-title' : 'ui-sentinel-title')}>
      {state === 'open' && !lasting && <Note tone="warn">{t('ui-sentinel-not-lasting')}</Note>}
      {state === 'closed' && <Note tone="warn">{t('ui-sentinel-closed')}</Note>}
      <Form
        key={mended?.id ?? 'new'}
        place={place}
        mended={mended}
        barred={asOf !== undefined || state === 'closed' || state === 'opening'}
        done={setSent}
        words={{ t, word, language }}
      />
    </Page>
  );
}

type Words = Pick<Translator, 't' | 'word' | 'language'>;

interface FormProps {
  place: Place | undefined;
  mended: Entry | undefined;
  barred: boolean;
  done: (id: string) => void;
  words: Words;
}

/** What is typed: in memory, and sealed on the phone for a page that the system throws away. */
function useEntered(mended: Entry | undefined): [Entered, (change: Partial<Entered>) => void, () => void] {
  const first = mended?.content?.command;
  const given = first?.path === '/api/v1/sentinel_reports' ? enteredOf(first.body, offline.now()) : undefined;
  const [draft, keep] = useDraft<Entered>(mended ? `${DRAFT}-${mended.id}` : DRAFT);
  const entered = draft ?? given ?? EMPTY;
  const { state } = useOffline();
  const lasts = mended === undefined && state === 'open';
  const empty = draft === undefined;
  useEffect(() => {
    if (!lasts || !empty) return;
    void offline.kept<Entered | null>(DRAFT).then((found) => {
      if (found?.value) keep(found.value);
    });
    // Only when the page opens.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [lasts]);
  useEffect(() => {
    if (!lasts || draft === undefined) return undefined;
    const timer = setTimeout(() => void offline.keep(DRAFT, draft), PAUSE);
    return () => clearTimeout(timer);
  }, [lasts, draft]);
  const change = useCallback((part: Partial<Entered>) => keep({ ...entered, ...part }), [entered, keep]);
  const clear = useCallback(() => {
    keep(undefined);
    if (lasts) void offline.keep(DRAFT, null);
  }, [keep, lasts]);
  return [entered, change, clear];
}

function Form({ place, mended, barred, done, words }: FormProps) {
  const { t, word, language } = words;
  const go = useGo();
  const now = useBusinessNow();
  const [entered, change, clear] = useEntered(mended);
  const [tried, setTried] = useState(false);
  const [failed, setFailed] = useState(false);
  const busy = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  // The first field that cannot stand, shown by putting the cursor into it.
  const [seek, setSeek] = useState(false);
  useEffect(() => {
    if (!seek) return;
    setSeek(false);
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [seek]);
  const zone = place?.zone ?? soundZone(undefined);
  const area = entered.area || (place?.home ?? '');
  const instant = (wall: string) => {
    try {
      return instantAt(wall, zone);
    } catch {
      return 'no such moment';
    }
  };
  const faults = faultsOf(entered, now, instant);
  const fault = (field: Fault['field']) => {
    const found = tried ? faults.find((one) => one.field === field) : undefined;
    return found && faultText(found, t);
  };
  const duplicate = mended?.content?.outcome?.problem;
  const known = duplicate?.type === 'person.possible_duplicate' ? idsOf(duplicate.args?.['ids']) : [];
  const undecided = known.length > 0 && !entered.known && !entered.another;
  const named = oneLine(entered.name + entered.phone + entered.idNumber) !== '';

  const send = () => {
    setTried(true);
    if (busy.current || area === '' || undecided) return;
    if (faults.length > 0) {
      setSeek(true);
      return;
    }
    busy.current = true;
    const when = offline.moment();
    const ago =
      entered.ago === 'other'
        ? Math.max(0, offline.now() - Date.parse(instant(entered.seenAt)))
        : Number(entered.ago) * 60_000;
    const who = oneLine(entered.name);
    const recorded: Recorded = {
      command: { path: '/api/v1/sentinel_reports', body: commandOf({ ...entered, area }, offline.now()) },
      ...(who ? { who } : {}),
      // In the place of one that was refused: when it was stays, unless it is said anew.
      ...(mended && entered.ago === '0' ? {} : { moment: { field: 'seen_at', when, ago } }),
    };
    void keepFact(recorded);
  };
  const keepFact = async (recorded: Recorded) => {
    try {
      const id = mended ? mended.id : await offline.add(recorded);
      if (mended) await offline.mend(mended.id, recorded);
      clear();
      done(id);
      if (mended) go('/sentinel', { replace: true });
    } catch {
      setFailed(true);
    } finally {
      busy.current = false;
    }
  };

  return (
    <form
      ref={form}
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      noValidate
    >
      {known.length > 0 && (
        <OneOf
          label={t('ui-sentinel-known')}
          options={[
            { value: 'same', label: t('ui-sentinel-known-same') },
            { value: 'other', label: t('ui-sentinel-known-other') },
          ]}
          columns={2}
          value={entered.known ? 'same' : entered.another ? 'other' : undefined}
          choose={(value) =>
            change({
              another: value === 'other',
              ...(value === 'same' && known[0] ? { known: known[0] } : { known: '' }),
            })
          }
          hint={tried && undecided ? t('ui-sentinel-known-choose') : undefined}
        />
      )}
      <OneOf
        label={t('ui-sentinel-sex')}
        options={[
          { value: 'f', label: word('sex', 'female') },
          { value: 'm', label: word('sex', 'male') },
        ]}
        columns={2}
        value={entered.sex}
        choose={(sex) => change({ sex })}
      />
      <OneOf
        label={t('ui-sentinel-temperature')}
        options={TEMPERATURES.map((value) => ({ value, label: value }))}
        columns={4}
        value={TEMPERATURES.find((value) => Number(value) === Number(halfWidth(entered.temperature)))}
        choose={(temperature) => change({ temperature: temperature ?? '' })}
      />
      <SomeOf
        label={t('ui-sentinel-symptoms')}
        options={SYMPTOMS.map((value) => ({ value, label: word('symptom', value) }))}
        columns={3}
        values={entered.symptoms as (typeof SYMPTOMS)[number][]}
        choose={(symptoms) => change({ symptoms })}
      />
      <h2 className={styles['heading']}>{t('ui-sentinel-who')}</h2>
      <p className={styles['quiet']}>{t('ui-sentinel-who-text')}</p>
      <Line
        label={t('ui-sentinel-name')}
        value={entered.name}
        change={(name) => change({ name })}
        tidy={oneLine}
        fault={fault('name')}
      />
      <Line
        label={t('ui-sentinel-phone')}
        value={entered.phone}
        change={(phone) => change({ phone })}
        tidy={(text) => oneLine(halfWidth(text))}
        inputMode="tel"
        fault={fault('phone')}
      />
      <Line
        label={t('ui-sentinel-id-number')}
        value={entered.idNumber}
        change={(idNumber) => change({ idNumber })}
        tidy={(text) => codeOf(text).toUpperCase()}
        fault={fault('idNumber')}
      />
      <Line
        label={t('ui-sentinel-age')}
        value={entered.age}
        change={(age) => change({ age })}
        tidy={(text) => halfWidth(text).trim()}
        inputMode="numeric"
        fault={fault('age')}
      />
      <Line
        label={t('ui-sentinel-temperature-typed')}
        value={entered.temperature}
        change={(temperature) => change({ temperature })}
        tidy={(text) => halfWidth(text).trim().replace('。', '.')}
        inputMode="decimal"
        unit="°C"
        fault={fault('temperature')}
      />
      {place && place.areas.length > 1 && (
        <PickOne
          label={t('ui-sentinel-area')}
          said
          value={area}
          choose={(next) => change({ area: next })}
          options={place.areas.map(({ code, path }) => ({
            value: code,
            label:
              path
                .map((name) => (language === 'en' ? name.en : name.zh))
                .join(language === 'en' ? ' / ' : ' ') || code,
          }))}
        />
      )}
      <OneOf
        label={t('ui-sentinel-seen')}
        options={AGO.map((value) => ({
          value,
          label: {
            0: t(mended ? 'ui-sentinel-seen-same' : 'ui-sentinel-seen-now'),
            15: t('ui-sentinel-seen-quarter'),
            60: t('ui-sentinel-seen-hour'),
            other: t('ui-sentinel-seen-other'),
          }[value],
        }))}
        columns={2}
        value={entered.ago as (typeof AGO)[number]}
        choose={(ago) => change({ ago: ago ?? '0' })}
        required
      />
      {entered.ago === 'other' && (
        <Line
          label={t('ui-sentinel-seen-at')}
          type="datetime-local"
          value={entered.seenAt}
          change={(seenAt) => change({ seenAt })}
          hint={t('ui-sentinel-seen-zone', { zone })}
          fault={fault('seenAt')}
        />
      )}
      <div className={styles['send']}>
        {failed && <Note tone="late">{t('ui-round-not-kept')}</Note>}
        {tried && faults.length > 0 && (
          <Note tone="late">{t('ui-sentinel-faults', { count: faults.length })}</Note>
        )}
        <Big kind="primary" wide type="submit" disabled={barred}>
          {t(mended ? 'ui-sentinel-mend-send' : named ? 'ui-sentinel-send' : 'ui-sentinel-send-nameless')}
        </Big>
      </div>
    </form>
  );
}

const idsOf = (ids: unknown): string[] =>
  Array.isArray(ids)
    ? ids.filter((id) => typeof id === 'string')
    : typeof ids === 'string'
      ? ids.split(/[\s,]+/).filter(Boolean)
      : [];

function faultText(fault: Fault, t: Translator['t']): string {
  switch (fault.field) {
    case 'temperature':
      return t('ui-input-number', { min: 30, max: 45 });
    case 'age':
      return t('ui-input-number', { min: 0, max: 120 });
    case 'name':
    case 'phone':
      return t('ui-input-too-long', { count: fault.count, max: fault.max });
    case 'idNumber':
      return t(
        {
          length: 'ui-sentinel-id-length' as const,
          check: 'ui-sentinel-id-check' as const,
          day: 'ui-sentinel-id-day' as const,
          long: 'ui-sentinel-id-long' as const,
        }[fault.why],
      );
    case 'seenAt':
      return t(
        {
          missing: 'ui-sentinel-seen-missing' as const,
          day: 'ui-input-day' as const,
          future: 'ui-input-day-future' as const,
          old: 'ui-sentinel-seen-old' as const,
        }[fault.why],
      );
  }
}

/** What became of it, as it changes. Its buttons lie elsewhere than that of the form: a double click does no harm. */
function Confirmed({
  entry,
  next,
  zone,
}: {
  entry: Entry | undefined;
  next: () => void;
  zone: string | undefined;
}) {
  const { t, language } = useT();
  const { reached } = useOffline();
  const go = useGo();
  const at = entry?.content?.outcome?.at ?? entry?.content?.moment?.when.business;
  const when = at === undefined ? '' : instantText(at, 'minute', language, zone ?? soundZone(undefined));
  const who = entry?.content?.who ?? t('ui-sentinel-somebody');
  const state = entry?.state ?? 'waiting';
  return (
    <div className={styles['confirmed']}>
      <Big kind="primary" wide onClick={next}>
        {t('ui-sentinel-next')}
      </Big>
      <Note tone={state === 'sent' ? 'done' : state === 'waiting' ? 'warn' : 'late'} said>
        {state === 'sent'
          ? t('ui-sentinel-done-sent', { who, when })
          : state === 'waiting'
            ? t(reached ? 'ui-sentinel-done-sending' : 'ui-sentinel-done-waiting', { who })
            : t('ui-sentinel-done-refused', { who })}
      </Note>
      {state !== 'sent' && state !== 'waiting' && (
        <Big onClick={() => go('/field/sent')}>{t('ui-sentinel-look')}</Big>
      )}
      <Big kind="quiet" onClick={() => go('/sentinel/visits')}>
        {t('ui-sentinel-visits')}
      </Big>
    </div>
  );
}
