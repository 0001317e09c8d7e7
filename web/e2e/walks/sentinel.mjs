// A fever at a sentinel: twenty seconds, five touches, nothing doubled, nothing lost.
import assert from 'node:assert/strict';
import { kept, sentBy } from '../phone.mjs';
import { ask, idNumber } from '../round.mjs';
import { walk } from '../support.mjs';

const AS = 'village-clinic';
const visits = async (tools) => (await ask(tools, '/visits?limit=500', AS)).items;

walk(
  'sentinel: a fever is reported with five touches within twenty seconds',
  { as: AS, screen: 'phone' },
  async (tools) => {
    const { page, open, look, t } = tools;
    await open('/');
    await page.getByRole('heading', { name: t('ui-sentinel-title') }).waitFor();
    await look('sentinel-report');
    const before = (await visits(tools)).length;
    const sent = sentBy(page, '/api/v1/sentinel_reports');
    const began = Date.now();
    let touches = 0;
    const touch = async (target) => {
      touches += 1;
      await target.tap({ force: true });
    };
    await touch(page.getByText(t('sex-female'), { exact: true }));
    await touch(page.getByText('38.5', { exact: true }));
    await touch(page.getByText(t('symptom-cough'), { exact: true }));
    await touch(page.getByText(t('symptom-headache'), { exact: true }));
    await touch(page.getByRole('button', { name: t('ui-sentinel-send-nameless') }));
    await page.getByText(/The county has it/).waitFor();
    assert.equal(touches, 5);
    assert.ok(Date.now() - began < 20_000);
    assert.equal(sent.length, 1);
    const now = await visits(tools);
    assert.equal(now.length, before + 1);
    assert.equal(now[0].temperature_c, 38.5);
    assert.deepEqual(now[0].symptoms, ['fever', 'cough', 'headache']);
    await look('sentinel-done', { languages: ['en'] });
  },
);

walk(
  'sentinel: pasted lines, wide digits and a double click make one sound report',
  { as: AS, screen: 'phone' },
  async (tools) => {
    const { page, open, look, t } = tools;
    await open('/sentinel');
    const number = idNumber();
    const wide = [...number.toLowerCase()]
      .map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
      .join('');
    const sent = sentBy(page, '/api/v1/sentinel_reports');
    const send = page.getByRole('button', { name: t('ui-sentinel-send') });
    const paste = async (label, text) => {
      await page.getByLabel(label, { exact: true }).fill(text);
      await page.getByLabel(label, { exact: true }).blur();
    };
    await paste(t('ui-sentinel-name'), '  王\u3000小明\u200b ');
    await paste(t('ui-sentinel-phone'), '１３８－００００－１２３４');
    await paste(t('ui-sentinel-temperature-typed'), '３８．７');
    await paste(t('ui-sentinel-id-number'), '110105194912310021');
    await paste(t('ui-sentinel-age'), '9'.repeat(10_000_000));
    await page.getByText(t('ui-sentinel-seen-other'), { exact: true }).click();
    await page.getByLabel(t('ui-sentinel-seen-at')).fill('1861-12-05T09:00');
    await send.click();
    await page.getByText(t('ui-sentinel-id-check')).waitFor();
    await page.getByText(t('ui-sentinel-seen-old')).waitFor();
    await page.getByText(t('ui-sentinel-faults', { count: 3 })).waitFor();
    assert.equal(sent.length, 0);
    await look('sentinel-faults', { languages: ['en'] });
    await paste(t('ui-sentinel-id-number'), `${wide.slice(0, 6)} ${wide.slice(6)}\r\n`);
    await paste(t('ui-sentinel-age'), '');
    await page.getByText(t('ui-sentinel-seen-quarter'), { exact: true }).click();
    await send.dblclick();
    await page.getByText(/The county has it/).waitFor();
    assert.equal(sent.length, 1, 'one report');
    const { new_person: person, temperature_c: temperature } = sent[0].body;
    assert.deepEqual(
      [person.name, person.phone, person.id_number, temperature],
      ['王 小明', '138-0000-1234', number, 38.7],
    );

    // The same number once more: somebody is known by it, and the report says which of the two it is.
    await page.getByRole('button', { name: t('ui-sentinel-next') }).click();
    await paste(t('ui-sentinel-id-number'), number);
    await send.click();
    await page.getByRole('button', { name: t('ui-sentinel-look') }).click();
    await page.getByText(t('ui-field-known-person')).waitFor();
    await look('sentinel-refused');
    await page.getByRole('button', { name: t('ui-field-mend') }).click();
    await page.getByText(t('ui-sentinel-known-same')).click();
    await look('sentinel-mend', { languages: ['en'] });
    const before = (await visits(tools)).length;
    await page.getByRole('button', { name: t('ui-sentinel-mend-send') }).click();
    await page.getByText(/The county has it/).waitFor();
    const now = await visits(tools);
    assert.equal(now.length, before + 1);
    assert.equal(now[0].person, now[1].person, 'the same person');
  },
);

