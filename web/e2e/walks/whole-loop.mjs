// The whole loop as four people go through it, each at a screen of his own: from a fever at a village clinic, reported
// without a network, to the release of a contact ten days later. The commander's board stays open all the while, and its
// numbers move by themselves. Days pass as in every drill: the administrator sets the clock on. What a laboratory's own
// system sends during quarantine is told by the interface. It comes last, for it takes the drill ten days further.
import assert from 'node:assert/strict';
import { kept, sentBy } from '../phone.mjs';
import { check } from '../round.mjs';
import { walk } from '../support.mjs';

const PATIENT = '尹远帆';
const NEIGHBOUR = '连海棠';
const PHONE = '0351-5550177';
const DAY = 86_400_000;

/** The board's numbers. */
function board({ page, t }) {
  const find = (of) => page.getByRole('link', { name: new RegExp(`${t(of)}: `) }).first();
  const read = async (of) => Number((await find(of).textContent()).replaceAll(/\D/g, ''));
  return {
    read,
    /** Waits until a number has moved so, without anybody touching the page; answers what it is then. */
    moves: async (of, before, wanted) => {
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
    },
  };
}

/** Day and minute as people here write them. */
const written = (at) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const dayOf = (at) => written(at).slice(0, 10);

/** Chooses an option of a list that opens. */
async function choose({ page, t }, within, label, option) {
  await within.getByRole('combobox', { name: t(label) }).click();
  await page.locator('.ant-select-dropdown:visible').getByTitle(option, { exact: true }).click();
}

