// Where one is logged in; a session that one does not know is ended here.
import { Button } from 'antd';
import { useState } from 'react';
import { useCommand, type Schema } from '@/api';
import { useT } from '@/i18n';
import { Ask, Mark, RecordList, Section, When } from '@/parts';
import { leave } from '@/session/begin';

export function Sessions() {
  const { t } = useT();
  const [asked, setAsked] = useState<Schema<'SessionLine'>>();
  const end = useCommand('/api/v1/sessions/{id}/end', { done: () => setAsked(undefined) });
  return (
    <Section title={t('ui-administration-sessions')}>
      <RecordList
        id="sessions"
        path="/api/v1/sessions"
        read={{ now: true }}
        columns={[
          {
            id: 'begun',
            label: 'ui-administration-session-begun',
            always: true,
            cell: (row) => (
              <>
                <When at={row.created_at} />{' '}
                {row.current && <Mark tone="calm">{t('ui-administration-session-this')}</Mark>}
              </>
            ),
          },
          {
            id: 'seen',
            label: 'ui-administration-session-seen',
            // By the clock of the wall: in a drill the business has another.
            cell: (row) => <When at={row.last_seen_at} />,
          },
          {
            id: 'ends',
            label: 'ui-administration-session-ends',
            cell: (row) => <When at={row.expires_at} />,
          },
          {
            id: 'act',
            label: 'ui-administration-act',
            cell: (row) =>
              row.current ? (
                <Button size="small" onClick={() => void leave()}>
                  {t('ui-log-out')}
                </Button>
              ) : (
                <Button
                  size="small"
                  danger
                  onClick={() => {
                    end.renew();
                    setAsked(row);
                  }}
                >
                  {t('ui-administration-session-end')}
                </Button>
              ),
          },
        ]}
      />
      {asked && (
        <Ask
          title={t('ui-administration-session-end-title')}
          consequence={t('ui-administration-session-end-text')}
          confirm={t('ui-administration-session-end')}
          command={end}
          act={() => void end.run({ path: { id: asked.id }, body: {} })}
          close={() => setAsked(undefined)}
        />
      )}
    </Section>
  );
}
