// The rule that permits an order: chosen among those of the edition in force, or named by hand.
import { AutoComplete, Form, type FormItemProps } from 'antd';
import { useMemo } from 'react';
import { useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import { oneLine } from '@/parts';

/** The edition in force on a day, of a disease: the latest that has begun and not ended. */
export function editionOn(
  editions: readonly Schema<'Edition'>[],
  disease: string,
  day: string,
): string | undefined {
  return editions
    .filter(
      (one) =>
        one.disease === disease &&
        !one.overlay &&
        one.from_on <= day &&
        (!one.until_on || day < one.until_on),
    )
    .sort((a, b) => b.from_on.localeCompare(a.from_on))[0]?.edition;
}

export function BasisField({
  disease,
  area,
  day,
  refused,
}: {
  disease: string | undefined;
  area: string | undefined;
  day: string;
  refused: Pick<FormItemProps, 'validateStatus' | 'help'>;
}) {
  const { t, text } = useT();
  const editions = useGet('/api/v1/protocols', {}, { still: true, now: true });
  const edition = disease && editions.data ? editionOn(editions.data.items, disease, day) : undefined;
  const rules = useGet(
    '/api/v1/protocols/{disease}/editions/{edition}',
    { path: { disease: disease ?? '', edition: edition ?? '' }, query: area ? { area } : {} },
    { still: true, now: true, enabled: edition !== undefined },
  );
  const options = useMemo(
    () =>
      (rules.data?.rules ?? [])
        .filter((rule) => rule.section === 'regime')
        .map((rule) => ({ value: rule.id, label: `${rule.id} · ${text(rule.title)}` })),
    [rules.data, text],
  );
  return (
    <Form.Item
      name="basis"
      label={t('ui-isolation-basis')}
      extra={t('ui-isolation-basis-hint')}
      rules={[
        {
          required: true,
          whitespace: true,
          message: t('ui-input-required', { field: t('ui-isolation-basis') }),
        },
      ]}
      getValueFromEvent={(value: string) => value.slice(0, 300)}
      {...refused}
    >
      <AutoComplete
        options={options}
        aria-required
        showSearch={{
          filterOption: (typed, option) =>
            String(option?.label ?? '')
              .toLowerCase()
              .includes(oneLine(typed).toLowerCase()),
        }}
      />
    </Form.Item>
  );
}
