// What every page of the room begins with: heading, and the way to the others.
import type { ReactNode } from 'react';
import { Page, RoomTabs } from '@/parts';
import { TABS } from './tabs';
import { useWhole } from './whole';

export function Frame({
  title,
  said = false,
  note,
  actions,
  children,
}: {
  title: string;
  said?: boolean;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const whole = useWhole('administer');
  return (
    <Page title={title} said={said} note={note} actions={actions}>
      <RoomTabs label="ui-administration-menu" tabs={TABS.filter((tab) => !tab.whole || whole)} />
      {children}
    </Page>
  );
}
