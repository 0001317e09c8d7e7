// A community worker on the round, with and without a network.
import assert from 'node:assert/strict';
import { kept, onThePhone, sentBy, setClock } from '../phone.mjs';
import { ask, check, underCheck } from '../round.mjs';
import { walk } from '../support.mjs';

const AS = 'community-100';
const checksOf = async (tools, person) => {
  const { items } = await ask(tools, `/facts?subject_kind=person&subject=${person}`, 'cdc');
  return items.filter(({ kind }) => kind === 'check_done');
};

async function logIn({ page, t, logins, rest }, login) {
  const { password } = logins.find((one) => one.login === login);
  await page.getByLabel(t('ui-log-in-name')).fill(login);
  await page.getByLabel(t('ui-log-in-password')).fill(password);
  await page.getByRole('button', { name: t('ui-log-in'), exact: true }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await rest();
}

/** Lets the clock of the drill run, or stand. */
async function runDrill({ address, post }, runs) {
  const { now } = await (await fetch(`${address}/api/v1/status`)).json();
  const to = new Date(Date.parse(now) + 2_000).toISOString();
  await post('/installation/drill_clock', { to, paused: !runs }, 'admin');
}

walk(
  'field: a check without a network is kept through a reload, and sent exactly once',
  { as: AS, screen: 'phone' },
  async (tools) => {
    const { page, context, open, look, t, rest } = tools;
    const { person, name } = await underCheck(tools, { called: '郑安然' });
    await open('/field');
    await page.getByRole('heading', { name }).waitFor();
    await look('field-today');
    await kept(page);
    const sent = sentBy(page, '/api/v1/checks');

    await context.setOffline(true);
    const card = await check(tools, name, { temperature: '38.0', cough: true });
    await card.getByText(t('ui-field-waiting')).waitFor();
    const answer = await page.reload();
    assert.ok(answer.fromServiceWorker(), 'the page came from the phone');
    await page.getByRole('heading', { name }).waitFor();
    await card.getByText(t('ui-field-waiting')).waitFor();
    await look('field-offline', { languages: ['en'] });
    const laid = await onThePhone(page);
    for (const told of [name, '0351-5550100', '"temperature_c"', person]) {
      assert.ok(!laid.includes(told), `${told} lies on the phone for everybody to read`);
    }
    await page.getByRole('link', { name: t('ui-wait-waiting', { count: 1 }) }).click();
    await page.getByText(t('ui-field-state-waiting'), { exact: true }).waitFor();
    await look('field-waiting', { languages: ['en'] });

    sent.length = 0;
    await context.setOffline(false);
    await page.getByText(t('ui-field-state-sent'), { exact: true }).waitFor();
    await rest();
    await page.reload();
    await page.getByText(t('ui-field-state-sent'), { exact: true }).waitFor();
    await look('field-sent');
    assert.equal(new Set(sent.map(({ key }) => key)).size, 1, 'one key');
    const facts = await checksOf(tools, person);
    assert.deepEqual(
      facts.map(({ body }) => [body.temperature_c, body.symptoms]),
      [[38, ['cough']]],
      'recorded once',
    );
  },
);

walk(
  'field: an answer that is lost on the way makes no second fact',
  { as: AS, screen: 'phone' },
  async (tools) => {
    const { page, open, t } = tools;
    const { person, name } = await underCheck(tools, { called: '卫长宁' });
    await open('/field');
    await page.getByRole('heading', { name }).waitFor();
    const sent = sentBy(page, '/api/v1/checks');
    // The server has recorded it; the phone does not hear so.
    await page.route('**/api/v1/checks', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    });
    const card = await check(tools, name, { temperature: '36.5' });
    await card.getByText(t('ui-field-waiting')).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await page.reload();
    await page.getByRole('link', { name: t('ui-wait-sent') }).waitFor();
    await card.getByText(t('ui-field-done')).waitFor();
    assert.ok(sent.length >= 2, 'sent again');
    assert.equal(new Set(sent.map(({ key, body }) => key + JSON.stringify(body))).size, 1, 'as it was');
    assert.equal((await checksOf(tools, person)).length, 1);
  },
);

