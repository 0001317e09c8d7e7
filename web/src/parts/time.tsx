// Times as people read them.
import {
  ClockCircleOutlined,
  CheckCircleOutlined,
  ExclamationCircleOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import { useT } from '@/i18n';
import { epiWeek, instantText, dayText, relativeText, spanSeconds, type TimeKind } from './calendar';
import { useNow } from './clock';
import { useZone } from './names';
import styles from './parts.module.css';

/**
 * An instant in the zone of the area looked at, or a day as it is. Nothing where there is none.
 * How far away it is, is told from now, or from a moment that is supposed.
 */
export function When({
  at,
  kind = 'minute',
  from,
}: {
  at: string | null | undefined;
  kind?: TimeKind | 'relative';
  from?: string | undefined;
}) {
  const zone = useZone();
  const { language } = useT();
  if (!at) return null;
  if (kind === 'relative') return <Relative at={at} from={from} />;
  const text = at.length === 10 ? dayText(at, language) : instantText(at, kind, language, zone);
  return (
    <time dateTime={at} className={styles['nowrap']}>
      {text}
    </time>
  );
}

function Relative({ at, from }: { at: string; from: string | undefined }) {
  const zone = useZone();
  const now = useNow();
  const { language } = useT();
  return (
    <time dateTime={at} title={instantText(at, 'second', language, zone)} className={styles['nowrap']}>
      {relativeText(at, from ? Date.parse(from) : now, language)}
    </time>
  );
}

/** The epidemiological week of a day. */
export function EpiWeek({ on }: { on: string | null | undefined }) {
  const { t } = useT();
  if (!on) return null;
  const { year, week } = epiWeek(on);
  return (
    <span className={styles['nowrap']}>{t('ui-epi-week', { year: String(year), week: String(week) })}</span>
  );
}

/** A length of time, `1h30m`, in at most two units. */
export function Span({ length }: { length: string | null | undefined }) {
  const { t } = useT();
  const seconds = length ? spanSeconds(length) : undefined;
  if (seconds === undefined) return length ? <>{length}</> : null;
  const abs = Math.abs(seconds);
  const parts = {
    days: Math.floor(abs / 86_400),
    hours: Math.floor((abs % 86_400) / 3_600),
    minutes: Math.floor((abs % 3_600) / 60),
  };
  const text = [
    parts.days ? t('ui-span-days', { count: parts.days }) : '',
    parts.hours ? t('ui-span-hours', { count: parts.hours }) : '',
    !parts.days && (parts.minutes || !parts.hours) ? t('ui-span-minutes', { count: parts.minutes }) : '',
  ];
  const shown = text.filter(Boolean).join(t('ui-span-joint'));
  return <span className={styles['nowrap']}>{seconds < 0 ? `−${shown}` : shown}</span>;
}

type Tone = 'calm' | 'warn' | 'late' | 'done' | 'off';
const SHAPES: Record<Tone, ComponentType<{ 'aria-hidden'?: boolean }>> = {
  calm: ClockCircleOutlined,
  warn: ExclamationCircleOutlined,
  late: WarningOutlined,
  done: CheckCircleOutlined,
  off: ClockCircleOutlined,
};

/** How a deadline in a state looks. */
export function toneOf(state: string): Tone {
  if (state === 'overdue' || state === 'met_late') return 'late';
  if (state === 'warned') return 'warn';
  if (state === 'met') return 'done';
  return state === 'open' ? 'calm' : 'off';
}

/** A deadline: word and shape besides the colour, how long still (from now, unless said), and when exactly. */
export function Deadline({ due, state, from }: { due: string; state: string; from?: string }) {
  const { word } = useT();
  const tone = toneOf(state);
  const Shape = SHAPES[tone];
  const running = tone === 'calm' || tone === 'warn' || state === 'overdue';
  return (
    <span className={styles['deadline']} data-tone={tone}>
      <Shape aria-hidden />
      <span>{word('state', state)}</span>
      {running && <When at={due} kind="relative" from={from} />}
      <span className={styles['quiet']}>
        <When at={due} />
      </span>
    </span>
  );
}
