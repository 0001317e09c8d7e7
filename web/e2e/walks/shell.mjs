// The frame around the pages.
import assert from 'node:assert/strict';
import { newCase } from '../cases.mjs';
import { walk } from '../support.mjs';

walk(
  'shell: somebody logs in, chooses another language, logs out',
  {},
  async ({ page, open, look, t, logins, rest }) => {
    await open('/cases?area=140121000000');
    await look('log-in');
    const [{ password }] = logins;
    await page.getByLabel(t('ui-log-in-name')).fill('cdc');
    await page.getByLabel(t('ui-log-in-password')).fill('wrong-password');
    await page.getByRole('button', { name: t('ui-log-in') }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel(t('ui-log-in-password')).fill(password);
    await page.getByRole('button', { name: t('ui-log-in') }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.match(page.url(), /\/cases\?area=140121000000/, 'where he wanted to go');
    await rest();
    // Another tab is handed the session, and loses it with this one.
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.locator('tbody a').first().waitFor();
    await page.bringToFront();
    await page.getByRole('button', { name: /cdc/ }).click();
    await page.getByText('中文').click();
    await page.getByRole('heading', { name: '病例', level: 1 }).waitFor();
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByText('已退出登录。').waitFor();
    await other.getByLabel(t('ui-log-in-password')).waitFor();
  },
);

walk('shell: the palette and the list of keys', { as: 'cdc' }, async ({ page, open, look, t }) => {
  await open('/cases');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: t('ui-palette') }).fill('cas');
  await page.getByRole('option').first().waitFor();
  await look('palette', { languages: ['en'] });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.locator('main').focus();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: t('ui-keys') }).waitFor();
  await look('keys', { languages: ['en'] });
});

walk('shell: an area is found by its name, and looked at', { as: 'commander' }, async ({ page, open, t }) => {
  await open('/situation');
  const field = page.getByRole('combobox', { name: t('ui-switch-area') });
  await field.click();
  await field.pressSequentially('清源');
  await page.locator('.ant-select-item-option').first().click();
  await page.waitForURL(/area=140121100000/);
  // Its name, which another walk may have changed, stands there after a reload too, although nobody has opened the list.
  await page.reload();
  await page
    .locator('.ant-select', { has: field })
    .getByText(/清源镇|Qingyuan/)
    .waitFor();
});

walk(
  'shell: a moment of the past is marked, and nothing can be recorded in it',
  { as: 'cdc' },
  async ({ page, open, look, t, rest }) => {
    await open('/cases');
    await page.getByRole('button', { name: t('ui-moment-is', { moment: t('ui-moment-now') }) }).click();
    await page.getByRole('button', { name: t('ui-moment-day') }).click();
    await page.waitForURL(/as_of=/);
    await page.getByText(t('ui-past-back')).first().waitFor();
    await rest();
    await page.keyboard.press('Escape');
    await look('past');
    const first = page.locator('tbody a').first();
    await first.click();
    await page.waitForURL(/\/cases\/.*as_of=/);
    await page.getByRole('button', { name: t('ui-clinical-classify') }).waitFor();
    assert.ok(await page.getByRole('button', { name: t('ui-clinical-classify') }).isDisabled());
  },
);

walk(
  'shell: a session that has ended is renewed in place, and loses no typed text',
  { as: 'cdc' },
  async ({ page, open, look, t, logins, post }) => {
    await open(await newCase({ post }));
    await page.getByRole('button', { name: t('ui-clinical-classify') }).click();
    await page.getByLabel(t('ui-clinical-reason')).fill('typed before the end');
    // The next command meets a session that is no more.
    const ended = {
      type: 'access.unauthenticated',
      title: '',
      status: 401,
      detail: '',
      args: {},
      reference: '',
    };
    await page.route(
      '**/classify',
      (route) =>
        route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify(ended) }),
      { times: 1 },
    );
    await page.getByRole('button', { name: t('ui-clinical-classify-send') }).click();
    const again = page.getByRole('dialog', { name: t('ui-again-title') });
    await again.waitFor();
    await look('log-in-again', { languages: ['en'] });
    await again.getByLabel(t('ui-log-in-password')).fill(logins[0].password);
    await again.getByRole('button', { name: t('ui-log-in') }).click();
    await again.waitFor({ state: 'hidden' });
    await page.getByText('typed before the end').first().waitFor();
  },
);

walk('shell: a phone has a bar below', { as: 'cdc', screen: 'phone' }, async ({ page, open, look, t }) => {
  await open('/cases');
  await look('cases');
  await page.getByRole('button', { name: t('ui-menu-more') }).click();
  await page.getByRole('dialog').waitFor();
  await look('menu', { languages: ['en'] });
});

walk('shell: on a wall there is no frame', { as: 'cdc', screen: 'wall' }, async ({ page, open }) => {
  await open('/cases?wall');
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(await page.getByRole('navigation').count(), 0);
});

walk(
  'shell: what happens elsewhere appears without loading anew, in every tab',
  { as: 'cdc' },
  async ({ page, context, open, post, rest }) => {
    await open('/cases');
    const other = await context.newPage();
    await other.goto(page.url());
    await other.locator('tbody a').first().waitFor();
    await rest();
    const streams = [];
    for (const tab of [page, other]) tab.on('request', (request) => streams.push(request.url()));
    const address = await newCase({ post });
    for (const tab of [page, other]) await tab.locator(`a[href^="${address}"]`).waitFor();
    assert.ok(!streams.some((url) => url.endsWith('/events')), 'one stream, which stands');
  },
);
