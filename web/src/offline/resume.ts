// A session that is taken up without the server, in a tab that was reloaded where there is no network.
import type { Me } from '@/session/store';
import { kept } from './keeps';
import { offline } from './run';
import { heldUser, openVault } from './vault';

/** Whoever was logged in in this tab within a day, if his vault opens with what the tab holds. */
export async function resume(): Promise<Me | undefined> {
  const user = await heldUser();
  if (!user) return undefined;
  try {
    const { vault, shelf } = await openVault(user);
    const known = await kept<Me>(shelf, vault, 'me', Date.now());
    if (!known) return undefined;
    offline.unproved();
    return known.value;
  } catch {
    return undefined;
  }
}
