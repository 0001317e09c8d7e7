import assert from 'node:assert/strict';
import { newCase } from '../cases.mjs';
import { walk } from '../support.mjs';

walk(
  'clinical: cases are listed, narrowed and found again by their address',
  { as: 'cdc' },
  async ({ page, open, look, t, rest }) => {
    await open('/cases');
    await look('cases');
    const all = await page.locator('tbody tr').count();
    assert.ok(all > 3, `${all} cases`);
    await page.getByRole('combobox', { name: t('ui-clinical-class') }).click();
    await page
      .locator('.ant-select-item-option')
      .filter({ hasText: t('classification-asymptomatic') })
      .click();
    await page.waitForURL(/classification=asymptomatic/);
    await rest();
    const some = await page.locator('tbody tr').count();
    assert.ok(some < all, `${some} of ${all}`);
    await page.reload();
    await rest();
    assert.equal(await page.locator('tbody tr').count(), some);
  },
);

walk(
  'clinical: a case is read and classified once, however often one clicks',
  { as: 'cdc' },
  async ({ page, open, look, t, rest, post }) => {
    await open(await newCase({ post }));
    await page.getByRole('heading', { name: t('ui-clinical-history') }).waitFor();
    await rest();
    await look('case');
    await page.getByRole('button', { name: t('ui-clinical-classify') }).click();
    await look('classify', { languages: ['en'] });
    await page.getByRole('radio', { name: t('classification-probable') }).check();
    await page.getByLabel(t('ui-clinical-reason')).fill('  seen by two doctors \n');
    const sent = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/classify'))
        sent.push(request.headers()['idempotency-key']);
    });
    await page.getByRole('button', { name: t('ui-clinical-classify-send') }).dblclick();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('blockquote').filter({ hasText: 'seen by two doctors' }).waitFor();
    assert.equal(new Set(sent).size, 1, 'one intent');
    assert.equal(
      await page.getByText('seen by two doctors', { exact: true }).count(),
      2,
      'in the history and as the reason of the class',
    );
  },
);

walk(
  'clinical: what two people change at once is shown field by field',
  { as: 'cdc' },
  async ({ page, context, open, look, t, rest, post }) => {
    await open(await newCase({ post }));
    await page.getByRole('button', { name: t('ui-clinical-classify') }).click();
    await page.getByRole('radio', { name: t('classification-suspected') }).check();
    await page.getByLabel(t('ui-clinical-reason')).fill('the first of two');

    const other = await context.newPage();
    await other.goto(page.url());
    await other.getByRole('button', { name: t('ui-clinical-classify') }).click();
    await other.getByRole('radio', { name: t('classification-probable') }).check();
    await other.getByLabel(t('ui-clinical-reason')).fill('the second of two');
    await other.getByRole('button', { name: t('ui-clinical-classify-send') }).click();
    await other.getByRole('dialog').waitFor({ state: 'hidden' });
    await other.close();

    await page.getByRole('button', { name: t('ui-clinical-classify-send') }).click();
    await page.getByText(t('ui-conflict-title')).waitFor();
    await page.getByRole('cell', { name: t('classification-probable') }).waitFor();
    await look('conflict', { languages: ['en'] });
    assert.equal(await page.getByLabel(t('ui-clinical-reason')).inputValue(), 'the first of two');
    await page.getByRole('button', { name: t('ui-conflict-again') }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await rest();
    await page.getByRole('blockquote').filter({ hasText: 'the first of two' }).waitFor();
  },
);

walk(
  'clinical: who else has a case open is told, and goes when he goes',
  { as: 'cdc' },
  async ({ page, open, look, t, rest, post, get }) => {
    const address = await newCase({ post });
    const subject = { kind: 'case', id: address.split('/').pop() };
    const { display_name: name } = await get('/sessions/current', 'commander');
    await post('/presence', { subject }, 'commander');
    await open(address);
    const line = page.getByRole('status').filter({ hasText: t('ui-also-open') });
    await line.getByText(name, { exact: true }).waitFor();
    await look('case-also-open');
    const { items: others } = await post('/presence', { subject, open: false }, 'commander');
    assert.equal(others.length, 1, 'he is told of the one who walks');
    await page.reload();
    await page.getByRole('heading', { name: t('ui-clinical-history') }).waitFor();
    await rest();
    assert.equal(await line.count(), 0);
    await open('/cases');
    const { items: left } = await post('/presence', { subject }, 'commander');
    assert.deepEqual(left, [], 'who has left the page is not there any more');
  },
);

walk(
  'clinical: a view of the list is saved, shown and deleted',
  { as: 'cdc' },
  async ({ page, open, look, t, rest }) => {
    await open('/cases?classification=asymptomatic');
    const some = await page.locator('tbody tr').count();
    const views = page.getByRole('button', { name: t('ui-views'), exact: true });
    await views.click();
    await page.getByLabel(t('ui-views-name')).fill('asymptomatic ones');
    await page.getByRole('button', { name: t('ui-views-keep'), exact: true }).click();
    const kept = page.getByRole('button', { name: 'asymptomatic ones', exact: true });
    await kept.waitFor();
    await look('views', { languages: ['en'] });
    await open('/cases');
    assert.notEqual(await page.locator('tbody tr').count(), some);
    await views.click();
    await kept.click();
    await page.waitForURL(/classification=asymptomatic/);
    await rest();
    assert.equal(await page.locator('tbody tr').count(), some);
    await views.click();
    await page.getByRole('button', { name: t('ui-views-forget', { name: 'asymptomatic ones' }) }).click();
    await page.getByRole('button', { name: t('ui-views-restore') }).waitFor();
    await kept.waitFor({ state: 'detached' });
  },
);
