// Light and dark, as chosen or as the system has it.
import { theme as antTheme, type ThemeConfig } from 'antd';
import { useEffect, useSyncExternalStore } from 'react';
import { readPreference, usePreference } from '@/preferences';

export type Theme = 'light' | 'dark';
export type ThemeChoice = Theme | 'system';

const dark = () => window.matchMedia('(prefers-color-scheme: dark)');

function asChoice(kept: string | null): ThemeChoice {
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** Before anything is drawn, so that nothing flashes. */
export function startTheme(): void {
  const choice = asChoice(readPreference('theme'));
  document.documentElement.dataset['theme'] =
    choice === 'system' ? (dark().matches ? 'dark' : 'light') : choice;
}

export function useTheme(): { theme: Theme; choice: ThemeChoice; choose: (choice: ThemeChoice) => void } {
  const [kept, keep] = usePreference('theme');
  const systemIsDark = useSyncExternalStore(
    (listener) => {
      const query = dark();
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => dark().matches,
  );
  const choice = asChoice(kept);
  const theme: Theme = choice === 'system' ? (systemIsDark ? 'dark' : 'light') : choice;
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return { theme, choice, choose: (next) => keep(next === 'system' ? null : next) };
}

const FONT =
  'system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif';

/** Ant Design in our colours: calm blue ink, and greys that can be read (WCAG AA) also where it has paler ones. */
export function antdTheme(theme: Theme): ThemeConfig {
  const isDark = theme === 'dark';
  return {
    algorithm: isDark ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm,
    token: {
      fontFamily: FONT,
      colorPrimary: isDark ? '#5b9bd0' : '#1f5f94',
      colorLink: isDark ? '#7fb4e0' : '#1a5584',
      colorLinkHover: isDark ? '#a3cbec' : '#0f3a5c',
      colorLinkActive: isDark ? '#a3cbec' : '#0f3a5c',
      colorError: isDark ? '#e8695a' : '#b5301c',
      colorWarning: isDark ? '#e0a93b' : '#9a6100',
      colorSuccess: isDark ? '#62b37c' : '#23743f',
      // Progress bars take the colour of what informs.
      colorInfo: isDark ? '#5b9bd0' : '#1f5f94',
      colorErrorBg: isDark ? '#3d211c' : '#fbe9e6',
      colorErrorBorder: isDark ? '#7a4034' : '#e3a99e',
      colorWarningBg: isDark ? '#37290f' : '#fdf3df',
      colorWarningBorder: isDark ? '#6b5324' : '#dfc48a',
      colorSuccessBg: isDark ? '#1c3324' : '#e8f3ec',
      colorSuccessBorder: isDark ? '#3a6b4b' : '#a5cfb3',
      colorInfoBg: isDark ? '#223648' : '#e6eff7',
      colorTextSecondary: isDark ? 'rgba(255,255,255,0.78)' : 'rgba(0,0,0,0.75)',
      colorTextTertiary: isDark ? 'rgba(255,255,255,0.7)' : 'rgba(0,0,0,0.66)',
      colorTextDescription: isDark ? 'rgba(255,255,255,0.7)' : 'rgba(0,0,0,0.66)',
      colorTextPlaceholder: isDark ? 'rgba(255,255,255,0.62)' : 'rgba(0,0,0,0.6)',
      colorBgLayout: isDark ? '#14171a' : '#f4f5f6',
      colorBgElevated: isDark ? '#262b30' : '#ffffff',
      colorBgContainer: isDark ? '#1c2024' : '#ffffff',
      borderRadius: 4,
      motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    },
    // White on a light blue cannot be read, nor can a middle blue on a dark ground.
    components: isDark
      ? {
          Button: { primaryColor: '#06121c', dangerColor: '#1c0703' },
          Tabs: { itemSelectedColor: '#7fb4e0', itemActiveColor: '#7fb4e0' },
        }
      : {},
  };
}
