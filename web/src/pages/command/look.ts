// Colours of charts and tiles, light and dark. Each filled surface has an ink that can be read on it (WCAG AA); light to
// dark in one hue, so that the order is seen without colours.
import { useSyncExternalStore } from 'react';
import { LEVELS } from './measures';

export interface Fill {
  fill: string;
  ink: string;
}
export interface Look {
  dark: boolean;
  ink: string;
  quiet: string;
  line: string;
  surface: string;
  /** Between areas. */
  border: string;
  /** Nought, then five classes. */
  classes: readonly Fill[];
  /** Levels of zones, routine first. */
  zones: readonly Fill[];
  unknown: Fill;
  cases: Record<'suspected' | 'probable' | 'asymptomatic' | 'confirmed', string>;
  /** Over days that are not complete yet. */
  shade: string;
}

const DARK_INK = '#1d1208';
const LIGHT_INK = '#ffffff';

const light: Look = {
  dark: false,
  ink: 'rgba(0,0,0,0.88)',
  quiet: 'rgba(0,0,0,0.66)',
  line: 'rgba(0,0,0,0.14)',
  surface: '#ffffff',
  border: '#8b9299',
  classes: [
    { fill: '#f3f4f4', ink: DARK_INK },
    { fill: '#f8e7d5', ink: DARK_INK },
    { fill: '#f2c9a1', ink: DARK_INK },
    { fill: '#e39c67', ink: DARK_INK },
    { fill: '#b65a2a', ink: LIGHT_INK },
    { fill: '#7d2f13', ink: LIGHT_INK },
  ],
  zones: [
    { fill: '#f3f4f4', ink: DARK_INK },
    { fill: '#eef3d8', ink: DARK_INK },
    { fill: '#f7ecb5', ink: DARK_INK },
    { fill: '#f3cf85', ink: DARK_INK },
    { fill: '#e79f5b', ink: DARK_INK },
    { fill: '#b9481f', ink: LIGHT_INK },
    { fill: '#8c1d18', ink: LIGHT_INK },
  ],
  unknown: { fill: '#e6e8ea', ink: DARK_INK },
  cases: { suspected: '#7d8b97', probable: '#b98a1d', asymptomatic: '#d9793d', confirmed: '#9c2f14' },
  shade: 'rgba(64,42,110,0.16)',
};

const dark: Look = {
  dark: true,
  ink: 'rgba(255,255,255,0.88)',
  quiet: 'rgba(255,255,255,0.7)',
  line: 'rgba(255,255,255,0.18)',
  surface: '#1c2024',
  border: '#5d666e',
  classes: [
    { fill: '#262b30', ink: LIGHT_INK },
    { fill: '#4b3324', ink: LIGHT_INK },
    { fill: '#77492a', ink: LIGHT_INK },
    { fill: '#a8602f', ink: LIGHT_INK },
    { fill: '#e09455', ink: DARK_INK },
    { fill: '#fcd0a3', ink: DARK_INK },
  ],
  zones: [
    { fill: '#262b30', ink: LIGHT_INK },
    { fill: '#2f3a26', ink: LIGHT_INK },
    { fill: '#4a4420', ink: LIGHT_INK },
    { fill: '#6b4f1d', ink: LIGHT_INK },
    { fill: '#94552a', ink: LIGHT_INK },
    { fill: '#de7d56', ink: DARK_INK },
    { fill: '#f5a79b', ink: DARK_INK },
  ],
  unknown: { fill: '#31363b', ink: LIGHT_INK },
  cases: { suspected: '#8f9ba6', probable: '#d9b04a', asymptomatic: '#e5945f', confirmed: '#f06c50' },
  shade: 'rgba(205,189,242,0.22)',
};

const themeOf = () => document.documentElement.dataset['theme'];

/** The colours of the theme in use. */
export function useLook(): Look {
  const theme = useSyncExternalStore((listener) => {
    const watching = new MutationObserver(listener);
    watching.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => watching.disconnect();
  }, themeOf);
  return theme === 'dark' ? dark : light;
}

/** How a place in a palette is filled. */
export function fillOf(look: Look, zones: boolean, level: number | undefined): Fill {
  return (level === undefined ? undefined : (zones ? look.zones : look.classes)[level]) ?? look.unknown;
}

/** For tests: every surface with its ink. */
export const ALL_FILLS: readonly Fill[] = [light, dark].flatMap((look) => [
  ...look.classes,
  ...look.zones,
  look.unknown,
]);
export const ALL_LOOKS: readonly Look[] = [light, dark];
export const ZONE_FILLS = LEVELS.length;
