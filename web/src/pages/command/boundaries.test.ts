import { describe, expect, it } from 'vitest';
import { readBoundaries } from './boundaries';

const known = (code: string) => ['140100000000', '140105000000'].includes(code);
const file = (...properties: object[]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: properties.map((one) => ({ type: 'Feature', properties: one, geometry: null })),
  });

describe('a file of boundaries', () => {
  it('tells which property holds the codes', () => {
    const text = file(
      { adcode: 140100, name: 'A', parent: '140000' },
      { adcode: 140105, name: 'B', parent: 140100 },
    );
    expect(readBoundaries(text, known)).toEqual({
      features: 2,
      properties: [
        { name: 'adcode', known: 2 },
        { name: 'parent', known: 1 },
      ],
    });
  });

  it('may hold one feature, or none that is known here', () => {
    expect(
      readBoundaries(JSON.stringify({ type: 'Feature', properties: { code: '140100000000' } }), known),
    ).toEqual({
      features: 1,
      properties: [{ name: 'code', known: 1 }],
    });
    expect(readBoundaries(file({ code: 'X' }), known)).toEqual({ features: 1, properties: [] });
  });

  it.each(['', '{', '[]', 'null', '{"type":"Topology"}', '{"type":"FeatureCollection"}'])(
    'is not %j',
    (text) => expect(readBoundaries(text, known)).toBeUndefined(),
  );
});
