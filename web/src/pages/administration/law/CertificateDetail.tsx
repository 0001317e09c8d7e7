// One certificate: what went, by which rule, and the hash by which the journal knows it. Made to be printed.
import { Alert, Button } from 'antd';
import { PrinterOutlined } from '@ant-design/icons';
import { useParams } from 'react-router';
import { useGet } from '@/api';
import { useT } from '@/i18n';
import { Facts, Loading, Mark, Problem, Section, shortId, User, When } from '@/parts';
import { Frame } from '../Frame';
import styles from '../administration.module.css';
import { KindsPurged } from './KindsPurged';

export default function CertificateDetail() {
  const { id = '' } = useParams();
  const { t } = useT();
  const found = useGet('/api/v1/certificates/{id}', { path: { id } }, { now: true });
  const one = found.data;
  return (
    <Frame
      title={t('ui-administration-certificate', { id: shortId(id) })}
      note={one?.dry_run ? <Mark>{t('ui-administration-certificate-trial')}</Mark> : undefined}
      actions={
        <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
          {t('ui-administration-print')}
        </Button>
      }
    >
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {!one && !found.error && <Loading rows={6} />}
      {one && (
        <>
          {one.more && <Alert type="warning" showIcon title={t('ui-administration-certificate-more-text')} />}
          <Section title={t('ui-administration-certificate-what')}>
            <KindsPurged kinds={one.kinds} />
          </Section>
          <Section title={t('ui-administration-certificate-proof')}>
            <Facts
              pairs={[
                [t('ui-administration-certificate-id'), <code key="id">{one.id}</code>],
                [t('ui-administration-certificate-made'), <When key="at" at={one.made_at} kind="second" />],
                [t('ui-administration-audit-by'), <User key="by" id={one.made_by} />],
                [t('ui-administration-certificate-installation'), <code key="in">{one.installation}</code>],
                [
                  'SHA-256',
                  <code key="hash" className={styles['hash']}>
                    {one.sha256}
                  </code>,
                ],
                [t('ui-administration-certificate-fact'), one.fact && <code>{one.fact}</code>],
              ]}
            />
            <p className={styles['quiet']}>{t('ui-administration-certificate-text')}</p>
          </Section>
          {(one.audit ?? []).length > 0 && (
            <Section title={t('ui-administration-certificate-cuts')}>
              <ul className={styles['plain']}>
                {one.audit?.map((cut) => (
                  <li key={cut.writer}>
                    {t('ui-administration-certificate-cut', { writer: shortId(cut.writer), seq: cut.seq })}{' '}
                    <code className={styles['hash']}>{cut.hash}</code>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          {one.persons.length > 0 && (
            <Section title={t('ui-administration-certificate-persons', { count: one.persons.length })}>
              <p className={styles['quiet']}>{t('ui-administration-certificate-persons-text')}</p>
              <ul className={styles['ids']}>
                {one.persons.map((person) => (
                  <li key={person}>
                    <code>{person}</code>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </>
      )}
    </Frame>
  );
}