walk('the whole loop, as four people see it', { as: 'commander', lasts: 300_000 }, async (commander) => {
  const { page: wall, t, open, post, get, another, address } = commander;
  const NEW = 'ui-command-of-new-24h';
  const UNCLOSED = 'ui-command-of-unclosed';
  const ISOLATED = 'ui-command-of-done-isolated';
  const LAST_DAY = 'ui-command-of-release-today';
  await open('/situation');
  await wall.evaluate(() => {
    window.notReloaded = true;
  });
  const numbers = board(commander);
  const before = {};
  for (const of of [NEW, UNCLOSED, ISOLATED]) before[of] = await numbers.read(of);
  const now = async () => Date.parse((await (await fetch(`${address}/api/v1/status`)).json()).now);
  const began = await now();

  // The sentinel: a fever, while there is no network.
  const sentinel = await another('village-clinic', 'phone');
  const clinic = sentinel.page;
  await sentinel.open('/sentinel');
  await kept(clinic);
  const reports = sentBy(clinic, '/api/v1/sentinel_reports');
  await sentinel.context.setOffline(true);
  await clinic.getByLabel(t('ui-sentinel-name'), { exact: true }).fill(PATIENT);
  await clinic.getByText('39.0', { exact: true }).click();
  await clinic.getByRole('button', { name: t('ui-sentinel-send') }).click();
  await clinic.getByText(t('ui-sentinel-done-waiting', { who: PATIENT })).waitFor();
  assert.equal(await numbers.read(UNCLOSED), before[UNCLOSED], 'nobody has heard of it yet');
  reports.length = 0;
  await sentinel.context.setOffline(false);
  await clinic.getByText(/The county has it/).waitFor();
  assert.equal(new Set(reports.map(({ key }) => key)).size, 1, 'reported once');
  const owed = await numbers.moves(UNCLOSED, before[UNCLOSED], 'up');

  // A village clinic takes no samples: the epidemiologist comes with his phone.
  const { items: visits } = await get('/visits?limit=1', 'village-clinic');
  const [{ person }] = visits;
  const hand = await another('cdc', 'phone');
  await hand.open('/samples/take');
  await hand.page.getByRole('button', { name: t('ui-testing-somebody-else') }).click();
  await hand.page.getByLabel(t('ui-testing-name'), { exact: true }).fill(PATIENT);
  await hand.page.getByRole('combobox', { name: t('ui-testing-disease') }).selectOption('covid19');
  await hand.page.getByRole('button', { name: t('ui-testing-find'), exact: true }).click();
  await hand.page
    .getByRole('listitem')
    .filter({ hasText: person.slice(-6) })
    .getByRole('button', { name: t('ui-testing-this-one') })
    .click();
  const sampled = sentBy(hand.page, '/api/v1/samples');
  await hand.page.getByRole('button', { name: t('ui-round-swab-record') }).click();
  const label = (await hand.page.getByRole('dialog').locator('code').innerText()).replaceAll(/\s/g, '');
  await hand.rest();
  assert.deepEqual(
    sampled.map(({ body }) => body.person),
    [person],
    'one sample, of the patient',
  );

  // At his desk he enters the result by the label on the tube: a positive, and with it a case.
  const cdc = await another('cdc');
  const desk = cdc.page;
  await cdc.open('/results/enter');
  await desk.getByRole('textbox', { name: t('ui-testing-scan') }).fill(label);
  await desk.keyboard.press('Enter');
  await desk.getByRole('cell').first().waitFor();
  await desk.keyboard.press('2');
  await desk.getByRole('textbox', { name: t('ui-testing-ct') }).fill('24');
  await desk
    .getByRole('button', { name: t('ui-testing-record-positive', { count: 1, positive: 1 }) })
    .click();
  await desk.getByText(t('ui-testing-state-sent'), { exact: true }).waitFor();
  await numbers.moves(NEW, before[NEW], 'up');
  const { items: cases } = await get(`/cases?person=${person}`, 'cdc');
  assert.equal(cases.length, 1, 'a positive opens one case');
  const [{ id: caseId, number }] = cases;

  // He says what it is,
  await cdc.open(`/cases/${caseId}`);
  await desk.getByRole('button', { name: t('ui-clinical-classify') }).click();
  await desk.getByRole('radio', { name: t('classification-confirmed') }).check();
  await desk.getByLabel(t('ui-clinical-reason')).fill('positive and feverish');
  await desk.getByRole('button', { name: t('ui-clinical-classify-send') }).click();
  await desk.getByRole('dialog').waitFor({ state: 'hidden' });
  await desk.getByRole('blockquote').filter({ hasText: 'positive and feverish' }).waitFor();

  // takes in the neighbour whom it met this morning,
  await cdc.open('/persons/new');
  await desk.getByLabel(t('ui-people-name'), { exact: true }).fill(NEIGHBOUR);
  await desk.getByLabel(t('ui-people-phone'), { exact: true }).fill(PHONE);
  const { areas } = await get('/areas', 'cdc').then((found) => ({ areas: found.items ?? found.areas }));
  const township = areas.find(({ code }) => code === '140121100000');
  const lives = desk.getByRole('combobox', { name: t('ui-people-area-lives') });
  await lives.fill(township.name.en);
  await desk.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
  await desk.getByRole('radio', { name: t('sex-female') }).check();
  await desk.getByRole('button', { name: t('ui-people-register'), exact: true }).click();
  await desk.waitForURL(/\/persons\/[0-9a-f-]{36}/);
  const neighbour = desk.url().match(/persons\/([0-9a-f-]{36})/)[1];

  // and records the meeting: whoever is a contact follows from it by the rules.
  await cdc.open('/exposures');
  await desk.getByRole('button', { name: t('ui-investigation-record') }).click();
  const form = desk.getByRole('dialog');
  await choose(cdc, form, 'ui-investigation-disease', t('disease-covid19'));
  const from = form.getByRole('group', { name: t('ui-investigation-end-from') });
  await from.getByRole('textbox', { name: t('ui-picker-by-case') }).fill(number);
  await from.getByRole('button', { name: t('ui-picker-find') }).click();
  await from.getByRole('button', { name: number }).click();
  const to = form.getByRole('group', { name: t('ui-investigation-end-to') });
  await to.getByText(t('ui-picker-by-words'), { exact: true }).click();
  await to.getByRole('textbox', { name: t('ui-picker-words') }).fill(PHONE);
  await to.getByRole('button', { name: t('ui-picker-find') }).click();
  await to.getByRole('button', { name: t('ui-person-hidden', { id: neighbour.slice(-6) }) }).click();
  await choose(cdc, form, 'ui-investigation-kind', t('exposure-household'));
  for (const [field, hours] of [
    ['ui-investigation-started', -10],
    ['ui-investigation-ended', -9],
  ]) {
    await form.getByLabel(t(field), { exact: true }).fill(written(began + hours * 3_600_000));
    await form.getByLabel(t(field), { exact: true }).press('Enter');
  }
  await form.getByRole('button', { name: t('ui-investigation-record') }).click();
  await form.waitFor({ state: 'hidden' });
  const { items: contacts } = await get(`/contacts?person=${neighbour}`, 'cdc');
  assert.equal(contacts.length, 1, 'one meeting makes one contact');
  const [{ id: contact }] = contacts;

  // The chain is drawn, and says whom he has met.
  await cdc.open(`/graph?disease=covid19&node=${person}`);
  await desk.locator('canvas').first().waitFor();
  const side = desk.getByRole('complementary', { name: t('ui-investigation-chosen') });
  await side.getByRole('heading', { name: t('ui-investigation-met', { count: 1 }) }).waitFor();
  await cdc.look('loop-graph', { languages: ['en'] });

  // The order: he stays at home, and the community looks after him.
  await cdc.open(`/orders/new?person=${neighbour}&contact=${contact}&disease=covid19`);
  const main = desk.getByRole('main');
  await choose(cdc, main, 'ui-isolation-measure', t('measure-home-isolation'));
  const { unit: community } = await get('/sessions/current', 'community-100');
  const { items: units } = await get('/units?limit=500', 'cdc');
  const unit = main.getByRole('combobox', { name: t('ui-isolation-unit') });
  await unit.fill(units.find(({ id }) => id === community).name.en);
  await unit.press('Enter');
  await main.getByRole('combobox', { name: t('ui-isolation-basis') }).fill('QR6');
  await desk.keyboard.press('Tab');
  await main.getByLabel(t('ui-isolation-reason-zh')).fill('密切接触者');
  await main.getByLabel(t('ui-isolation-reason-en')).fill('close contact');
  await main.getByRole('button', { name: t('ui-isolation-issue'), exact: true }).click();
  await desk.waitForURL(/\/orders\/[0-9a-f-]{36}/);
  const order = desk.url().match(/orders\/([0-9a-f-]{36})/)[1];
  await numbers.moves(ISOLATED, before[ISOLATED], 'up');
  await numbers.moves(UNCLOSED, owed, 'up');

  // The community worker begins it at the door,
  const worker = await another('community-100', 'phone');
  await worker.open('/field');
  const card = worker.page.getByRole('listitem').filter({ hasText: NEIGHBOUR });
  await card.getByRole('button', { name: `${t('ui-field-begin')} ${NEIGHBOUR}` }).click();
  await card.getByText(t('ui-field-done')).first().waitFor();

  // and comes each day. The laboratory's system tells the tests of these days.
  const { checks, tests, ends_on: last } = await get(`/orders/${order}`, 'cdc');
  let at = await now();
  let done = 0;
  for (let day = at; dayOf(day) <= last; day += DAY) {
    const morning = Date.parse(`${dayOf(day)}T09:30:00+08:00`);
    if (morning > at) {
      await post('/installation/drill_clock', { to: new Date(morning).toISOString() }, 'admin');
      at = morning;
    }
    if (tests.some(({ on }) => on === dayOf(day))) {
      const sampled_at = new Date(at - 60_000).toISOString();
      const test = { person: neighbour, disease: 'covid19', method: 'nat', result: 'negative', sampled_at };
      await post('/test_results', test, 'laboratory');
    }
    if (!checks.some(({ on }) => on === dayOf(day))) continue;
    await worker.open('/field');
    await check(worker, NEIGHBOUR, { temperature: '36.5' });
    done += 1;
    await card.getByText(t('ui-field-done')).first().waitFor();
  }
  assert.ok(done > 0 && done === checks.length, `${done} of ${checks.length} checks`);

  // The last day has come: he is free, and the board knows.
  const ending = await numbers.read(LAST_DAY);
  assert.ok(ending > 0, 'his last day is told');
  await cdc.open(`/orders/${order}`);
  await desk.getByRole('button', { name: t('ui-isolation-release') }).click();
  await desk
    .getByRole('dialog')
    .getByRole('button', { name: t('ui-isolation-release') })
    .click();
  await desk.getByText(t('state-released')).first().waitFor();
  await numbers.moves(LAST_DAY, ending, 'down');
  const { status } = await get(`/orders/${order}`, 'cdc');
  assert.equal(status, 'released');
  assert.ok(await wall.evaluate(() => window.notReloaded), 'the board was not loaded anew');
});
