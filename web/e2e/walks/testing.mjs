// Samples on the round, and results from a scanner that types.
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { sentBy } from '../phone.mjs';
import { ask, underCheck } from '../round.mjs';
import { walk } from '../support.mjs';

/** What a scanner does: keys of their places, fast, and Enter. */
async function scan(page, text) {
  const session = await page.context().newCDPSession(page);
  const press = (code, key, typed) => [
    session.send('Input.dispatchKeyEvent', {
      type: 'keyDown',
      code,
      key,
      text: typed,
      unmodifiedText: typed,
    }),
    session.send('Input.dispatchKeyEvent', { type: 'keyUp', code, key }),
  ];
  const keys = [...text].flatMap((letter) =>
    press(/\d/.test(letter) ? `Digit${letter}` : `Key${letter}`, letter, letter),
  );
  await Promise.all([...keys, ...press('Enter', 'Enter', '\r')]);
  await session.detach();
}

walk(
  'testing: a sample gets a label, and its result is entered by scanner and one key',
  { as: 'cdc', screen: 'phone' },
  async (tools) => {
    const { page, open, look, t, logins, address, rest } = tools;
    const { person, name } = await underCheck(tools, { called: '吕见山' });
    await open('/samples/take');
    await look('testing-take');
    await page.getByRole('button', { name: t('ui-testing-somebody-else') }).click();
    await page.getByLabel(t('ui-testing-name'), { exact: true }).fill(name);
    await page.getByRole('combobox', { name: t('ui-testing-disease') }).selectOption('covid19');
    await page.getByRole('button', { name: t('ui-testing-find'), exact: true }).click();
    await look('testing-find', { languages: ['en'] });
    await page
      .getByRole('listitem')
      .filter({ hasText: person.slice(-6) })
      .getByRole('button', { name: t('ui-testing-this-one') })
      .click();
    const sampled = sentBy(page, '/api/v1/samples');
    await page.getByRole('button', { name: t('ui-round-swab-record') }).dblclick();
    const label = (await page.getByRole('dialog').locator('code').innerText()).replaceAll(/\s/g, '');
    await look('testing-label', { languages: ['en'] });
    await rest();
    assert.equal(sampled.length, 1);
    assert.equal(sampled[0].body.person, person);

    // In the laboratory.
    const desk = await page
      .context()
      .browser()
      .newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Asia/Shanghai' });
    const { password } = logins.find(({ login }) => login === 'laboratory');
    const lab = await desk.newPage();
    await lab.goto(address);
    await lab.getByLabel(t('ui-log-in-name')).fill('laboratory');
    await lab.getByLabel(t('ui-log-in-password')).fill(password);
    await lab.getByRole('button', { name: t('ui-log-in'), exact: true }).click();
    await lab.getByRole('heading', { name: t('ui-testing-enter-title') }).waitFor();
    await lab.getByText(t('ui-testing-scan-first')).waitFor();
    const results = sentBy(lab, '/api/v1/test_results');
    const row = lab.getByRole('cell').first();
    // As a person would: again, if it was not heard. A machine under load types slower than a scanner.
    for (let times = 0; times < 5 && !(await row.isVisible()); times += 1) {
      await scan(lab, label);
      await row.waitFor({ timeout: 2_000 }).catch(() => undefined);
    }
    await row.waitFor();
    await scan(lab, label);
    await lab.getByText(t('ui-testing-scanned-twice')).waitFor();
    assert.equal(
      await lab.getByRole('textbox', { name: t('ui-testing-scan') }).inputValue(),
      '',
      'nothing is left in the field',
    );
    await scan(lab, 'XYZ0123456789');
    await lab.getByText(/misread/).waitFor();
    await lab.keyboard.press('2');
    assert.ok(await lab.getByRole('radio', { name: t('result-positive') }).isChecked(), 'by its key');
    await lab.getByRole('textbox', { name: t('ui-testing-ct') }).fill('２８．４');
    await lab
      .getByRole('button', { name: t('ui-testing-record-positive', { count: 1, positive: 1 }) })
      .dblclick();
    await lab.getByText(t('ui-testing-state-sent'), { exact: true }).waitFor();
    await lab.screenshot({ path: `${process.env.FENGHUO_SCREENS ?? tmpdir()}/testing-entered.desk.en.png` });
    await desk.close();
    assert.equal(results.length, 1);
    assert.equal(results[0].body.ct, 28.4);
    const { items } = await ask(tools, `/facts?subject_kind=person&subject=${person}`, 'cdc');
    const seen = items.filter(({ kind }) => kind === 'test_result');
    assert.equal(seen.length, 1);
    const taken = items.find(({ kind }) => kind === 'sample_taken');
    assert.ok(
      Date.parse(seen[0].body.sampled_at) >= Date.parse(taken.body.sampled_at),
      'the result is of this sample',
    );
  },
);

walk(
  'testing: results are entered for many at once',
  { as: 'laboratory' },
  async ({ page, open, look, t }) => {
    await open('/results/enter');
    await look('testing-enter');
    await page.getByRole('button', { name: t('ui-testing-without-label') }).click();
    await page.getByLabel(t('ui-testing-name'), { exact: true }).fill('吕见山');
    await look('testing-enter-find', { languages: ['en'] });
  },
);

walk(
  'testing: samples and results are listed, and a result is entered from the list',
  { as: 'cdc' },
  async ({ page, open, look, t, post, rest }) => {
    const { facts } = await post('/persons', { area: '140121100000', sex: 'f', birth_year: 1985 });
    const person = facts[0].subject.id;
    await post('/samples', { person, disease: 'covid19', method: 'nat' });
    await open('/samples');
    await look('testing-samples');
    await open('/samples?state=awaiting');
    const row = page.getByRole('row').filter({ hasText: person.slice(-6) });
    await row.getByRole('button', { name: t('ui-testing-enter') }).click();
    await page.getByRole('heading', { name: t('ui-testing-enter-title') }).waitFor();
    await page.getByRole('cell', { name: person.slice(-6) }).waitFor();
    await page.goBack();
    await rest();
    await open('/results');
    await look('testing-results');
  },
);
