// A trial of the rule book as the form holds it, as the API takes it, and what it answers.
import type { Schema } from '@/api';

/** A rule by which something would follow. */
export type RuleOf = Schema<'Rule'>;
/** What would follow. */
export type Outcome = Schema<'TrialOutcome'>;
type Request = Schema<'TrialInput'>;
type Fact = NonNullable<Request['facts']>[number];

/** What can be stated, in the order in which it usually happens. */
export const STATED = [
  'fever_seen',
  'fever_reported',
  'sample_taken',
  'test_result',
  'case_assessed',
  'case_reported',
  'case_isolated',
  'case_admitted',
  'investigation_done',
] as const;
export type Stated = (typeof STATED)[number];

/** Something that happened. */
export interface Happening {
  kind: Stated;
  at: string;
  /** Of a sample and a result. */
  method?: string;
  result?: string;
  /** Of an assessment. */
  onset?: string;
  symptoms?: string[];
  epi_items?: number;
  clinical_items?: number;
  /** Of an investigation. */
  stage?: string;
}

/** Somebody who was near. */
export interface Meeting {
  kind: string;
  from: string;
  until: string;
  protected?: boolean;
}

export interface TrialValues {
  disease: string;
  /** An edition; what is in force when things happen, without. */
  edition?: string;
  area: string;
  now?: string;
  happenings: Happening[];
  meetings?: Meeting[];
}

function factOf({ kind, at, ...said }: Happening): Fact {
  const { method, result, onset, symptoms, epi_items: epi, clinical_items: clinical, stage } = said;
  const fact: Fact = { fact: kind, at };
  switch (kind) {
    case 'sample_taken':
      return { ...fact, method: method ?? 'nat', sampled_at: at };
    case 'test_result':
      return {
        ...fact,
        method: method ?? 'nat',
        result: result ?? 'positive',
        sampled_at: at,
        resulted_at: at,
      };
    case 'case_assessed':
      return {
        ...fact,
        symptoms: symptoms ?? [],
        epi_items: epi ?? 0,
        clinical_items: clinical ?? 0,
        ...(onset ? { onset } : {}),
      };
    case 'fever_seen':
      return { ...fact, symptoms: symptoms ?? ['fever'] };
    case 'investigation_done':
      return { ...fact, stage: stage ?? 'core_info' };
    default:
      return fact;
  }
}

/** The request. */
export function trialOf(values: TrialValues): Request {
  const { edition, area, now, happenings, meetings = [] } = values;
  return {
    area,
    facts: happenings.filter(({ kind, at }) => kind && at).map(factOf),
    exposures: meetings
      .filter(({ kind, from, until }) => kind && from && until)
      .map(({ kind, from, until, protected: shielded }) => ({
        kind,
        started_at: from,
        ended_at: until,
        ...(shielded ? { protected: true } : {}),
      })),
    ...(edition ? { edition } : {}),
    ...(now ? { now } : {}),
  };
}

/** Facts of a case that can be stated anew: what the rules made of them follows again, under whichever edition. */
export function happeningsOf(facts: readonly Schema<'Fact'>[]): Happening[] {
  const known = new Set<string>(STATED);
  const withdrawn = new Set(facts.flatMap(({ corrects }) => (corrects ? [corrects] : [])));
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const count = (value: unknown) => (typeof value === 'number' ? value : undefined);
  return facts
    .filter(({ id, kind }) => known.has(kind) && !withdrawn.has(id))
    .sort((a, b) => Date.parse(a.occurred_at) - Date.parse(b.occurred_at))
    .map(({ kind, occurred_at: at, body }) => {
      const said = body as Record<string, unknown>;
      const symptoms = said['symptoms'];
      const happening: Happening = { kind: kind as Stated, at };
      const set = <K extends keyof Happening>(name: K, value: Happening[K]) => {
        if (value !== undefined) happening[name] = value;
      };
      set('method', text(said['method']));
      set('result', text(said['result']));
      set('onset', text(said['onset']));
      set('stage', text(said['stage']));
      set('epi_items', count(said['epi_items']));
      set('clinical_items', count(said['clinical_items']));
      if (Array.isArray(symptoms)) happening.symptoms = symptoms.map(String);
      return happening;
    });
}

/** A day as a newcomer meets it: fever in the morning, a positive result in the evening, a colleague at the next desk. */
export function exampleOf(
  day: string,
  instant: (wall: string) => string,
): Pick<TrialValues, 'happenings' | 'meetings'> {
  return {
    happenings: [
      { kind: 'fever_seen', at: instant(`${day}T09:00`), symptoms: ['fever'] },
      { kind: 'test_result', at: instant(`${day}T18:00`), method: 'nat', result: 'positive' },
    ],
    meetings: [{ kind: 'same_room', from: instant(`${day}T07:30`), until: instant(`${day}T08:30`) }],
  };
}
