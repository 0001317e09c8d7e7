// The building blocks of pages.
export { addDays, dayIn, dayStart, dayText, epiWeek, instantAt, instantText } from './calendar';
export { useNow, useStatus } from './clock';
export { EditConflict, isConflict, type ConflictField } from './conflict';
export { useDraft } from './draft';
export { CodeField, DayField, InstantField, NumberField, TextField } from './fields';
export { choice, code, days, typed, type Filter } from './filters';
export { clean, codeOf, dayOf, halfWidth, manyLines, numberOf, oneLine } from './input';
export { Mark, type MarkTone } from './mark';
export { Area, SubjectLink, Unit, User, useArea, useAreas, useUnit, useUnits, useZone } from './names';
export { Facts, Page, Section } from './page';
export { NamesSwitch, PersonName, shortId } from './persons';
export { RecordList, RecordTable, type Column, type Selection } from './record-list';
export { Said } from './said';
export { Empty, Loading, Problem, useProblemText } from './states';
export { Deadline, EpiWeek, Span, toneOf, When } from './time';
export { FactTimeline } from './timeline';
export { useShortcut } from '@/shell/shortcuts';
