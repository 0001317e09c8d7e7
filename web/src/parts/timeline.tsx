// The history of a record: what happened, when, who said so, when it was learnt, what was corrected.
import { useMemo } from 'react';
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import { detailsOf, reasonOf } from './fact-details';
import { Mark } from './mark';
import { SubjectLink, Unit, User } from './names';
import styles from './parts.module.css';
import { Said } from './said';
import { Empty } from './states';
import { When } from './time';

type Fact = Schema<'Fact'>;

/** Facts learnt later than this after they happened say so, in milliseconds. */
const LATE = 60_000;

export interface TimelineProps {
  facts: Fact[];
  /** The record whose history this is: it is not named again with each fact. */
  of?: { kind: string; id: string };
  /** Newest first, unless told otherwise. */
  order?: 'newest' | 'oldest';
  /** What can be done with a fact. */
  actions?: (fact: Fact) => React.ReactNode;
}

export function FactTimeline({ facts, of, order = 'newest', actions }: TimelineProps) {
  const { t } = useT();
  const corrected = useMemo(
    () => new Map(facts.flatMap((fact) => (fact.corrects ? [[fact.corrects, fact] as const] : []))),
    [facts],
  );
  const shown = useMemo(() => {
    const sorted = [...facts].sort(
      (a, b) => Date.parse(a.occurred_at) - Date.parse(b.occurred_at) || a.id.localeCompare(b.id),
    );
    return order === 'newest' ? sorted.reverse() : sorted;
  }, [facts, order]);
  if (facts.length === 0) return <Empty>{t('ui-timeline-empty')}</Empty>;
  return (
    <ol className={styles['timeline']}>
      {shown.map((fact) => (
        <Entry
          key={fact.id}
          fact={fact}
          by={corrected.get(fact.id)}
          of={of}
          corrects={facts.find((other) => other.id === fact.corrects)}
          actions={actions}
        />
      ))}
    </ol>
  );
}

interface EntryProps {
  fact: Fact;
  /** The fact that corrects this one. */
  by: Fact | undefined;
  /** The fact that this one corrects, where it is shown. */
  corrects: Fact | undefined;
  of: TimelineProps['of'];
  actions: TimelineProps['actions'];
}

function Entry({ fact, by, corrects, of, actions }: EntryProps) {
  const translator = useT();
  const { t, word, language } = translator;
  const body = fact.body as Record<string, unknown>;
  const details = detailsOf(body, translator);
  const reason = reasonOf(body, language);
  const late = Date.parse(fact.recorded_at) - Date.parse(fact.occurred_at) > LATE;
  const elsewhere = of && (fact.subject.kind !== of.kind || fact.subject.id !== of.id);
  return (
    <li className={styles['entry']} data-corrected={by ? '' : undefined}>
      <div className={styles['entryHead']}>
        <strong className={styles['entryKind']}>{word('fact', fact.kind)}</strong>
        {by && <Mark>{t(by.kind === 'withdrawn' ? 'ui-fact-withdrawn' : 'ui-fact-corrected')}</Mark>}
        {fact.corrects && <Mark tone="calm">{t('ui-fact-correction')}</Mark>}
        {elsewhere && <SubjectLink kind={fact.subject.kind} id={fact.subject.id} />}
        <span className={styles['entryWhen']}>
          <When at={fact.occurred_at} />
        </span>
      </div>
      {details.length > 0 && <div className={styles['entryDetails']}>{details.join(' · ')}</div>}
      {corrects && (
        <div className={styles['quiet']}>
          {t('ui-fact-corrects', { what: word('fact', corrects.kind) })} <When at={corrects.occurred_at} />
        </div>
      )}
      {reason && (
        <blockquote className={styles['reason']}>
          <Said text={reason} />
        </blockquote>
      )}
      <div className={styles['entryFoot']}>
        {fact.unit || fact.user ? (
          <span>
            <Unit id={fact.unit} /> <User id={fact.user} />
          </span>
        ) : (
          <span>{t('ui-fact-by-rule')}</span>
        )}
        {late && (
          <span>
            {t('ui-fact-learnt')} <When at={fact.recorded_at} />
          </span>
        )}
        {actions?.(fact)}
      </div>
    </li>
  );
}