walk('field: the clock of the phone may be wrong by a day', { as: AS, screen: 'phone' }, async (tools) => {
  const { page, context, open, t } = tools;
  const { person, name } = await underCheck(tools, { called: '蒋平安' });
  // A drill that stands still would not tell a wrong clock from a right one.
  await runDrill(tools, true);
  await setClock(context, 86_400_000);
  await open('/field');
  await page.getByRole('heading', { name }).waitFor();
  await kept(page);
  await context.setOffline(true);
  const card = await check(tools, name, { temperature: '36.8' });
  await card.getByText(t('ui-field-waiting')).waitFor();
  await context.setOffline(false);
  await card.getByText(t('ui-field-done')).waitFor();
  const [fact] = await checksOf(tools, person);
  const apart = Math.abs(Date.parse(fact.occurred_at) - Date.parse(fact.recorded_at));
  await runDrill(tools, false);
  assert.ok(apart < 120_000, `${apart} ms between what happened and the record`);
});

walk(
  'field: what somebody else has recorded meanwhile is asked about before it is sent',
  { as: AS, screen: 'phone' },
  async (tools) => {
    const { page, context, open, look, t, post, rest } = tools;
    const { person, name } = await underCheck(tools, { called: '沈如意' });
    await open('/field');
    await page.getByRole('heading', { name }).waitFor();
    await kept(page);
    await context.setOffline(true);
    await check(tools, name, { temperature: '37.5' });
    await post('/checks', { person, temperature_c: 36.4 }, 'cdc');
    // It waited for hours, as far as the phone knows.
    await setClock(context, 3 * 3_600_000);
    await page.reload();
    await context.setOffline(false);
    await page.getByRole('link', { name: t('ui-wait-asks', { count: 1 }) }).click();
    await page.getByText(t('ui-field-held-text')).waitFor();
    await look('field-held');
    assert.equal((await checksOf(tools, person)).length, 1, 'not sent by itself');
    await page.getByRole('button', { name: t('ui-field-send-too') }).click();
    await page.getByText(t('ui-field-state-sent'), { exact: true }).first().waitFor();
    await rest();
    assert.deepEqual(
      (await checksOf(tools, person)).map(({ body }) => body.temperature_c).sort(),
      [36.4, 37.5],
    );
  },
);

walk(
  'field: a session that has ended still takes facts, and they go after the log-in',
  { screen: 'phone' },
  async (tools) => {
    const { page, open, look, t, logins } = tools;
    const { person, name } = await underCheck(tools, { called: '韩清和' });
    await open('/field');
    await logIn(tools, AS);
    await page.getByRole('heading', { name }).waitFor();
    await page.evaluate(() =>
      fetch('/api/v1/sessions/current/end', {
        method: 'POST',
        headers: { Authorization: `Bearer ${sessionStorage.getItem('fenghuo.token')}` },
      }),
    );
    const card = await check(tools, name, { temperature: '36.3' });
    await page.getByRole('button', { name: t('ui-again-later') }).click();
    await card.getByText(t('ui-field-waiting')).waitFor();
    await page.getByText(t('ui-wait-ended')).waitFor();
    await look('field-ended', { languages: ['en'] });
    assert.equal((await checksOf(tools, person)).length, 0);
    await page.getByRole('button', { name: t('ui-wait-log-in'), exact: true }).click();
    const { password } = logins.find(({ login }) => login === AS);
    await page.getByLabel(t('ui-log-in-password')).fill(password);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('ui-log-in'), exact: true })
      .click();
    await card.getByText(t('ui-field-done')).waitFor();
    assert.equal((await checksOf(tools, person)).length, 1);
  },
);

