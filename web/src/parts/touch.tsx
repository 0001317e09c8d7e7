// Building blocks for pages that are used with one thumb, and loaded over the network of a village: elements of the
// browser, large, and nothing else. Not part of `@/parts`, so that these pages do not load what desks need.
import { useEffect, useId, useRef, type ButtonHTMLAttributes, type ReactNode } from 'react';
import { useT } from '@/i18n';
import styles from './touch.module.css';

type BigProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'style'> & {
  kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  wide?: boolean;
};

/** A button that a thumb finds. */
export function Big({ kind = 'plain', wide, type = 'button', ...rest }: BigProps) {
  return (
    <button
      {...rest}
      type={type}
      className={styles['big']}
      data-kind={kind}
      data-wide={wide ? '' : undefined}
    />
  );
}

export interface Option<T extends string> {
  value: T;
  label: ReactNode;
  /** How it is marked, besides its words. */
  tone?: 'warn';
}

interface Choosing<T extends string> {
  label: string;
  options: readonly Option<T>[];
  disabled?: boolean;
  hint?: ReactNode;
  /** Columns of equal width; as wide as their words where absent. */
  columns?: number;
}

/** One of a few. Choosing it again takes it back, unless it is asked for. */
export function OneOf<T extends string>({
  value,
  choose,
  required,
  ...rest
}: Choosing<T> & { value: T | undefined; choose: (value: T | undefined) => void; required?: boolean }) {
  return (
    <Choices
      {...rest}
      kind="radio"
      isOn={(option) => option === value}
      pick={(option) => choose(option === value && !required ? undefined : option)}
    />
  );
}

/** Some of a few. */
export function SomeOf<T extends string>({
  values,
  choose,
  ...rest
}: Choosing<T> & { values: readonly T[]; choose: (values: T[]) => void }) {
  const flip = (option: T) =>
    choose(values.includes(option) ? values.filter((value) => value !== option) : [...values, option]);
  return <Choices {...rest} kind="checkbox" isOn={(option) => values.includes(option)} pick={flip} />;
}

function Choices<T extends string>({
  label,
  options,
  disabled,
  hint,
  columns,
  kind,
  isOn,
  pick,
}: Choosing<T> & { kind: 'radio' | 'checkbox'; isOn: (value: T) => boolean; pick: (value: T) => void }) {
  const name = useId();
  return (
    <fieldset className={styles['choices']} disabled={disabled}>
      <legend>{label}</legend>
      <div className={styles['options']} data-columns={columns}>
        {options.map(({ value, label: text, tone }) => (
          <label key={value} className={styles['option']} data-tone={tone}>
            <input
              type={kind}
              name={name}
              value={value}
              checked={isOn(value)}
              onChange={() => pick(value)}
              // A radio that is on tells of no change when it is touched again.
              onClick={kind === 'radio' && isOn(value) ? () => pick(value) : undefined}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
      {hint && <div className={styles['hint']}>{hint}</div>}
    </fieldset>
  );
}

interface LineProps {
  label: string;
  value: string;
  change: (value: string) => void;
  /** What is tidied when the field is left. */
  tidy?: (value: string) => string;
  hint?: ReactNode;
  /** Why it cannot stand like this. */
  fault?: string | undefined;
  inputMode?: 'text' | 'decimal' | 'numeric' | 'tel';
  unit?: string;
  type?: 'text' | 'datetime-local' | 'search';
  disabled?: boolean;
  multiline?: boolean;
  autoFocus?: boolean;
}

/** A paste of ten megabytes must not stop the page; what is cut is far beyond any limit, and refused as too long. */
const PASTE = 20_000;

/** A line to type in. It takes what is pasted as it is, and tidies it when it is left. */
export function Line({
  label,
  value,
  change,
  tidy,
  hint,
  fault,
  unit,
  multiline,
  type = 'text',
  ...rest
}: LineProps) {
  const id = useId();
  const told = hint || fault ? `${id}-told` : undefined;
  const props = {
    ...rest,
    id,
    value,
    autoComplete: 'off',
    spellCheck: false,
    'aria-invalid': fault ? true : undefined,
    'aria-describedby': told,
    onChange: ({ target }: { target: { value: string } }) => change(target.value.slice(0, PASTE)),
    onBlur: () => tidy && tidy(value) !== value && change(tidy(value)),
  };
  return (
    <div className={styles['line']}>
      <label htmlFor={id}>{label}</label>
      <div className={styles['input']}>
        {multiline ? <textarea {...props} rows={2} /> : <input {...props} type={type} />}
        {unit && <span aria-hidden>{unit}</span>}
      </div>
      {told && (
        <div
          id={told}
          className={styles['hint']}
          data-fault={fault ? '' : undefined}
          role={fault ? 'alert' : undefined}
        >
          {fault ?? hint}
        </div>
      )}
    </div>
  );
}

/** One of many, by the list of the system. `said`: they are called as people have called them. */
export function Pick({
  label,
  value,
  options,
  choose,
  hint,
  said,
}: {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  choose: (value: string) => void;
  hint?: ReactNode;
  said?: boolean;
}) {
  const id = useId();
  return (
    <div className={styles['line']}>
      <label htmlFor={id}>{label}</label>
      <div className={styles['input']}>
        <select
          id={id}
          value={value}
          data-said={said ? '' : undefined}
          onChange={({ target }) => choose(target.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
      {hint && <div className={styles['hint']}>{hint}</div>}
    </div>
  );
}

/** A dialog that comes from below: the browser keeps the focus in it, and `Esc` leaves it. */
export function Sheet({
  title,
  close,
  children,
}: {
  title: ReactNode;
  close: () => void;
  children: ReactNode;
}) {
  const { t } = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    const element = dialog.current;
    if (!element) return undefined;
    const leave = (event: Event) => {
      event.preventDefault();
      latest.current();
    };
    element.addEventListener('cancel', leave);
    if (!element.open) element.showModal?.();
    return () => element.removeEventListener('cancel', leave);
  }, []);
  return (
    <dialog ref={dialog} className={styles['sheet']} aria-labelledby={heading}>
      <div className={styles['sheetHead']}>
        <h2 id={heading}>{title}</h2>
        <button type="button" className={styles['leave']} onClick={close} aria-label={t('ui-close')}>
          ×
        </button>
      </div>
      {children}
    </dialog>
  );
}

/** Something to be read before all else: shape and words besides the colour. `said`: it holds what somebody typed. */
export function Note({
  tone,
  said,
  children,
}: {
  tone: 'calm' | 'warn' | 'late' | 'done';
  said?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={styles['note']}
      data-tone={tone}
      data-said={said ? '' : undefined}
      role={tone === 'late' ? 'alert' : 'status'}
    >
      {children}
    </div>
  );
}
