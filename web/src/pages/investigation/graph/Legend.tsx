// What the marks mean: the same shapes and colours as the picture, with a word each.
import { useT } from '@/i18n';
import styles from './graph.module.css';
import { PALETTES } from './look';
import { usePageTheme } from './useTheme';

export function Legend() {
  const { t, word } = useT();
  const palette = PALETTES[usePageTheme()];
  const classes = palette.classes;
  const marks: [label: string, mark: React.ReactNode][] = [
    [word('classification', 'confirmed'), <circle key="m" cx="8" cy="8" r="6" fill={classes['confirmed']} />],
    [
      word('classification', 'asymptomatic'),
      <circle key="m" cx="8" cy="8" r="4.5" fill="none" stroke={classes['asymptomatic']} strokeWidth="3" />,
    ],
    [
      word('classification', 'probable'),
      <g key="m">
        <circle cx="8" cy="8" r="6" fill="none" stroke={classes['probable']} strokeWidth="1.5" />
        <circle cx="8" cy="8" r="2.6" fill={classes['probable']} />
      </g>,
    ],
    [
      word('classification', 'suspected'),
      <g key="m">
        <circle cx="8" cy="8" r="6" fill="none" stroke={classes['suspected']} strokeWidth="1.5" />
        <circle cx="8" cy="8" r="2.6" fill={classes['suspected']} />
      </g>,
    ],
    [word('class', 'close'), <circle key="m" cx="8" cy="8" r="3" fill={palette.contact} />],
    [t('ui-investigation-other-contacts'), <circle key="m" cx="8" cy="8" r="3" fill={palette.secondary} />],
    [t('ui-investigation-place'), <rect key="m" x="4" y="4" width="8" height="8" fill={palette.place} />],
    [t('ui-investigation-outside-areas'), <path key="m" d="M8 2 14 8 8 14 2 8Z" fill={palette.contact} />],
    [
      t('ui-investigation-infection'),
      <path key="m" d="M0 8H16" stroke={palette.infection} strokeWidth="2" />,
    ],
    [t('ui-investigation-exposure'), <path key="m" d="M0 8H16" stroke={palette.exposure} strokeWidth="1" />],
  ];
  return (
    <ul className={styles['legend']} aria-label={t('ui-investigation-legend')}>
      {marks.map(([label, mark]) => (
        <li key={label}>
          <svg width="16" height="16" aria-hidden focusable="false">
            {mark}
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
