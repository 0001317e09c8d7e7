// Which columns a list shows; kept in this browser.
import { Button, Checkbox, Popover } from 'antd';
import { SettingOutlined } from '@ant-design/icons';
import { useT, type TextKey } from '@/i18n';
import styles from './list.module.css';

interface Choosable {
  id: string;
  label: TextKey;
  always?: boolean;
}

export function ColumnChoice({
  columns,
  shown,
  keep,
}: {
  columns: Choosable[];
  shown: string[];
  keep: (kept: string | null) => void;
}) {
  const { t } = useT();
  const set = (id: string, on: boolean) => {
    const next = columns.filter((column) => (column.id === id ? on : shown.includes(column.id)));
    keep(next.map((column) => column.id).join(' '));
  };
  const content = (
    <div className={styles['columns']}>
      {columns.map((column) => (
        <Checkbox
          key={column.id}
          checked={shown.includes(column.id)}
          disabled={column.always ?? false}
          onChange={({ target }) => set(column.id, target.checked)}
        >
          {t(column.label)}
        </Checkbox>
      ))}
      <Button type="link" size="small" onClick={() => keep(null)}>
        {t('ui-columns-usual')}
      </Button>
    </div>
  );
  return (
    <Popover content={content} trigger="click" placement="bottomRight" title={t('ui-columns')}>
      <Button
        type="text"
        icon={<SettingOutlined aria-hidden />}
        aria-label={t('ui-columns')}
        title={t('ui-columns')}
      />
    </Popover>
  );
}
