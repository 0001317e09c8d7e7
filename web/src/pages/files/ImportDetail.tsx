// One import: what it counted, how it read its files, and the way back.
import { Alert, Collapse } from 'antd';
import { useParams } from 'react-router';
import { useGet } from '@/api';
import { useT } from '@/i18n';
import { Area, Facts, Loading, Mark, Page, Problem, RoomTabs, Said, Section, User, When } from '@/parts';
import { CountTiles } from './CountTiles';
import styles from './files.module.css';
import { KeepMapping } from './KeepMapping';
import { TABS } from './tabs';
import { Undo } from './Undo';

/** States in which there is something to take back. */
const STANDING = ['done', 'broken_off', 'cancelled'];

export default function ImportDetail() {
  const { id = '' } = useParams();
  const { t, word } = useT();
  const found = useGet('/api/v1/imports/{id}', { path: { id } }, { now: true });
  const one = found.data;
  if (!one) {
    return found.error ? (
      <Page title={t('ui-files-import')}>
        <RoomTabs label="ui-files-menu" tabs={TABS} />
        <Problem error={found.error} retry={found.refetch} />
      </Page>
    ) : (
      <Loading rows={6} />
    );
  }
  return (
    <Page
      title={t('ui-files-import-of', { list: one.list })}
      note={<Mark>{word('importstate', one.state)}</Mark>}
      actions={<Undo id={one.id} list={one.list} standing={STANDING.includes(one.state)} />}
    >
      <RoomTabs label="ui-files-menu" tabs={TABS} />
      {one.state === 'broken_off' && <Alert type="warning" showIcon title={t('ui-files-broken-off')} />}
      <Section title={t('ui-files-did')}>
        <CountTiles counts={one.counts} />
        {one.history && <p>{t('ui-files-did-history')}</p>}
      </Section>
      <Section title={t('ui-files-asked')}>
        <Facts
          pairs={[
            [t('ui-files-kind'), word('rows', one.kind)],
            [t('ui-files-area'), <Area key="area" code={one.area} />],
            [t('ui-files-files'), <Said key="files" text={one.files} />],
            [t('ui-files-by'), <User key="by" id={one.by} />],
            [t('ui-files-started'), <When key="from" at={one.started_at} kind="second" />],
            [t('ui-files-finished'), one.ended_at && <When at={one.ended_at} kind="second" />],
          ]}
        />
        {one.mapping && (
          <Collapse
            ghost
            items={[
              {
                key: 'mapping',
                label: t('ui-files-mapping'),
                children: (
                  <>
                    <pre className={styles['code']} data-said>
                      {one.mapping}
                    </pre>
                    <KeepMapping text={one.mapping} />
                  </>
                ),
              },
            ]}
          />
        )}
      </Section>
    </Page>
  );
}
