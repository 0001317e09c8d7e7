// Boundaries as paths: GeoJSON in degrees, drawn in a plane that is true enough for a county or a province.

type Ring = readonly (readonly number[])[];

const isPoint = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'number';

/** The rings of a Polygon or MultiPolygon; none for anything else. */
export function ringsOf(geometry: unknown): Ring[] {
  if (typeof geometry !== 'object' || geometry === null) return [];
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
  if (!Array.isArray(coordinates)) return [];
  const polygons: unknown[] = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : [];
  return polygons
    .flatMap((polygon) => (Array.isArray(polygon) ? (polygon as unknown[]) : []))
    .filter((ring): ring is Ring => Array.isArray(ring) && ring.length > 3 && ring.every(isPoint));
}

/** West, south, east, north. */
export type Box = readonly [number, number, number, number];

/** The box around boxes. */
export function around(boxes: readonly (readonly number[])[]): Box | undefined {
  const sound = boxes.filter((box) => box.length === 4 && box.every(Number.isFinite));
  if (sound.length === 0) return undefined;
  const at = (index: number) => sound.map((box) => box[index] ?? 0);
  return [Math.min(...at(0)), Math.min(...at(1)), Math.max(...at(2)), Math.max(...at(3))];
}

export interface Plane {
  width: number;
  height: number;
  /** A path of rings, for `fill-rule: evenodd`. */
  path: (rings: readonly Ring[]) => string;
}

/** A plane of a width into which a box fits, north up; degrees of longitude shortened as in its middle. */
export function planeOf([west, south, east, north]: Box, width: number): Plane {
  const squeeze = Math.max(0.1, Math.cos((((south + north) / 2) * Math.PI) / 180));
  const across = Math.max(1e-6, (east - west) * squeeze);
  const up = Math.max(1e-6, north - south);
  const scale = width / across;
  const place = ([longitude = 0, latitude = 0]: readonly number[]) =>
    `${((longitude - west) * squeeze * scale).toFixed(1)} ${((north - latitude) * scale).toFixed(1)}`;
  return {
    width,
    height: up * scale,
    path: (rings) => rings.map((ring) => `M${ring.map(place).join('L')}Z`).join(''),
  };
}
