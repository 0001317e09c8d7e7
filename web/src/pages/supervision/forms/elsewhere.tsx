// Evidence that has a page of its own: the way there.
import { Go } from '@/address';
import { useT } from '@/i18n';
import { dayIn, SubjectLink, useZone } from '@/parts';
import { ProblemActions } from '../ProblemActions';
import type { FormProps } from './shared';
import styles from '../supervision.module.css';

/** An order is written on the page of whom it binds. */
export function WriteOrder({ detail }: FormProps) {
  const { t } = useT();
  return (
    <p className={styles['inText']}>
      {t('ui-supervision-write-order')} <SubjectLink kind={detail.subject.kind} id={detail.subject.id} />
    </p>
  );
}

/** A gap is filled on the roster. */
export function FillGap({ detail }: FormProps) {
  const { t } = useT();
  const zone = useZone();
  return (
    <p>
      <Go to={`/duty?from=${dayIn(detail.due_at, zone)}&post=${detail.subject.id}`}>
        {t('ui-supervision-fill-gap')}
      </Go>
    </p>
  );
}

export function VerifyProblem({ detail, done }: FormProps) {
  return <ProblemActions id={detail.subject.id} done={done} />;
}
