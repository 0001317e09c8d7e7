// Users with the posts that they hold in one's areas.
import { Button } from 'antd';
import { useState } from 'react';
import { Go, useAddress } from '@/address';
import type { Schema } from '@/api';
import { useT } from '@/i18n';
import { Area, Mark, RecordList, Said, useNow, When } from '@/parts';
import { Frame } from '../Frame';
import styles from '../administration.module.css';
import { NewUser } from './NewUser';

export default function Users() {
  const { t } = useT();
  const { area } = useAddress();
  const [making, setMaking] = useState(false);
  return (
    <Frame
      title={t('ui-administration-users')}
      note={t('ui-administration-users-note')}
      actions={
        <Button type="primary" onClick={() => setMaking(true)}>
          {t('ui-administration-user-new')}
        </Button>
      }
    >
      {making && <NewUser close={() => setMaking(false)} />}
      <RecordList
        id="users"
        path="/api/v1/users"
        query={{ area }}
        read={{ now: true }}
        empty={t('ui-administration-users-none')}
        rowId={(row) => row.user}
        columns={[
          {
            id: 'login',
            label: 'ui-administration-login',
            always: true,
            cell: (row) => <Go to={`/administration/users/${row.user}`}>{row.login}</Go>,
          },
          {
            id: 'name',
            label: 'ui-administration-display-name',
            cell: (row) => <Said text={row.display_name} />,
          },
          { id: 'state', label: 'ui-administration-state', cell: (row) => <UserState of={row} /> },
          {
            id: 'posts',
            wraps: true,
            label: 'ui-administration-posts',
            cell: (row) => (
              <ul className={styles['plain']}>
                {row.posts.map((post) => (
                  <li key={`${post.post} ${post.role} ${post.from}`}>
                    <Held post={post} />
                  </li>
                ))}
              </ul>
            ),
          },
          {
            id: 'since',
            label: 'ui-administration-since',
            hidden: true,
            cell: (row) => <When at={row.created_at} />,
          },
        ]}
      />
    </Frame>
  );
}

/** Whether somebody may log in, in words. */
export function UserState({
  of,
}: {
  of: Pick<Schema<'UserDetail'>, 'disabled_at' | 'must_change_password'>;
}) {
  const { t } = useT();
  if (of.disabled_at) return <Mark tone="late">{t('ui-administration-user-disabled')}</Mark>;
  if (of.must_change_password) return <Mark tone="warn">{t('ui-administration-user-first')}</Mark>;
  return <Mark tone="done">{t('ui-administration-user-good')}</Mark>;
}

/** A post that is held: role and area, and that it is over or limited. */
export function Held({ post }: { post: Schema<'HeldPost'> }) {
  const { t, word } = useT();
  const now = useNow();
  const over = post.until && Date.parse(post.until) <= now;
  return (
    <span {...(over ? { className: styles['quiet'] ?? '' } : {})}>
      {word('grant', post.role)} · <Area code={post.area} />
      {post.diseases && ` · ${post.diseases.map((code) => word('disease', code)).join(' ')}`}
      {over && ` · ${t('ui-administration-over')}`}
    </span>
  );
}
