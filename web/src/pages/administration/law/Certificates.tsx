// The proofs of what was purged.
import type { ReactNode } from 'react';
import { Go } from '@/address';
import { useT } from '@/i18n';
import { Count, Mark, RecordList, Section, User, When } from '@/parts';
import styles from '../administration.module.css';

export function Certificates({ extra }: { extra: ReactNode }) {
  const { t } = useT();
  return (
    <Section title={t('ui-administration-certificates')} extra={extra}>
      <RecordList
        id="certificates"
        path="/api/v1/certificates"
        read={{ now: true }}
        empty={t('ui-administration-certificates-none')}
        columns={[
          {
            id: 'at',
            label: 'ui-administration-certificate-made',
            always: true,
            cell: (row) => (
              <Go to={`/administration/law/${row.id}`}>
                <When at={row.made_at} kind="second" />
              </Go>
            ),
          },
          { id: 'by', label: 'ui-administration-audit-by', cell: (row) => <User id={row.made_by} /> },
          {
            id: 'persons',
            label: 'ui-administration-purge-persons',
            align: 'end',
            cell: (row) => <Count of={row.persons.length} />,
          },
          {
            id: 'more',
            label: 'ui-administration-state',
            cell: (row) =>
              row.more ? <Mark tone="warn">{t('ui-administration-certificate-more')}</Mark> : null,
          },
          {
            id: 'hash',
            label: 'ui-administration-certificate-hash',
            cell: (row) => <code className={styles['hash']}>{row.sha256.slice(0, 16)}…</code>,
          },
        ]}
      />
    </Section>
  );
}
