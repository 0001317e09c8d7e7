// What was recorded on this phone, and how each fact stands: waiting, sent, refused with the server's own sentence, or
// held because somebody else was there before. Nothing is sent twice, and nothing is thrown away but by its user.
import { useState } from 'react';
import { useGo } from '@/address';
import { useT, type Translator } from '@/i18n';
import { offline, useOffline, type Content, type Entry } from '@/offline';
import { instantText, soundZone } from '@/parts/calendar';
import { Page } from '@/parts/page';
import { useWho } from '@/parts/round/who';
import { useProblemText } from '@/parts/states';
import { Big, Note, Sheet } from '@/parts/touch';
import { useSession } from '@/session';
import { logInLater } from '@/session/store';
import { CheckSheet } from './CheckSheet';
import styles from './field.module.css';

/** What needs somebody comes first, then what waits; of what was sent the newest. */
const RANK: Record<Entry['state'], number> = { refused: 0, held: 1, waiting: 2, sent: 3 };

export default function Sent() {
  const { t } = useT();
  const { entries, state, lasting, lost, ofOthers, reached, sending } = useOffline();
  const session = useSession();
  const expired = session.state === 'in' && session.expired;
  const sorted = [...entries].sort((a, b) => RANK[a.state] - RANK[b.state] || b.place - a.place);
  const waiting = entries.filter((entry) => entry.state === 'waiting').length;
  const [dropped, setDropped] = useState<Entry>();
  const [mended, setMended] = useState<Entry>();
  const go = useGo();
  const mend = (entry: Entry) => {
    if (entry.content?.command.path === '/api/v1/sentinel_reports') go(`/sentinel?mend=${entry.id}`);
    else setMended(entry);
  };
  return (
    <Page title={t('ui-field-sent-title')} note={t('ui-field-sent-note')}>
      {lost && <Note tone="late">{t('ui-field-lost')}</Note>}
      {state === 'open' && !lasting && <Note tone="warn">{t('ui-field-not-lasting')}</Note>}
      {ofOthers > 0 && <Note tone="calm">{t('ui-field-of-others', { count: ofOthers })}</Note>}
      {state === 'closed' && <Note tone="warn">{t('ui-field-closed')}</Note>}
      {waiting > 0 && (
        <div className={styles['foot']}>
          <span>
            {t(expired ? 'ui-field-sent-ended' : reached ? 'ui-field-sent-soon' : 'ui-field-sent-offline')}
          </span>
          {expired ? (
            <Big kind="primary" onClick={() => logInLater(false)}>
              {t('ui-wait-log-in')}
            </Big>
          ) : (
            <Big onClick={() => void offline.flush()} disabled={sending}>
              {t(sending ? 'ui-wait-sending' : 'ui-field-sent-now')}
            </Big>
          )}
        </div>
      )}
      {sorted.length === 0 && state === 'open' && <Note tone="calm">{t('ui-field-sent-none')}</Note>}
      <ul className={styles['people']}>
        {sorted.map((entry) => (
          <One key={entry.id} entry={entry} mend={() => mend(entry)} drop={() => setDropped(entry)} />
        ))}
      </ul>
      {dropped && (
        <Sheet title={t('ui-field-drop-title')} close={() => setDropped(undefined)}>
          <p className={styles['text']}>{t('ui-field-drop-text')}</p>
          <Big
            kind="danger"
            wide
            onClick={() => {
              void offline.discard(dropped.id);
              setDropped(undefined);
            }}
          >
            {t('ui-field-drop')}
          </Big>
          <Big wide onClick={() => setDropped(undefined)}>
            {t('ui-cancel')}
          </Big>
        </Sheet>
      )}
      {mended?.content && (
        <Mending entry={mended} content={mended.content} close={() => setMended(undefined)} />
      )}
    </Page>
  );
}

function Mending({ entry, content, close }: { entry: Entry; content: Content; close: () => void }) {
  const { command } = content;
  if (command.path !== '/api/v1/checks') return null;
  const { person, temperature_c: temperature, symptoms } = command.body;
  return (
    <CheckSheet
      person={person}
      name={content.who}
      meets={content.meets}
      mends={{ id: entry.id, temperature: temperature ?? null, symptoms: symptoms ?? [] }}
      close={close}
    />
  );
}

const STATES = {
  waiting: 'ui-field-state-waiting',
  sent: 'ui-field-state-sent',
  refused: 'ui-field-state-refused',
  held: 'ui-field-state-held',
} as const;

const MENDABLE = new Set<string>(['/api/v1/checks', '/api/v1/sentinel_reports']);

