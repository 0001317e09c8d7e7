import { describe, expect, it } from 'vitest';
import { seal, utf8, type Bytes } from './seal';
import { memoryShelf } from './shelf';
import { vaultOf } from './vault';

/** As the server makes them: another one for each user and device. */
const server =
  (user: string, salt = '') =>
  async (device: string) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(`${salt} ${user} ${device}`))) as Bytes;

const FACT = { name: '李华', temperature: 38.4 };

describe('the vault', () => {
  it('opens for the user who comes back, and for nobody else', async () => {
    const shelf = memoryShelf();
    const { vault: first, lost } = await vaultOf('wang', shelf, server('wang'));
    expect(lost).toBe(false);
    const sealed = await first.seal(FACT, 'entries/1');
    expect(JSON.stringify([sealed, await shelf.all('vaults')])).not.toContain('李华');
    const { vault: again } = await vaultOf('wang', shelf, server('wang'));
    expect(await again.open(sealed, 'entries/1')).toEqual(FACT);
    // The next one on the same phone.
    const { vault: next } = await vaultOf('li', shelf, server('li'));
    await expect(next.open(sealed, 'entries/1')).rejects.toThrow();
    expect((await shelf.all('vaults')).length).toBe(2);
  });

  it('opens nothing under another name, and nothing that was altered', async () => {
    const { vault } = await vaultOf('wang', memoryShelf(), server('wang'));
    const sealed = (await vault.seal(FACT, 'entries/1')) as { data: Bytes };
    await expect(vault.open(sealed, 'entries/2')).rejects.toThrow();
    const altered = { ...sealed, data: sealed.data.map((byte, at) => (at === 3 ? byte ^ 1 : byte)) };
    await expect(vault.open(altered, 'entries/1')).rejects.toThrow();
  });

  it('takes something new without any secret: the public half suffices', async () => {
    const shelf = memoryShelf();
    const { vault } = await vaultOf('wang', shelf, server('wang'));
    const [row] = await shelf.all('vaults');
    const sealed = await seal(row!.open, utf8(JSON.stringify(FACT)), 'wang/entries/7');
    expect(await vault.open(sealed, 'entries/7')).toEqual(FACT);
  });

  it('keeps its private half where no script can take it', async () => {
    const shelf = memoryShelf();
    await vaultOf('wang', shelf, server('wang'));
    const [row] = await shelf.all('vaults');
    expect(row!.key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', row!.key)).rejects.toThrow();
  });

  it('says so when the server no longer knows the secret, and begins anew', async () => {
    const shelf = memoryShelf();
    const { vault: before } = await vaultOf('wang', shelf, server('wang'));
    const sealed = await before.seal(FACT, 'entries/1');
    const { vault: after, lost } = await vaultOf('wang', shelf, server('wang', 'restored without its keys'));
    expect(lost).toBe(true);
    await expect(after.open(sealed, 'entries/1')).rejects.toThrow();
    expect(await after.open(await after.seal(FACT, 'x'), 'x')).toEqual(FACT);
  });

  it('is one for two tabs that open it at the same moment', async () => {
    const shelf = memoryShelf();
    const [one, two] = await Promise.all([
      vaultOf('wang', shelf, server('wang')),
      vaultOf('wang', shelf, server('wang')),
    ]);
    expect(await two.vault.open(await one.vault.seal(FACT, 'x'), 'x')).toEqual(FACT);
  });
});
