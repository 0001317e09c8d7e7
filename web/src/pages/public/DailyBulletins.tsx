// Bulletins for the public: what is drafted, what is out, what was corrected.
import { Button } from 'antd';
import { useState } from 'react';
import { useAddress } from '@/address';
import { useT } from '@/i18n';
import { Area, Page, RecordList, Said, SubjectLink, When } from '@/parts';
import { useMay } from '@/session';
import { DraftBulletin } from './DraftBulletin';
import { BulletinState } from './marks';

export default function DailyBulletins() {
  const { t, text } = useT();
  const { area } = useAddress();
  const may = useMay();
  const [drafting, setDrafting] = useState(false);
  return (
    <Page
      title={t('ui-public-bulletins')}
      note={t('ui-public-bulletins-note')}
      actions={
        may('issue_directives') && (
          <Button type="primary" onClick={() => setDrafting(true)}>
            {t('ui-public-draft')}
          </Button>
        )
      }
    >
      <RecordList
        id="daily_bulletins"
        path="/api/v1/daily_bulletins"
        query={{ area }}
        empty={t('ui-public-none')}
        columns={[
          {
            id: 'title',
            label: 'ui-public-title',
            always: true,
            wraps: true,
            cell: (row) => (
              <SubjectLink kind="daily_bulletin" id={row.id}>
                <Said text={text(row.title)} />
              </SubjectLink>
            ),
          },
          { id: 'state', label: 'ui-supervision-state', cell: (row) => <BulletinState of={row.status} /> },
          { id: 'frozen', label: 'ui-public-frozen', cell: (row) => <When at={row.frozen_at} /> },
          { id: 'released', label: 'ui-public-released', cell: (row) => <When at={row.released_at} /> },
          { id: 'area', label: 'ui-supervision-area', cell: (row) => <Area code={row.area} /> },
        ]}
      />
      {drafting && <DraftBulletin close={() => setDrafting(false)} />}
    </Page>
  );
}
