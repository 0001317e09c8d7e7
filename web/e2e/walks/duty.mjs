// The roster: who is on call, gaps and how they are filled; what is lent for a holiday.
import assert from 'node:assert/strict';
import { walk } from '../support.mjs';

walk('duty: a gap is seen and filled', { as: 'commander' }, async ({ page, open, look, t, rest }) => {
  await open('/duty');
  await look('roster');
  await page.getByRole('button', { name: t('ui-duty-require') }).click();
  const watch = page.getByRole('dialog', { name: t('ui-duty-require') });
  await watch.getByRole('combobox', { name: t('ui-duty-post') }).click();
  await page.locator('.ant-select-item-option').first().click();
  const fill = async (dialog, label, text) => {
    const field = dialog.getByLabel(label);
    await field.fill(text);
    await field.press('Enter');
  };
  const day = await page.evaluate(() => document.querySelector('.ant-picker input').value);
  const after = (days) =>
    new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  await fill(watch, t('ui-duty-starts'), `${after(2)} 08:00`);
  await fill(watch, t('ui-duty-ends'), `${after(2)} 20:00`);
  await watch.getByRole('button', { name: t('ui-duty-require') }).click();
  await watch.waitFor({ state: 'hidden' });
  await rest();
  const gaps = page.getByRole('button', { name: /^Fill the gap/ });
  const before = await gaps.count();
  assert.ok(before > 0, 'the watch has opened a gap');
  await gaps.last().click();
  const put = page.getByRole('dialog', { name: t('ui-duty-put-on') });
  await put.getByRole('combobox', { name: t('ui-duty-holder') }).click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
  await look('put-on', { languages: ['en'] });
  await put.getByRole('button', { name: t('ui-duty-put-on') }).click();
  await put.waitFor({ state: 'hidden' });
  await page.waitForFunction(
    (count) =>
      [...document.querySelectorAll('button')].filter((button) =>
        button.textContent.startsWith('Fill the gap'),
      ).length < count,
    before,
  );
});

walk('duty: a grant is lent and taken back', { as: 'commander' }, async ({ page, open, look, t, rest }) => {
  await open('/delegations');
  await look('delegations');
  await page.getByRole('button', { name: t('ui-duty-lend') }).click();
  const dialog = page.getByRole('dialog', { name: t('ui-duty-lend') });
  await dialog.getByRole('combobox', { name: t('ui-duty-to') }).click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
  await dialog.getByRole('radio', { name: t('ui-duty-chosen') }).check();
  await dialog.getByRole('checkbox', { name: t('ui-duty-may-manage-duty') }).check();
  // Accounts and what they may do go by the clock on the wall, also in a drill.
  const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const ends = dialog.getByLabel(t('ui-duty-ends'));
  await ends.fill(`${until} 08:00`);
  await ends.press('Enter');
  await dialog.getByLabel(t('ui-duty-reason')).fill('holiday');
  await look('lend', { languages: ['en'] });
  await dialog.getByRole('button', { name: t('ui-duty-lend') }).click();
  await dialog.waitFor({ state: 'hidden' });
  await rest();
  const row = page.getByRole('row').filter({ hasText: 'holiday' });
  await row.getByRole('button', { name: t('ui-duty-end') }).click();
  await page
    .locator('.ant-popconfirm')
    .getByRole('button', { name: t('ui-duty-end') })
    .click();
  await row.getByText(t('ui-duty-state-ended')).waitFor();
});

walk('duty: the roster on a phone', { as: 'commander', screen: 'phone' }, async ({ open, look }) => {
  await open('/duty');
  await look('roster');
});
