// Oneself: posts, language, look, keys, log-out.
import { UserOutlined } from '@ant-design/icons';
import { Button, Popover, Segmented, Switch } from 'antd';
import { Go } from '@/address';
import { LANGUAGES, useT, useTexts, type Language } from '@/i18n';
import { Area } from '@/parts/names';
import { Said } from '@/parts/said';
import { useMe } from '@/session';
import { leave } from '@/session/begin';
import { useOwnMenu } from './menu';
import { useKeys } from './shortcuts';
import styles from './shell.module.css';
import { useTheme, type ThemeChoice } from './theme';

const NAMES: Record<Language, string> = { 'zh-CN': '中文', en: 'English' };

export function LanguageSwitch() {
  const { t, language } = useT();
  const { setLanguage } = useTexts();
  return (
    <Segmented
      aria-label={t('ui-language')}
      value={language}
      onChange={setLanguage}
      options={LANGUAGES.map((value) => ({ value, label: <span lang={value}>{NAMES[value]}</span> }))}
    />
  );
}

export function ThemeSwitch() {
  const { t } = useT();
  const { choice, choose } = useTheme();
  const options: { value: ThemeChoice; label: string }[] = [
    { value: 'light', label: t('ui-theme-light') },
    { value: 'dark', label: t('ui-theme-dark') },
    { value: 'system', label: t('ui-theme-system') },
  ];
  return <Segmented aria-label={t('ui-theme')} value={choice} onChange={choose} options={options} />;
}

/** What the menu holds; also shown in the drawer of the phone. */
export function Oneself() {
  const { t, word } = useT();
  const me = useMe();
  const keys = useKeys();
  const own = useOwnMenu();
  return (
    <div className={styles['oneself']}>
      <strong>
        <Said text={me.display_name} />
      </strong>
      <ul className={styles['grants']}>
        {me.grants.map((grant) => (
          <li key={`${grant.role} ${grant.area}`}>
            {word('grant', grant.role)} · <Area code={grant.area} />
          </li>
        ))}
      </ul>
      {own.map(({ path, label, icon: Icon }) => (
        <Go key={path} to={path} className={styles['ownPage']}>
          <Icon aria-hidden /> {t(label)}
        </Go>
      ))}
      <LanguageSwitch />
      <ThemeSwitch />
      <label className={styles['keysOn']}>
        <Switch size="small" checked={keys.on} onChange={keys.setOn} /> {t('ui-keys-on')}
      </label>
      <Button onClick={() => void leave()}>{t('ui-log-out')}</Button>
    </div>
  );
}

export function UserMenu() {
  const { t } = useT();
  const me = useMe();
  return (
    <Popover trigger="click" content={<Oneself />} placement="bottomRight">
      <Button icon={<UserOutlined aria-hidden />} aria-label={t('ui-user-menu', { name: me.display_name })}>
        <Said text={me.display_name} />
      </Button>
    </Popover>
  );
}