walk(
  'field: whoever logs out with unsent facts is asked, and finds them when he comes back',
  { screen: 'phone' },
  async (tools) => {
    const { page, open, look, t } = tools;
    const { person, name } = await underCheck(tools, { called: '杨知秋' });
    const logOut = async (login) => {
      await page.getByRole('button', { name: t('ui-user-menu', { name: login }) }).click();
      await page.getByRole('button', { name: t('ui-log-out') }).click();
    };
    await open('/field');
    await logIn(tools, AS);
    await page.getByRole('heading', { name }).waitFor();
    // The network is there, but what is sent does not arrive.
    await page.route('**/api/v1/checks', (route) => route.abort('connectionreset'));
    const card = await check(tools, name, { temperature: '36.8' });
    await card.getByText(t('ui-field-waiting')).waitFor();
    await logOut(AS);
    await page.getByRole('dialog', { name: t('ui-leave-title') }).waitFor();
    await look('field-leaving', { languages: ['en'] });
    await page.getByRole('button', { name: t('ui-leave-stay') }).click();
    await card.getByText(t('ui-field-waiting')).waitFor();
    await logOut(AS);
    await page.getByRole('button', { name: t('ui-leave-go') }).click();
    await page.getByText(t('ui-log-in-left')).waitFor();
    assert.ok(!(await onThePhone(page)).includes(name));

    // The next one on this phone learns that something waits, and nothing of it.
    await logIn(tools, 'community-101');
    await page.getByText(t('ui-field-of-others', { count: 1 })).waitFor();
    assert.equal(await page.getByText(name).count(), 0);
    await logOut('community-101');
    await page.getByText(t('ui-log-in-left')).waitFor();

    await page.unroute('**/api/v1/checks');
    await logIn(tools, AS);
    await card.getByText(t('ui-field-done')).waitFor();
    assert.deepEqual(
      (await checksOf(tools, person)).map(({ body }) => body.temperature_c),
      [36.8],
    );
  },
);

walk('field: an order begins at the door', { as: AS, screen: 'phone' }, async (tools) => {
  const { page, open, t } = tools;
  const { order, name } = await underCheck(tools, { called: '何采薇', started: false });
  await open('/field');
  const card = page.getByRole('listitem').filter({ hasText: name });
  await card.getByRole('button', { name: `${t('ui-field-begin')} ${name}` }).dblclick();
  await card.getByText(t('ui-field-done')).first().waitFor();
  const seen = await ask(tools, `/orders/${order}`, 'cdc');
  assert.equal(seen.status, 'running');
});

walk(
  'field: after a day nothing of anybody is left on the phone',
  { as: AS, screen: 'phone' },
  async (tools) => {
    const { page, context, open, t } = tools;
    const { name } = await underCheck(tools, { called: '尤南星' });
    await open('/field');
    await page.getByRole('heading', { name }).waitFor();
    await kept(page);
    const keeps = () =>
      page.evaluate(
        () =>
          new Promise((resolve) => {
            indexedDB.open('fenghuo').addEventListener('success', ({ target: { result } }) => {
              const asked = result.transaction('keeps').objectStore('keeps').getAllKeys();
              asked.addEventListener('success', () => resolve(asked.result.length));
            });
          }),
      );
    assert.ok((await keeps()) >= 2, 'the list, and who is logged in');
    await context.setOffline(true);
    await setClock(context, 25 * 3_600_000);
    await page.reload();
    // Nobody is logged in any more, as far as this phone knows; the server must be asked.
    await page.getByText(t('ui-problem-offline')).waitFor();
    assert.equal(await page.getByText(name).count(), 0);
    assert.equal(await keeps(), 0, 'wiped');
  },
);

walk('field: the console can be installed', { as: AS, screen: 'phone' }, async ({ page, context, open }) => {
  await open('/field');
  await kept(page);
  const session = await context.newCDPSession(page);
  const { errors, data } = await session.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  assert.equal(JSON.parse(data).display, 'standalone');
  const { installabilityErrors: faults } = await session.send('Page.getInstallabilityErrors');
  // A window of its own keeps nothing, and is never offered to install.
  assert.deepEqual(
    faults.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'),
    [],
  );
});
