import assert from 'node:assert/strict';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { walk } from '../support.mjs';

/** A line list as a county writes it: two rows are wrong, one date can be read either way. */
const LIST = [
  '编号,姓名,性别,年龄,发病日期,分类,现住地区,备注',
  'A-1,甲一,男,34,2022/6/28,确诊,140121100000,',
  'A-2,甲二,女,８,2022/6/29,确诊,140121100000,全角年龄',
  'A-3,甲三,女,51,2022/6/31,确诊,140121100000,没有这一天',
  'A-4,甲四,男,29,2022/7/1,疑似,140121101000,',
  'A-1,甲五,男,40,2022/7/2,确诊,140121101000,编号重复',
].join('\r\n');

async function fileOf(name, text) {
  const folder = await mkdtemp(join(tmpdir(), 'fenghuo-walk-'));
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const chosen = (page, label) => page.locator('.ant-select-item-option').filter({ hasText: label }).first();

/** Puts a file on the desk and answers what is asked. */
async function onDesk({ page, t, rest }, path, list) {
  await page.locator('input[type=file]').setInputFiles(path);
  await page.getByRole('table').first().waitFor();
  const disease = page.getByRole('combobox', { name: t('ui-files-ask-disease') });
  if (await disease.isVisible()) {
    await disease.click();
    await chosen(page, t('disease-covid19')).click();
  }
  // The heading is none that is usual: a person says what it is.
  await page.getByRole('combobox', { name: t('ui-files-field-of', { heading: '现住地区' }) }).click();
  await page.keyboard.type(t('field-area'));
  await chosen(page, t('field-area')).click();
  for (;;) {
    const understood = page.getByRole('button', { name: t('ui-files-ask-understood') });
    if ((await understood.count()) === 0) break;
    await understood.first().click();
  }
  await page.getByLabel(t('ui-files-list-name')).fill(list);
  await rest();
}

walk('files: a list is tried, taken in, mended in place and taken back', { as: 'cdc' }, async (tools) => {
  const { page, open, look, t, rest } = tools;
  await open('/files/import');
  await look('files-desk-empty');
  await onDesk(tools, await fileOf('county 2022-07-03.csv', LIST), 'County of the walk');
  await look('files-desk', { languages: ['en'] });

  await page.getByRole('button', { name: t('ui-files-try'), exact: true }).dblclick();
  await page.waitForURL(/\/files\/jobs\//);
  await page.getByRole('heading', { name: t('ui-files-would') }).waitFor();
  await rest();
  await look('files-trial');
  const refused = page.getByRole('row').filter({ hasText: '2022/6/31' });
  await refused.first().waitFor();
  assert.match(await page.locator('dl').first().innerText(), /3|4/, 'sound rows are counted');

  // What is sound is taken in, as the dialog says.
  await page.getByRole('button', { name: /sound rows/ }).click();
  await page.getByRole('dialog').getByText('County of the walk').waitFor();
  await look('files-ask', { languages: ['en'] });
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /sound rows/ })
    .click();
  await page.getByRole('heading', { name: t('ui-files-did') }).waitFor();
  await rest();
  await look('files-done', { languages: ['en'] });

  // A refused cell is mended where it is shown, and sent again.
  const cell = page.getByLabel('发病日期').first();
  await cell.fill('2022/6/30');
  const before = page.url();
  await page.getByRole('button', { name: /Send one mended row/ }).click();
  await page.waitForURL((url) => url.href !== before);
  await page.getByRole('heading', { name: t('ui-files-did') }).waitFor();
  await rest();
  const count = (label) =>
    page
      .locator(`dt:text-is("${t(label)}") + dd`)
      .first()
      .innerText();
  assert.equal(await count('ui-files-count-rejected'), '0');

  // The first import is taken back, for a reason.
  await open('/files/imports');
  await look('files-imports');
  await page.getByRole('link', { name: 'County of the walk' }).last().click();
  await rest();
  await look('files-import', { languages: ['en'] });
  await page.getByRole('button', { name: t('ui-files-undo') }).click();
  await page.getByLabel(t('ui-files-undo-reason')).fill('sent by mistake');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('ui-files-undo') })
    .click();
  await page.getByText(t('ui-files-undone'), { exact: true }).waitFor();
});

walk('files: ten megabytes are pasted and the page goes on', { as: 'cdc' }, async ({ page, open, t }) => {
  await open('/files/import');
  const began = Date.now();
  await page.evaluate(() => {
    const rows = ['number\tonset\tsex'];
    for (let row = 0; rows.length < 400_000; row += 1) rows.push(`P-${row}\t2022-07-01\tmale`);
    const data = new DataTransfer();
    data.setData('text/plain', rows.join('\n'));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  });
  await page
    .getByText(/paste-.*\.tsv/)
    .first()
    .waitFor();
  await page.getByRole('table').first().waitFor();
  assert.ok(Date.now() - began < 15_000, `${Date.now() - began} ms`);
  await page.getByRole('button', { name: t('ui-files-clear') }).click();
});

walk('files: mappings are kept and forgotten', { as: 'cdc' }, async (tools) => {
  const { page, open, look, t, rest } = tools;
  await open('/files/import');
  await onDesk(tools, await fileOf('kept.csv', LIST), 'Kept');
  await page
    .getByRole('button', { name: t('ui-files-keep') })
    .first()
    .click();
  await page.getByLabel(t('ui-files-mapping-name'), { exact: true }).fill('County form of the walk');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('ui-files-keep') })
    .click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await open('/files/mappings');
  await look('files-mappings');
  const row = page.getByRole('row').filter({ hasText: 'County form of the walk' });
  await row.getByRole('button', { name: t('ui-files-mapping-forget') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('ui-files-mapping-forget') })
    .click();
  await row.waitFor({ state: 'detached' });
  await rest();
});

walk(
  'files: an export names nobody, says whose it is, and is fetched',
  { as: 'cdc' },
  async ({ page, open, look, t, rest }) => {
    await open('/files/exports');
    await look('files-exports');
    await page.getByRole('checkbox', { name: t('records-cases') }).check();
    await page.getByText(t('ui-files-de-identified-text')).waitFor();
    await page.getByLabel(t('ui-files-purpose')).fill('review of the walk');
    await look('files-export', { languages: ['en'] });
    await page.getByRole('button', { name: t('ui-files-export'), exact: true }).click();
    await page.waitForURL(/\/files\/jobs\//);
    const download = page.getByRole('button', { name: t('ui-files-download'), exact: true });
    await download.waitFor();
    await rest();
    await look('files-export-done');
    const [file] = await Promise.all([page.waitForEvent('download'), download.click()]);
    assert.match(file.suggestedFilename(), /^DRILL-fenghuo-cases-.*\.csv$/);
    const [head] = (await readFile(await file.path(), 'utf8')).split('\n');
    assert.ok(!/name|id_number|phone/.test(head), head);
    await page.getByText('SHA-256').waitFor();
    await open('/files/jobs');
    await look('files-jobs');
  },
);

walk('files: the desk fits a phone', { as: 'cdc', screen: 'phone' }, async (tools) => {
  await tools.open('/files/import');
  await onDesk(tools, await fileOf('phone.csv', LIST), 'Phone');
  await tools.look('files-desk', { languages: ['en'] });
});
