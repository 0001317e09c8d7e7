// Chooses an area in a form, by its name in either language or its code.
import { Form, Select, type FormItemProps } from 'antd';
import { useMemo } from 'react';
import { useT, type TextKey } from '@/i18n';
import { useAreas } from './names';

export interface AreaFieldProps {
  name: string | (string | number)[];
  label: TextKey;
  required?: boolean;
  hint?: TextKey;
  refused?: Pick<FormItemProps, 'validateStatus' | 'help'>;
  disabled?: boolean;
}

export function AreaField({
  name,
  label,
  required = false,
  hint,
  refused,
  disabled = false,
}: AreaFieldProps) {
  const { t } = useT();
  const options = useAreaOptions();
  return (
    <Form.Item
      name={name}
      label={t(label)}
      rules={required ? [{ required: true, message: t('ui-input-required', { field: t(label) }) }] : []}
      extra={hint ? t(hint) : undefined}
      {...refused}
    >
      <Select
        disabled={disabled}
        allowClear={!required}
        aria-required={required}
        loading={!options}
        showSearch={{
          filterOption: (typed, option) => option?.find.includes(typed.trim().toLowerCase()) ?? false,
        }}
        options={options ?? []}
      />
    </Form.Item>
  );
}

/** All areas that somebody sees, by where they lie; each with the area above it, since villages share names. */
export function useAreaOptions(): { value: string; label: string; find: string }[] | undefined {
  const { text, language } = useT();
  const areas = useAreas();
  return useMemo(() => {
    if (!areas) return undefined;
    const nameOf = (code: string) => {
      const known = areas.get(code);
      return known ? text(known.name) : code;
    };
    return [...areas.values()]
      .sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')))
      .map((area) => ({
        value: area.code,
        label: area.path
          .slice(-2)
          .map(nameOf)
          .join(language === 'en' ? ' / ' : '\u3000'),
        find: `${area.code} ${area.name.zh} ${area.name.en}`.toLowerCase(),
      }));
  }, [areas, text, language]);
}
