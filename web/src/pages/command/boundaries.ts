// A file of boundaries before it is sent: is it GeoJSON, and which property holds the codes of areas.

export interface ReadFile {
  /** How many features it holds. */
  features: number;
  /** Properties that hold codes of known areas, best first, with how many they name. */
  properties: { name: string; known: number }[];
}

type Feature = { properties?: Record<string, unknown> | null };

/** A code as the server reads it: a number of up to twelve digits is one with zeros behind it. */
export function codeIn(value: unknown): string | undefined {
  const text =
    typeof value === 'number' && Number.isInteger(value)
      ? String(value)
      : typeof value === 'string'
        ? value.trim()
        : '';
  if (!text) return undefined;
  return text;
}

/** Reads a file; undefined where it is no GeoJSON of features. */
export function readBoundaries(text: string, isKnown: (code: string) => boolean): ReadFile | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof document !== 'object' || document === null) return undefined;
  const { type, features } = document as { type?: unknown; features?: unknown };
  const list: Feature[] | undefined =
    type === 'Feature'
      ? [document as Feature]
      : type === 'FeatureCollection' && Array.isArray(features)
        ? (features as Feature[])
        : undefined;
  if (!list) return undefined;
  const counts = new Map<string, number>();
  for (const feature of list) {
    for (const [name, value] of Object.entries(feature.properties ?? {})) {
      const code = codeIn(value);
      const known =
        code !== undefined && (isKnown(code) || (/^\d{1,12}$/.test(code) && isKnown(code.padEnd(12, '0'))));
      if (known) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const properties = [...counts]
    .map(([name, known]) => ({ name, known }))
    .sort((a, b) => b.known - a.known || a.name.localeCompare(b.name));
  return { features: list.length, properties };
}
