// Tests and checks of an order, on which day each: what is past, what is due today, what is still to come.
import { useT } from '@/i18n';
import { dayIn, Empty, Mark, RecordTable, Section, useNow, useZone, When } from '@/parts';
import { isOver, type Order } from './words';

export function Due({ one }: { one: Order }) {
  const { t } = useT();
  const now = useNow();
  const today = dayIn(now, useZone());
  const rows = [
    ...one.tests.map((item) => ({ ...item, kind: 'test' as const })),
    ...one.checks.map((item) => ({ ...item, kind: 'check' as const })),
  ].sort((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at) || a.kind.localeCompare(b.kind));
  const coming = rows.filter((row) => row.on >= today);
  const shown = isOver(one) ? rows : coming;
  if (rows.length === 0) return null;
  return (
    <Section title={t('ui-isolation-due', { tests: one.tests.length, checks: one.checks.length })}>
      {shown.length === 0 ? (
        <Empty>{t('ui-isolation-due-none')}</Empty>
      ) : (
        <RecordTable
          rows={shown.slice(0, 40)}
          rowId={(row) => row.occurrence}
          columns={[
            { id: 'day', label: 'ui-isolation-day', align: 'end', cell: (row) => row.day },
            {
              id: 'on',
              label: 'ui-isolation-on',
              cell: (row) => (
                <>
                  <When at={row.on} />{' '}
                  {row.on === today && !isOver(one) && <Mark tone="warn">{t('ui-isolation-today')}</Mark>}
                </>
              ),
            },
            {
              id: 'kind',
              label: 'ui-isolation-kind',
              cell: (row) => t(row.kind === 'test' ? 'ui-isolation-test' : 'ui-isolation-check'),
            },
            { id: 'due', label: 'ui-isolation-due-at', cell: (row) => <When at={row.due_at} /> },
          ]}
        />
      )}
    </Section>
  );
}
