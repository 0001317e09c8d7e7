// The whole loop as four people go through it, each at a screen of his own: from a fever at a clinic to the release
// of a contact. The commander's board stays open all the while. What the laboratory's system sends and whom the case
// met is told by the interface; it is walked through elsewhere. It comes last, for it sets the drill's clock on.
import assert from 'node:assert/strict';
import { kept } from '../phone.mjs';
import { check, TOWNSHIP } from '../round.mjs';
import { walk } from '../support.mjs';

const NAME = '尹远帆';

/** The board's numbers, and that they move by themselves. */
function board({ page, t }) {
  const find = (of) => page.getByRole('link', { name: new RegExp(`${t(of)}: `) }).first();
  const read = async (of) => Number((await find(of).textContent()).replaceAll(/\D/g, ''));
  /** Waits until a number differs from what it was as `wanted` says. */
  const moves = async (of, before, wanted) => {
    await page.waitForFunction(
      ([label, from, up]) => {
        const link = [...document.querySelectorAll('a[aria-label]')].find((one) =>
          one.getAttribute('aria-label').includes(label),
        );
        const number = Number(link?.textContent.replaceAll(/\D/g, '') ?? Number.NaN);
        return up ? number > from : number < from;
      },
      [`${t(of)}: `, before, wanted === 'up'],
    );
    return read(of);
  };
  return { read, moves };
}

