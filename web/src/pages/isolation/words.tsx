// How orders are called and look.
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import { Mark, PersonName, SubjectLink, type MarkTone } from '@/parts';

export type Order = Schema<'Order'>;

export const STATES = ['issued', 'running', 'released', 'lifted'] as const;
export const MEASURES = [
  'central_isolation',
  'home_isolation',
  'health_monitoring',
  'testing',
  'movement_limit',
  'closure',
] as const;
export const GROUPS = [
  'close',
  'secondary',
  'general',
  'venue',
  'companion',
  'entrant',
  'high_zone_stay',
  'medium_zone_stay',
  'low_zone_stay',
  'high_risk_post',
  'infected',
] as const;
export const GROUNDS = [
  'contact_class',
  'zone_stay',
  'origin_area',
  'post',
  'travel',
  'student',
  'checkpoint',
  'medical',
  'place',
  'other',
] as const;
export const ZONES = ['routine', 'prevention', 'low', 'control', 'medium', 'lockdown', 'high'] as const;
export const PLACES = [
  'market',
  'shop',
  'restaurant',
  'school',
  'workplace',
  'theatre',
  'entertainment',
  'amusement_park',
  'chess_card_room',
  'other',
] as const;

const TONES: Record<string, MarkTone> = {
  issued: 'warn',
  running: 'calm',
  released: 'done',
  lifted: 'plain',
};

export function StateMark({ of }: { of: string }) {
  const { word } = useT();
  return <Mark tone={TONES[of] ?? 'plain'}>{word('state', of)}</Mark>;
}

/** Whether it asks more than the regime in force. */
export const isAddOn = (order: Order): boolean =>
  order.days_beyond > 0 ||
  order.tests_beyond > 0 ||
  order.isolation_days_beyond > 0 ||
  order.central_days_beyond > 0;

/** An objection that nobody has decided. */
export const openAppeal = (order: Order): Order['appeals'][number] | undefined =>
  order.appeals.find((appeal) => !appeal.outcome);

export const isOver = (order: Order): boolean => order.status === 'released' || order.status === 'lifted';

/** What needs a second look: must-nots that warned, add-ons, open objections, a proposal. */
export function Marks({ of }: { of: Order }) {
  const { t } = useT();
  return (
    <>
      {of.warnings.map((rule) => (
        <Mark key={rule} tone="warn">
          {t('ui-isolation-warned', { rule })}
        </Mark>
      ))}
      {isAddOn(of) && <Mark tone="late">{t('ui-isolation-add-on')}</Mark>}
      {openAppeal(of) && <Mark tone="late">{t('ui-isolation-appealed')}</Mark>}
      {of.proposal && !isOver(of) && <Mark tone="calm">{t('ui-isolation-proposed')}</Mark>}
    </>
  );
}

/** Whom or what it binds. */
export function Target({ of }: { of: Order }) {
  return of.person ? <PersonName id={of.person} /> : <SubjectLink kind={of.target.kind} id={of.target.id} />;
}
