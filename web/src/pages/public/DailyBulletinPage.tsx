// One bulletin: what it says, each number with the records behind it as they were known then, and who has approved it.
import { Alert, Button, Form, Space } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { Go, useAddress } from '@/address';
import { useCommand, useGet } from '@/api';
import { useT } from '@/i18n';
import {
  Area,
  countText,
  FactTimeline,
  Facts,
  Loading,
  Page,
  Problem,
  Said,
  Section,
  SubjectLink,
  User,
  When,
} from '@/parts';
import { useMay, useMe } from '@/session';
import { recordsPath } from '../command/behind';
import { DraftBulletin } from './DraftBulletin';
import { countedAs } from './figures';
import { BulletinState } from './marks';

export default function DailyBulletinPage() {
  const { id = '' } = useParams();
  const { t, text, word, language } = useT();
  const { asOf } = useAddress();
  const may = useMay();
  const me = useMe();
  const [correcting, setCorrecting] = useState(false);
  const found = useGet('/api/v1/daily_bulletins/{id}', { path: { id } });
  const facts = useGet('/api/v1/facts', { query: { subject_kind: 'daily_bulletin', subject: id } });
  const approve = useCommand('/api/v1/daily_bulletins/{id}/approve', { done: () => undefined });
  if (found.error && !found.data) return <Problem error={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading rows={6} />;
  const { bulletin, figures } = found.data;
  const approved = bulletin.approved_by.includes(me.user);
  return (
    <Page
      title={t('ui-public-bulletin')}
      note={
        <>
          <strong>
            <Said text={text(bulletin.title)} />
          </strong>
          <BulletinState of={bulletin.status} />
        </>
      }
      actions={
        !asOf &&
        bulletin.status === 'released' &&
        may('issue_directives') && (
          <Button onClick={() => setCorrecting(true)}>{t('ui-public-correct')}</Button>
        )
      }
    >
      {!asOf && bulletin.status === 'draft' && (
        <Section title={t('ui-supervision-do')}>
          {may('release_bulletins') && !approved ? (
            <Form onFinish={() => void approve.run({ path: { id }, body: {} })}>
              <p>{t('ui-public-approve-text')}</p>
              <Problem error={approve.problem} />
              <Space>
                <Button type="primary" htmlType="submit" loading={approve.pending} disabled={approve.barred}>
                  {t('ui-public-approve')}
                </Button>
              </Space>
            </Form>
          ) : (
            <Alert type="info" title={t('ui-public-waits')} />
          )}
        </Section>
      )}
      <Section title={t('ui-public-says')}>
        <p>
          <Said text={text(bulletin.text)} />
        </p>
        <Facts
          pairs={figures.map(({ name, said, counted }) => [
            word('figure', name),
            <span key={name}>
              {counted ? (
                <Go to={recordsPath(countedAs(name), counted)}>{countText(said, language)}</Go>
              ) : (
                countText(said, language)
              )}
              {counted && counted.count !== said && (
                <> ({t('ui-public-differs', { count: countText(counted.count, language) })})</>
              )}
            </span>,
          ])}
        />
      </Section>
      <Section title={t('ui-supervision-known')}>
        <Facts
          pairs={[
            [t('ui-public-frozen'), <When key="f" at={bulletin.frozen_at} />],
            [t('ui-public-released'), bulletin.released_at && <When key="r" at={bulletin.released_at} />],
            [t('ui-supervision-area'), <Area key="a" code={bulletin.area} />],
            [t('ui-public-drafted-by'), bulletin.drafted_by && <User key="d" id={bulletin.drafted_by} />],
            [
              t('ui-public-approved-by'),
              bulletin.approved_by.length > 0 && (
                <Space key="b" wrap>
                  {bulletin.approved_by.map((user) => (
                    <User key={user} id={user} />
                  ))}
                </Space>
              ),
            ],
            [
              t('ui-public-corrects'),
              bulletin.corrects && (
                <span key="c">
                  <SubjectLink kind="daily_bulletin" id={bulletin.corrects}>
                    {t('ui-public-bulletin')}
                  </SubjectLink>{' '}
                  {bulletin.reason && <Said text={text(bulletin.reason)} />}
                </span>
              ),
            ],
            [
              t('ui-public-corrected-by'),
              bulletin.corrected_by && (
                <SubjectLink key="o" kind="daily_bulletin" id={bulletin.corrected_by}>
                  {t('ui-public-bulletin')}
                </SubjectLink>
              ),
            ],
          ]}
        />
      </Section>
      <Section title={t('ui-supervision-history')}>
        {facts.data ? (
          <FactTimeline facts={facts.data.items} of={{ kind: 'daily_bulletin', id }} />
        ) : (
          <Loading rows={3} />
        )}
      </Section>
      {correcting && <DraftBulletin corrects={bulletin} close={() => setCorrecting(false)} />}
    </Page>
  );
}