walk(
  'sentinel: what is typed outlives another page, another language, a reload and the network',
  { as: AS, screen: 'phone' },
  async (tools) => {
    const { page, context, open, t, rest } = tools;
    await open('/sentinel');
    await kept(page);
    const name = page.getByLabel(t('ui-sentinel-name'), { exact: true });
    await name.fill('Halfway Done');
    await page.getByRole('link', { name: t('ui-sentinel-visits-menu') }).click();
    await page.getByRole('heading', { name: t('ui-sentinel-visits') }).waitFor();
    await page.goBack();
    assert.equal(await name.inputValue(), 'Halfway Done');
    await page.waitForTimeout(800);
    await context.setOffline(true);
    await page.reload();
    await name.waitFor();
    await page.waitForFunction(() =>
      [...document.querySelectorAll('input')].some(({ value }) => value === 'Halfway Done'),
    );
    await page.getByRole('button', { name: t('ui-sentinel-send') }).click();
    await page.getByText(t('ui-sentinel-done-waiting', { who: 'Halfway Done' })).waitFor();
    const before = (await visits(tools)).length;
    await context.setOffline(false);
    await page.getByText(/The county has it/).waitFor();
    await rest();
    assert.equal((await visits(tools)).length, before + 1);
  },
);

walk('sentinel: two tabs report two people, each once', { as: AS, screen: 'phone' }, async (tools) => {
  const { page, context, address, open, t } = tools;
  await open('/sentinel');
  const other = await context.newPage();
  await other.goto(`${address}/sentinel`);
  await other.getByText('39.5', { exact: true }).waitFor();
  const before = (await visits(tools)).length;
  await context.setOffline(true);
  for (const [tab, temperature] of [
    [page, '37.8'],
    [other, '39.5'],
  ]) {
    await tab.getByText(temperature, { exact: true }).click();
    await tab.getByRole('button', { name: t('ui-sentinel-send-nameless') }).click();
    await tab
      .getByText(/no network/)
      .first()
      .waitFor();
  }
  await context.setOffline(false);
  for (const tab of [page, other]) await tab.getByText(/The county has it/).waitFor();
  const now = await visits(tools);
  assert.equal(now.length, before + 2);
  assert.deepEqual(
    now
      .slice(0, 2)
      .map((visit) => visit.temperature_c)
      .sort(),
    [37.8, 39.5],
  );
  await other.close();
});

walk('sentinel: where somebody went is said in the list', { as: AS, screen: 'phone' }, async (tools) => {
  const { page, open, look, t, post, rest } = tools;
  await post('/sentinel_reports', {
    new_person: { area: '140121100000' },
    temperature_c: 39.1,
    report: false,
  });
  await open('/sentinel/visits');
  await look('sentinel-visits');
  const first = page.getByRole('listitem').first();
  await first.getByRole('button', { name: t('ui-sentinel-report-now') }).click();
  await first.getByRole('button', { name: t('ui-sentinel-dispose') }).click();
  await first.getByText(t('state-held'), { exact: true }).click();
  await rest();
  await first.getByText(t('state-held')).waitFor();
  const [visit] = await visits(tools);
  assert.equal(visit.disposition, 'held');
  assert.ok(visit.reported_at);
});
