// Opens the names of people whom another unit sees: a look of its own, for a purpose, in the audit.
import { useState } from 'react';
import { useT } from '@/i18n';
import { Problem } from '../states';
import { Big } from '../touch';
import type { Someone } from './today';
import type { TodayRead } from './useToday';

export function NameThem({ people, open }: { people: readonly Someone[]; open: TodayRead['openNames'] }) {
  const { t } = useT();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const nameless = people.filter((one) => !one.name).map(({ person }) => person);
  if (!open || nameless.length === 0) return null;
  const look = () => {
    setPending(true);
    setProblem(null);
    open(nameless)
      .catch(setProblem)
      .finally(() => setPending(false));
  };
  return (
    <>
      <Problem error={problem} />
      <Big kind="quiet" disabled={pending} onClick={look}>
        {t('ui-round-names', { count: nameless.length })}
      </Big>
    </>
  );
}
