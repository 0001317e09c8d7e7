// What more an entry of the audit says, as short lines: its shape is of each kind's own, and old entries stay readable.

export interface Line {
  /** The name of a field, or of what is told. */
  name: string;
  text: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value)) return value.map(textOf).join(' · ');
  if (isRecord(value))
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${textOf(inner)}`)
      .join(' · ');
  return String(value as string | number | boolean);
}

function changeOf(change: unknown): Line[] {
  if (!isRecord(change)) return [];
  const name = textOf(change['field']);
  if (change['changed'] === true) return [{ name, text: '…' }];
  return 'from' in change
    ? [{ name, text: `${textOf(change['from'])} → ${textOf(change['to'])}` }]
    : [{ name, text: textOf(change['to']) }];
}

/** The lines of a detail: changes field by field, all else by its name. */
export function linesOf(detail: unknown): Line[] {
  if (!isRecord(detail)) return [];
  return Object.entries(detail).flatMap(([name, value]) =>
    name === 'changes' && Array.isArray(value) ? value.flatMap(changeOf) : [{ name, text: textOf(value) }],
  );
}
