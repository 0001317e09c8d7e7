// Another way to log in, below the password. A way adds itself: `src/shell/login/ways/<name>.tsx`, a default export of
// `defineWay`.
import type { ComponentType } from 'react';
import type { Schema } from '@/api';

export interface Way {
  id: string;
  /** Shows itself where the installation offers it, and nothing otherwise. */
  Component: ComponentType<{ done: (session: Schema<'Session'>) => void }>;
}

export const defineWay = (way: Way): Way => way;
