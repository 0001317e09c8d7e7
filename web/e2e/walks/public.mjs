// Bulletins for the public: drafted, approved by two, out; each number opens its records.
import assert from 'node:assert/strict';
import { walk } from '../support.mjs';

walk(
  'public: a bulletin is out when a second one approves it, and its numbers open their records',
  { as: 'commander' },
  async ({ page, open, look, t, get, another }) => {
    await open('/daily-bulletins');
    await look('daily-bulletins');
    await page.getByRole('button', { name: t('ui-public-draft') }).click();
    const dialog = page.getByRole('dialog', { name: t('ui-public-draft') });
    await dialog.getByLabel(t('ui-public-title-zh')).fill('清徐县疫情通报');
    await dialog.getByLabel(t('ui-public-title-en')).fill('Bulletin of Qingxu');
    await dialog.getByLabel(t('ui-public-text-en')).fill('Cases are looked after; schools are open.');
    await look('daily-bulletin-draft', { languages: ['en'] });
    const chinese = dialog.getByLabel(t('ui-public-text-zh'));
    await chinese.fill('咨询电话13912345678');
    const save = dialog.getByRole('button', { name: t('ui-public-draft-save') });
    await save.click();
    // Nobody is named in what goes out, not even by a number.
    await dialog
      .getByText(/telephone or an identity number/)
      .first()
      .waitFor();
    await chinese.fill('病例均在救治中，学校正常开学。');
    await save.click();
    await page.getByRole('link', { name: 'Bulletin of Qingxu' }).click();
    await page.getByText(t('bulletin-draft')).first().waitFor();
    await look('daily-bulletin');
    await page.getByRole('button', { name: t('ui-public-approve') }).click();
    await page.getByText(t('ui-public-waits')).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const before = await get('/public/bulletins');
    assert.equal(before.items.length, 0, 'one approval releases nothing');
    const second = await another('province');
    await second.open(`/daily-bulletins/${id}`);
    await second.page.getByRole('button', { name: t('ui-public-approve') }).click();
    await second.page.getByText(t('bulletin-released')).first().waitFor();
    // The first window sees it without being asked.
    await page.getByText(t('bulletin-released')).first().waitFor();
    const { items } = await get('/public/bulletins');
    assert.equal(items[0].title.en, 'Bulletin of Qingxu');
    const total = page.getByRole('link', { name: String(items[0].figures.cases_total), exact: true }).first();
    await total.click();
    await page.waitForURL(/situation\/records\/cases/);
    await page.locator('tbody tr').first().waitFor();
  },
);