walk('the whole loop, as four people see it', { as: 'commander' }, async (commander) => {
  const { page: wall, t, open, post, another, address } = commander;
  await open('/situation');
  await wall.evaluate(() => {
    window.notReloaded = true;
  });
  const numbers = board(commander);
  const NEW = 'ui-command-of-new-24h';
  const UNCLOSED = 'ui-command-of-unclosed';
  const ISOLATED = 'ui-command-of-done-isolated';
  const LAST_DAY = 'ui-command-of-release-today';
  const [fresh, unclosed, isolated, lastDay] = [
    await numbers.read(NEW),
    await numbers.read(UNCLOSED),
    await numbers.read(ISOLATED),
    await numbers.read(LAST_DAY),
  ];

  // The sentinel: a fever, while there is no network.
  const sentinel = await another('village-clinic', 'phone');
  await sentinel.open('/sentinel');
  await kept(sentinel.page);
  await sentinel.context.setOffline(true);
  await sentinel.page.getByLabel(t('ui-sentinel-name'), { exact: true }).fill(NAME);
  await sentinel.page.getByText('39.0', { exact: true }).click();
  await sentinel.page.getByRole('button', { name: t('ui-sentinel-send') }).click();
  await sentinel.page.getByText(t('ui-sentinel-done-waiting', { who: NAME })).waitFor();
  assert.equal(await numbers.read(UNCLOSED), unclosed, 'nobody has heard of it yet');
  await sentinel.context.setOffline(false);
  await sentinel.page.getByText(/The county has it/).waitFor();
  const owed = await numbers.moves(UNCLOSED, unclosed, 'up');

  // The laboratory finds it positive: a case.
  const { items: visits } = await commander.get('/visits?limit=1', 'village-clinic');
  const { person, id: visit } = visits[0];
  const { now } = await (await fetch(`${address}/api/v1/status`)).json();
  const positive = { person, disease: 'covid19', method: 'nat', result: 'positive', ct: 24, sampled_at: now, visit };
  await post('/test_results', positive, 'laboratory');
  const { items: cases } = await commander.get(`/cases?person=${person}`, 'cdc');
  assert.equal(cases.length, 1, 'a positive opens a case');
  await numbers.moves(NEW, fresh, 'up');

  // The epidemiologist: classifies it, and sees whom it met.
  const cdc = await another('cdc');
  await cdc.open(`/cases/${cases[0].id}`);
  await cdc.page.getByRole('button', { name: t('ui-clinical-classify') }).click();
  await cdc.page.getByRole('radio', { name: t('classification-confirmed') }).check();
  await cdc.page.getByLabel(t('ui-clinical-reason')).fill('positive and feverish');
  await cdc.page.getByRole('button', { name: t('ui-clinical-classify-send') }).click();
  await cdc.page.getByRole('dialog').waitFor({ state: 'hidden' });
  await cdc.page.getByRole('blockquote').filter({ hasText: 'positive and feverish' }).waitFor();
  const at = (hours) => new Date(Date.parse(now) + hours * 3_600_000).toISOString();
  const known = { area: TOWNSHIP, sex: 'f', birth_year: 1992, name: '尹近帆', phone: '0351-5550177' };
  const { facts } = await post('/persons', known, 'cdc');
  const contactPerson = facts.find(({ kind }) => kind === 'person_registered').subject.id;
  const met = {
    disease: 'covid19',
    kind: 'household',
    setting: 'home',
    from: { kind: 'person', id: person },
    to: { kind: 'person', id: contactPerson },
    started_at: at(-10),
    ended_at: at(-9),
  };
  const exposure = await post('/exposures', met, 'cdc');
  const contact = exposure.facts.find(({ kind }) => kind === 'contact_determined').subject.id;
  await cdc.open(`/graph?case=${cases[0].id}`);
  await cdc.page.locator('canvas').first().waitFor();
  await cdc.look('loop-graph', { languages: ['en'] });

  // He issues an order.
  await cdc.open(`/orders/new?person=${contactPerson}&contact=${contact}&disease=covid19`);
  const choose = async (label, option) => {
    await cdc.page.getByRole('combobox', { name: t(label) }).click();
    await cdc.page.getByRole('option', { name: option }).or(cdc.page.getByTitle(option)).last().click();
  };
  await choose('ui-isolation-measure', t('measure-home-isolation'));
  const unit = cdc.page.getByRole('combobox', { name: t('ui-isolation-unit') });
  const { unit: community } = await commander.get('/sessions/current', 'community-100');
  const { items: units } = await commander.get('/units?limit=500', 'cdc');
  await unit.fill(units.find(({ id }) => id === community).name.en);
  await unit.press('Enter');
  await cdc.page.getByRole('combobox', { name: t('ui-isolation-basis') }).fill('QR1');
  await cdc.page.keyboard.press('Tab');
  await cdc.page.getByLabel(t('ui-isolation-reason-zh')).fill('密切接触者');
  await cdc.page.getByLabel(t('ui-isolation-reason-en')).fill('close contact');
  await cdc.look('loop-order', { languages: ['en'] });
  await cdc.page.getByRole('button', { name: t('ui-isolation-issue'), exact: true }).click();
  await cdc.page.waitForURL(/\/orders\/[0-9a-f-]{36}/);
  const order = cdc.page.url().match(/orders\/([0-9a-f-]{36})/)[1];
  await numbers.moves(ISOLATED, isolated, 'up');

  // The community worker begins it at the door, and checks.
  const worker = await another('community-100', 'phone');
  await worker.open('/field');
  const card = worker.page.getByRole('listitem').filter({ hasText: '尹近帆' });
  await card.getByRole('button', { name: `${t('ui-field-begin')} 尹近帆` }).click();
  await card.getByText(t('ui-field-done')).first().waitFor();
  await check(worker, '尹近帆', { temperature: '36.8' });
  await card.getByText(t('ui-field-done')).first().waitFor();
  await numbers.moves(UNCLOSED, owed, 'up');

  // Days go by: the last one has come, and he is released.
  const { ends_on: last } = await commander.get(`/orders/${order}`, 'cdc');
  await post('/installation/drill_clock', { to: `${last}T09:00:00+08:00` }, 'admin');
  const negative = { person: contactPerson, disease: 'covid19', method: 'nat', result: 'negative' };
  await post('/test_results', { ...negative, sampled_at: `${last}T08:00:00+08:00` }, 'laboratory');
  const ending = await numbers.moves(LAST_DAY, lastDay, 'up');
  await cdc.open(`/orders/${order}`);
  await cdc.page.getByRole('button', { name: t('ui-isolation-release') }).click();
  await cdc.page.getByRole('dialog').getByRole('button', { name: t('ui-isolation-release') }).click();
  await cdc.page.getByText(t('state-released')).first().waitFor();
  await numbers.moves(LAST_DAY, ending, 'down');
  assert.ok(await wall.evaluate(() => window.notReloaded), 'the board was not loaded anew');
});
