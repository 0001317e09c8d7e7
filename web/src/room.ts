// What a room of the console says of itself: `src/pages/<room>/room.ts`, a default export of `defineRoom`. No other file
// is touched.
import type { ComponentType } from 'react';
import type { Ahead } from '@/api';
import type { Action, Role } from '@/generated/actions';
import type { TextKey } from '@/i18n';

/** Names of rooms, as everywhere in Fenghuo, in the order of the menu. */
export const ROOMS = [
  'command',
  'supervision',
  'duty',
  'field',
  'sentinel',
  'clinical',
  'investigation',
  'testing',
  'isolation',
  'arrivals',
  'goods',
  'zones',
  'venues',
  'vaccination',
  'supplies',
  'public',
  'people',
  'protocols',
  'proportionality',
  'files',
  'administration',
] as const;
export type RoomName = (typeof ROOMS)[number];

/** How a page is framed. `desk`: menu and switches (a bar below on a phone); `field`: for one hand; `bare`: nothing. */
export type Frame = 'desk' | 'field' | 'bare';

export interface RoomRoute {
  /** From the root: `/cases/:id`. */
  path: string;
  page: () => Promise<{ default: ComponentType }>;
  frame?: Frame;
  /** What the page asks first, by its address: asked as soon as somebody is known, while the page is on its way. */
  ahead?: (search: URLSearchParams) => Ahead[];
  /** Shown to whoever comes, logged in or not: an order's page for the person concerned. */
  open?: boolean;
}

export interface MenuEntry {
  path: string;
  label: TextKey;
  icon: ComponentType<{ 'aria-hidden'?: boolean }>;
  /** Shown to whoever may do this, or one of these; to everybody when absent. */
  may?: Action | Action[];
  /** Keys that lead there: `g c`. */
  keys?: string;
  /** In the bar of the phone, where there is room for four. */
  phone?: boolean;
}

/** What the palette (Ctrl-K) finds besides pages. */
export interface PaletteEntry {
  id: string;
  label: string;
  hint?: string;
  /** Where it leads. */
  path: string;
}
export interface PaletteSource {
  /** The heading above what it finds. */
  label: TextKey;
  may?: Action | Action[];
  /** Finds, by what was typed, at most a handful. */
  search: (text: string, signal: AbortSignal) => Promise<PaletteEntry[]>;
}

export interface Room {
  name: RoomName;
  routes: RoomRoute[];
  menu?: MenuEntry[];
  /** What the menu of oneself leads to: one's account. */
  own?: MenuEntry[];
  /** Pages of subjects, by kind: what `<SubjectLink>` links to. */
  opens?: Partial<Record<string, (id: string) => string>>;
  /** Where people of these roles land after the log-in; among several rooms the lower rank wins. */
  home?: { path: string; roles: Role[]; rank?: number };
  palette?: PaletteSource[];
}

/** Declares a room; gives its fields their types. */
export const defineRoom = (room: Room): Room => room;
