// Fields of forms: they take what people paste, and refuse in words what cannot be meant.
import { DatePicker, Form, Input, type FormItemProps } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { Rule } from 'antd/es/form';
import { useT, type TextKey } from '@/i18n';
import { instantAt, wallAt } from './calendar';
import { codeOf, dayOf, halfWidth, manyLines, numberOf, oneLine } from './input';
import { useZone } from './names';

interface Common {
  name: string | (string | number)[];
  label: TextKey;
  required?: boolean;
  /** A line below. */
  hint?: TextKey;
  /** What a refusal says of this field: `command.field('reason')`. */
  refused?: Pick<FormItemProps, 'validateStatus' | 'help'>;
  autoFocus?: boolean;
  disabled?: boolean;
}

function useCommon({ name, label, required, hint, refused }: Common, rules: Rule[]): FormItemProps {
  const { t } = useT();
  const asked: Rule = { required: true, message: t('ui-input-required', { field: t(label) }) };
  return {
    name,
    label: t(label),
    rules: required ? [asked, ...rules] : rules,
    extra: hint ? t(hint) : undefined,
    // A paste is mended when the field is left, not under the hands of who types.
    validateTrigger: 'onBlur',
    ...refused,
  };
}

/** A text of one line, or of many. Line breaks and blanks of a paste do not matter; longer than `max` is not taken. */
export function TextField({
  max,
  multiline,
  rows = 3,
  ...common
}: Common & { max: number; multiline?: boolean; rows?: number }) {
  const { t } = useT();
  const form = Form.useFormInstance();
  const tidy = multiline ? manyLines : oneLine;
  const length: Rule = {
    validator: (_, value: string | undefined) => {
      const count = [...tidy(value ?? '')].length;
      if (count === 0 && value)
        return Promise.reject(new Error(t('ui-input-required', { field: t(common.label) })));
      if (count <= max) return Promise.resolve();
      return Promise.reject(new Error(t('ui-input-too-long', { count, max })));
    },
  };
  const props = {
    autoFocus: common.autoFocus,
    disabled: common.disabled,
    'aria-required': common.required,
    onBlur: () => form.setFieldValue(common.name, tidy(String(form.getFieldValue(common.name) ?? ''))),
  };
  return (
    <Form.Item
      {...useCommon(common, [length])}
      getValueFromEvent={(event: Typed) => limit(event.target.value)}
    >
      {multiline ? <Input.TextArea {...props} rows={rows} /> : <Input {...props} autoComplete="off" />}
    </Form.Item>
  );
}

interface Typed {
  target: { value: string };
}

/** A paste of ten megabytes must not stop the page; what is cut is far beyond any limit and is refused as too long. */
const PASTE = 20_000;
const limit = (value: string) => (value.length > PASTE ? value.slice(0, PASTE) : value);

/** A number or code of any kind: half width, without blanks. */
export function CodeField({ max, ...common }: Common & { max: number }) {
  const { t } = useT();
  const item = useCommon(common, [{ max, message: t('ui-input-too-long', { count: max + 1, max }) }]);
  return (
    <Form.Item {...item} getValueFromEvent={(event: Typed) => codeOf(limit(event.target.value))}>
      <Input
        autoComplete="off"
        autoFocus={common.autoFocus}
        disabled={common.disabled}
        aria-required={common.required}
      />
    </Form.Item>
  );
}

/** A number between bounds, as people write it: `３７．５`. The form holds the text; read it with `numberOf`. */
export function NumberField({
  min,
  max,
  unit,
  ...common
}: Common & { min: number; max: number; unit?: string }) {
  const { t } = useT();
  const bounds: Rule = {
    validator: (_, value: string | undefined) => {
      if (!value) return Promise.resolve();
      const number = numberOf(value);
      if (number !== undefined && number >= min && number <= max) return Promise.resolve();
      return Promise.reject(new Error(t('ui-input-number', { min, max })));
    },
  };
  const item = useCommon(common, [bounds]);
  return (
    <Form.Item
      {...item}
      getValueFromEvent={(event: Typed) => halfWidth(limit(event.target.value)).slice(0, 40)}
    >
      <Input
        inputMode="decimal"
        autoComplete="off"
        suffix={unit}
        autoFocus={common.autoFocus}
        disabled={common.disabled}
        aria-required={common.required}
      />
    </Form.Item>
  );
}

/** The forms in which a day may be typed. */
const DAYS = ['YYYY-MM-DD', 'YYYY/M/D', 'YYYY.M.D', 'YYYYMMDD', 'YYYY年M月D日'];

/** A day; the form holds `YYYY-MM-DD`. Nothing before 1850 is meant. */
export function DayField({ latest, ...common }: Common & { latest?: string | undefined }) {
  const { t } = useT();
  const bounds: Rule = {
    validator: (_, value: string | undefined) => {
      if (!value) return Promise.resolve();
      if (!dayOf(value) || value < '1850-01-01') return Promise.reject(new Error(t('ui-input-day')));
      if (latest && value > latest) return Promise.reject(new Error(t('ui-input-day-future')));
      return Promise.resolve();
    },
  };
  const item = useCommon(common, [bounds]);
  return (
    <Form.Item
      {...item}
      getValueProps={(value: string | undefined) => ({ value: value ? dayjs(value) : null })}
      getValueFromEvent={(value: Dayjs | null) => value?.format('YYYY-MM-DD')}
    >
      <DatePicker
        format={DAYS}
        disabled={common.disabled}
        style={{ width: '100%' }}
        aria-required={common.required}
      />
    </Form.Item>
  );
}

/** A moment; typed and shown in the zone of the area looked at, held by the form as an instant. */
export function InstantField({ latest, ...common }: Common & { latest?: string | undefined }) {
  const { t } = useT();
  const zone = useZone();
  const bounds: Rule = {
    validator: (_, value: string | undefined) =>
      value && latest && Date.parse(value) > Date.parse(latest)
        ? Promise.reject(new Error(t('ui-input-day-future')))
        : Promise.resolve(),
  };
  return (
    <Form.Item
      {...useCommon(common, [bounds])}
      getValueProps={(value: string | undefined) => ({
        value: value ? dayjs(wallAt(value, zone)) : null,
      })}
      getValueFromEvent={(value: Dayjs | null) => value && instantAt(value.format('YYYY-MM-DDTHH:mm'), zone)}
    >
      <DatePicker
        showTime={{ format: 'HH:mm' }}
        format={MOMENTS}
        disabled={common.disabled}
        style={{ width: '100%' }}
        aria-required={common.required}
      />
    </Form.Item>
  );
}

/** The forms in which a moment may be typed. */
const MOMENTS = ['YYYY-MM-DD HH:mm', 'YYYY/M/D H:mm', 'YYYY年M月D日 H:mm'];
