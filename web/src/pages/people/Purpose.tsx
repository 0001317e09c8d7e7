// Asks what personal values are looked at for, and then looks: each look is recorded with it.
import { EyeOutlined } from '@ant-design/icons';
import { Button, Popover, Select, Space } from 'antd';
import { useState } from 'react';
import { useT, type TextKey } from '@/i18n';
import styles from './people.module.css';

export const PURPOSES: TextKey[] = [
  'ui-purpose-investigation',
  'ui-purpose-contact',
  'ui-purpose-care',
  'ui-purpose-check',
];

export function PurposeButton({
  label,
  pending,
  look,
}: {
  label: string;
  pending: boolean;
  look: (purpose: string) => void;
}) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  const [purpose, setPurpose] = useState<TextKey>();
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomLeft"
      content={
        <Space orientation="vertical" className={styles['ask'] ?? ''}>
          <span>{t('ui-people-look-recorded')}</span>
          <Select
            style={{ width: '100%' }}
            aria-label={t('ui-names-purpose')}
            placeholder={t('ui-names-purpose')}
            value={purpose ?? null}
            onChange={(next: TextKey) => setPurpose(next)}
            options={PURPOSES.map((key) => ({ value: key, label: t(key) }))}
          />
          <Button
            type="primary"
            disabled={!purpose}
            onClick={() => {
              setOpen(false);
              if (purpose) look(t(purpose));
            }}
          >
            {label}
          </Button>
        </Space>
      }
    >
      <Button icon={<EyeOutlined aria-hidden />} loading={pending}>
        {label}
      </Button>
    </Popover>
  );
}
