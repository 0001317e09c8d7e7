// People, contacts, exposures, orders: every page of theirs is looked at, in both languages.
import assert from 'node:assert/strict';
import { underCheck } from '../round.mjs';
import { walk } from '../support.mjs';

walk('people: somebody is found, and a page tells where he stands', { as: 'cdc' }, async (tools) => {
  const { open, look } = tools;
  const { person } = await underCheck(tools, { called: '何晓山' });
  await open('/persons');
  await look('persons');
  await open(`/persons/${person}`);
  await look('person');
  await open('/persons/new');
  await look('person-new');
  await open('/persons/matches');
  await look('person-matches');
});

walk('investigation: contacts and exposures, and one of each', { as: 'cdc' }, async (tools) => {
  const { open, look, get } = tools;
  await underCheck(tools, { called: '施晓川' });
  for (const [name, path] of [
    ['contact', '/contacts'],
    ['exposure', '/exposures'],
  ]) {
    await open(path);
    await look(`${name}s`);
    const { items } = await get(`${path}?limit=1`);
    await open(`${path}/${items[0].id}`);
    await look(name);
  }
});

walk('investigation: the graph is drawn, and read as a list', { as: 'cdc' }, async (tools) => {
  const { page, open, look } = tools;
  await open('/graph');
  await page.locator('canvas').first().waitFor();
  await look('graph');
});

walk('isolation: orders, one of them, and the schedule of the day', { as: 'cdc' }, async (tools) => {
  const { open, look } = tools;
  const { order } = await underCheck(tools, { called: '张晓河' });
  await open('/orders');
  await look('orders');
  await open(`/orders/${order}`);
  await look('order');
  await open('/orders/new');
  await look('order-new');
  await open('/schedules');
  await look('schedules');
});

walk('protocols: stated facts are put to the rules', { as: 'cdc' }, async (tools) => {
  const { page, open, look, t } = tools;
  await open('/protocols/trial');
  await look('trial');
  const when = page.getByLabel(t('ui-protocols-trial-at'), { exact: true });
  assert.match(await when.first().inputValue(), /^2022-07-/, 'the example lies in the days of the drill');
  await page.getByRole('button', { name: t('ui-protocols-trial-ask') }).click();
  // The ninth edition was in force then, and by it a close contact stays for seven days and three.
  await page.getByText('QR6', { exact: true }).first().waitFor();
  const answer = page.getByRole('heading', { name: t('ui-protocols-follows'), exact: true });
  assert.ok((await answer.boundingBox()).y < 200, 'whoever asks is led to the answer');
  await look('trial-outcome', { languages: ['en'] });
});

walk(
  'proportionality: whoever is bound reads his order and objects, without a log-in',
  { as: 'cdc' },
  async (tools) => {
    const { page, open, t, get, another } = tools;
    const { order } = await underCheck(tools, { called: '孔晓林' });
    await open(`/orders/${order}`);
    await page.getByRole('button', { name: t('ui-isolation-notice-make') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: t('ui-isolation-notice-make') }).click();
    const link = await dialog.locator('code').innerText();
    await dialog.getByRole('button', { name: t('ui-isolation-notice-done') }).click();
    await page.getByText(t('ui-isolation-notice-good'), { exact: true }).waitFor();

    const bound = await another(undefined, 'phone');
    await bound.page.goto(link);
    await bound.page.getByRole('heading', { name: bound.t('ui-proportionality-heading') }).waitFor();
    assert.ok(!bound.page.url().includes('#'), 'the secret does not stay in the address');
    for (const [one, said] of [
      ['zh-CN', '中文'],
      ['en', 'English'],
    ]) {
      const other = bound.page.getByRole('button', { name: said });
      if (await other.count()) await other.click();
      await bound.look('notice', { languages: [one], switched: true });
    }
    await bound.page.getByLabel(bound.t('ui-proportionality-grounds')).fill('I live alone and met nobody.');
    await bound.page.getByRole('button', { name: bound.t('ui-proportionality-send') }).click();
    await bound.page.getByText(bound.t('ui-proportionality-objected')).waitFor();
    const { appeals } = await get(`/orders/${order}`);
    assert.deepEqual(
      appeals.map(({ grounds, by_notice: by }) => [grounds, by]),
      [['I live alone and met nobody.', true]],
    );
    // Whoever issued it sees the objection without loading the page anew.
    await page.getByText('I live alone and met nobody.').first().waitFor();
  },
);
