import assert from 'node:assert/strict';
import { walk } from '../support.mjs';

walk('protocols: what is in force here on a day', { as: 'cdc' }, async ({ page, open, look, t, rest }) => {
  await open('/protocols?on=2022-08-20');
  await look('protocols');
  const force = page.getByRole('region', { name: t('ui-protocols-force') });
  const covid = force.getByRole('row').filter({ hasText: t('disease-covid19') });
  assert.match(await covid.innerText(), /9th edition/i);
  assert.match(await covid.innerText(), /Shanxi/, 'with the overlay of the province');
  await page.getByLabel(t('ui-protocols-notation-label')).fill('１４＋２');
  await page.getByRole('button', { name: t('ui-protocols-notation-read') }).click();
  await rest();
  await look('protocols-notation', { languages: ['en'] });
});

walk(
  'protocols: rules with their source, and two editions side by side',
  { as: 'cdc' },
  async ({ page, open, look, t, rest }) => {
    await open('/protocols/covid19/9th?area=140121000000');
    await look('protocols-rules');
    assert.ok(
      (await page.getByText(t('confidence-c'), { exact: false }).count()) > 0,
      'unconfirmed rules are marked',
    );
    await page.getByRole('combobox', { name: t('ui-protocols-beside') }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: /8/ }).first().click();
    await page.waitForURL(/beside=8th/);
    await rest();
    await page.getByRole('checkbox', { name: t('ui-protocols-only-changed') }).click();
    await page.getByText(t('strictness-looser')).first().waitFor();
    await look('protocols-beside');
  },
);

walk('protocols: rules on a phone', { as: 'cdc', screen: 'phone' }, async ({ open, look }) => {
  await open('/protocols');
  await look('protocols');
  await open('/protocols/covid19/9th?section=regime');
  await look('protocols-rules', { languages: ['zh-CN'] });
});
