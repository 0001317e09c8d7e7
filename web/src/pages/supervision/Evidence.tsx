// What closes a duty, and the form for it.
import { App, Tabs } from 'antd';
import type { Receipt } from '@/api';
import { useT } from '@/i18n';
import { SubjectLink } from '@/parts';
import { useMay } from '@/session';
import { offered } from './evidence';
import { FORMS } from './forms';
import type { Detail } from './ladder';
import styles from './supervision.module.css';

export function Evidence({ detail, done }: { detail: Detail; done?: (() => void) | undefined }) {
  const { t, word } = useT();
  const may = useMay();
  const { message } = App.useApp();
  const forms = offered(detail, may);
  const kinds = [...new Set(detail.closed_by.map(({ fact }) => fact))];
  const recorded = (receipt: Receipt) => {
    if (receipt.met.includes(detail.id)) {
      void message.success(t('ui-supervision-met'));
      done?.();
    } else {
      void message.warning(t('ui-supervision-not-met'), 8);
    }
  };
  const closedBy = (
    <p>
      {t('ui-supervision-closed-by', {
        kinds: kinds.map((kind) => word('fact', kind)).join(t('ui-supervision-or')),
      })}
    </p>
  );
  if (forms.length === 0) {
    return (
      <>
        {closedBy}
        <p className={styles['inText']}>
          {t('ui-supervision-not-yours')} <SubjectLink kind={detail.subject.kind} id={detail.subject.id} />
        </p>
      </>
    );
  }
  const form = (evidence: (typeof forms)[number]) => {
    const EvidenceForm = FORMS[evidence.fact];
    return <EvidenceForm detail={detail} evidence={evidence} done={recorded} />;
  };
  const [only] = forms;
  return (
    <>
      {closedBy}
      {forms.length === 1 && only ? (
        form(only)
      ) : (
        <Tabs
          items={forms.map((evidence) => ({
            key: evidence.fact,
            label: word('fact', evidence.fact),
            children: form(evidence),
          }))}
        />
      )}
    </>
  );
}
