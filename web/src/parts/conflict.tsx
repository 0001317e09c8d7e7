// Two people worked on one record: what has moved, field by field. What was typed stays in the form.
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { ApiError } from '@/api';
import { useT } from '@/i18n';
import styles from './parts.module.css';

/** Whether a command was refused because the record has moved on. */
export function isConflict(error: unknown): error is ApiError {
  return error instanceof ApiError && error.type === 'record.edit_conflict';
}

/** A field of a record, with its label and how its value is shown. */
export interface ConflictField<T> {
  label: string;
  value: (record: T) => ReactNode;
  /** What is compared; the whole value where it is a text or number. */
  same?: (before: T, after: T) => boolean;
}

/**
 * Shows what differs between the record as it was read and as it is now. `again` sends what was typed against the
 * record of now; nothing is sent by itself.
 */
export function EditConflict<T>({
  before,
  after,
  fields,
  again,
}: {
  before: T;
  after: T | undefined;
  fields: ConflictField<T>[];
  again: () => void;
}) {
  const { t } = useT();
  const moved = after
    ? fields.filter(({ value, same }) => !(same ? same(before, after) : value(before) === value(after)))
    : [];
  return (
    <Alert
      type="warning"
      showIcon
      title={t('ui-conflict-title')}
      description={
        <>
          {after && moved.length === 0 && <p>{t('ui-conflict-elsewhere')}</p>}
          {after && moved.length > 0 && (
            <table className={styles['compare']}>
              <thead>
                <tr>
                  <th scope="col">{t('ui-conflict-field')}</th>
                  <th scope="col">{t('ui-conflict-before')}</th>
                  <th scope="col">{t('ui-conflict-after')}</th>
                </tr>
              </thead>
              <tbody>
                {moved.map(({ label, value }) => (
                  <tr key={label}>
                    <th scope="row">{label}</th>
                    <td>{value(before) ?? '—'}</td>
                    <td>{value(after) ?? '—'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <Button disabled={!after} onClick={again}>
            {t('ui-conflict-again')}
          </Button>
        </>
      }
    />
  );
}
