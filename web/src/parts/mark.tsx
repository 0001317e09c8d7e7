// Small marks beside names: classes, states. The word says it; the colour only helps, and can be read on its ground.
import type { ReactNode } from 'react';
import styles from './parts.module.css';

export type MarkTone = 'plain' | 'calm' | 'warn' | 'late' | 'done';

export function Mark({ tone = 'plain', children }: { tone?: MarkTone; children: ReactNode }) {
  return (
    <span className={styles['mark']} data-tone={tone}>
      {children}
    </span>
  );
}