function One({ entry, mend, drop }: { entry: Entry; mend: () => void; drop: () => void }) {
  const translator = useT();
  const { t, text, language } = translator;
  const sentence = useProblemText();
  const whoOf = useWho();
  const { state, content } = entry;
  const zone = soundZone(undefined);
  if (!content) {
    return (
      <li className={styles['entry']} data-state="refused">
        <strong>{t('ui-field-shut')}</strong>
        <Big kind="danger" onClick={drop}>
          {t('ui-field-drop')}
        </Big>
      </li>
    );
  }
  const { outcome, moment } = content;
  const other = outcome?.other;
  const at =
    outcome?.at ?? (moment?.when.business === undefined ? undefined : moment.when.business - moment.ago);
  return (
    <li className={styles['entry']} data-state={state}>
      <div className={styles['entryHead']}>
        <strong data-said={content.who ? '' : undefined}>
          {titleOf(content, translator, whoOf(content.who, content.person))}
        </strong>
        <span className={styles['mark']} data-state={state}>
          {t(STATES[state])}
        </span>
      </div>
      <div>{detailsOf(content, translator).join(' · ')}</div>
      {at !== undefined && (
        <div className={styles['quiet']}>
          {instantText(at, 'minute', language, zone)}
          {outcome?.mended && <> · {t('ui-field-mended-clock')}</>}
        </div>
      )}
      {outcome?.warnings?.map((warning) => (
        <Note key={warning.zh} tone="warn">
          {text(warning)}
        </Note>
      ))}
      {state === 'refused' && outcome?.problem && (
        <Note tone="late">
          {outcome.problem.type === 'person.possible_duplicate'
            ? t('ui-field-known-person')
            : (outcome.problem.detail ?? sentence(null))}
        </Note>
      )}
      {state === 'held' && (
        <Note tone="warn">
          {t('ui-field-held-text')}
          {other?.at && (
            <div>
              {t('ui-field-held-other', {
                when: instantText(other.at, 'minute', language, zone),
                what: saidOf(other.temperature, other.symptoms, translator).join(' · ') || '—',
              })}
            </div>
          )}
        </Note>
      )}
      {state !== 'sent' && (
        <div className={styles['acts']}>
          {state === 'refused' && MENDABLE.has(content.command.path) && (
            <Big kind="primary" onClick={mend}>
              {t('ui-field-mend')}
            </Big>
          )}
          {(state === 'held' || state === 'refused') && (
            <Big onClick={() => void offline.insist(entry.id)}>
              {t(state === 'held' ? 'ui-field-send-too' : 'ui-field-send-again')}
            </Big>
          )}
          <Big kind="danger" onClick={drop}>
            {t('ui-field-drop')}
          </Big>
        </div>
      )}
    </li>
  );
}

/** What it is, and of whom. */
function titleOf({ command }: Content, { t, word }: Translator, who: string): string {
  const what = {
    '/api/v1/checks': word('fact', 'check_done'),
    '/api/v1/sentinel_reports': word('fact', 'fever_reported'),
    '/api/v1/samples': word('fact', 'sample_taken'),
    '/api/v1/test_results': word('fact', 'test_result'),
    '/api/v1/orders/{id}/start': word('fact', 'isolation_started'),
    '/api/v1/visits/{id}/report': word('fact', 'fever_reported'),
    '/api/v1/visits/{id}/dispose': word('fact', 'visit_disposed'),
  }[command.path];
  return who ? t('ui-field-what-of', { what, who }) : what;
}

/** Temperature and symptoms in words; nothing of what was not said. */
function saidOf(
  temperature: number | null | undefined,
  symptoms: readonly string[] | undefined,
  { t, word }: Translator,
): string[] {
  const degrees = temperature ? [t('ui-field-degrees', { value: temperature.toFixed(1) })] : [];
  return [...degrees, ...(symptoms ?? []).map((value) => word('symptom', value))];
}

/** What it says, in a few words. */
function detailsOf({ command }: Content, translator: Translator): string[] {
  const { word } = translator;
  switch (command.path) {
    case '/api/v1/checks':
    case '/api/v1/sentinel_reports':
      return saidOf(command.body.temperature_c, command.body.symptoms, translator);
    case '/api/v1/samples':
      return [word('disease', command.body.disease), word('method', command.body.method)];
    case '/api/v1/test_results':
      return [
        word('disease', command.body.disease),
        word('method', command.body.method),
        word('result', command.body.result),
      ];
    case '/api/v1/visits/{id}/dispose':
      return [word('state', command.body.disposition)];
    default:
      return [];
  }
}
