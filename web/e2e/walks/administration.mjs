import assert from 'node:assert/strict';
import { walk } from '../support.mjs';

const option = (page, text) => page.locator('.ant-select-item-option').filter({ hasText: text }).first();

walk(
  'administration: areas of a day, with their history',
  { as: 'admin' },
  async ({ page, open, look, t, rest }) => {
    await open('/administration/areas');
    await look('administration-areas');
    // The tree stands open down to one's own area, and closes where somebody closes it.
    await page.getByRole('link', { name: 'Qingxu County' }).waitFor();
    await page
      .getByRole('button', { name: t('ui-administration-below', { name: 'Shanxi Province' }) })
      .click();
    await page.getByRole('link', { name: 'Qingxu County' }).waitFor({ state: 'detached' });
    await open('/administration/areas/140121100000');
    await look('administration-area');
    await page.getByRole('button', { name: t('ui-administration-change'), exact: true }).click();
    await look('administration-area-change', { languages: ['en'] });
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('ui-administration-name-en')).fill('Qingyuan of the walk');
    await dialog.getByLabel(t('ui-administration-document')).fill('Notice 7');
    await dialog.getByLabel(t('ui-administration-reason')).fill('as decided');
    await dialog.getByRole('button', { name: t('areachange-renamed') }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: 'Qingyuan of the walk' }).waitFor();
    await rest();
    const history = page.getByRole('region', { name: t('ui-administration-history') });
    assert.ok((await history.getByRole('row').count()) >= 3, 'both versions are there');
  },
);

walk(
  'administration: a user is made, given another post, barred',
  { as: 'admin' },
  async ({ page, open, look, t, rest }) => {
    await open('/administration/posts');
    await look('administration-posts');
    await open('/administration/users');
    await look('administration-users');
    await page.getByRole('button', { name: t('ui-administration-user-new') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('ui-administration-login'), { exact: true }).fill('walker');
    await dialog.getByLabel(t('ui-administration-display-name'), { exact: true }).fill('Walker');
    await dialog.getByLabel(t('ui-administration-unit'), { exact: true }).click();
    await page.keyboard.type('Qingxu');
    await option(page, /Centre for Disease Control/).click();
    await dialog.getByLabel(t('ui-administration-post'), { exact: true }).click();
    await option(page, /Duty officer/).click();
    await dialog.getByLabel(t('ui-administration-grant'), { exact: true }).click();
    await option(page, t('grant-supervisor')).click();
    await look('administration-user-new', { languages: ['en'] });
    await dialog.getByRole('button', { name: t('ui-administration-user-make') }).click();
    await page.getByText(t('ui-administration-user-made', { login: 'walker' })).waitFor();
    await page.getByRole('button', { name: t('ui-administration-handed') }).click();
    await page.getByRole('link', { name: 'walker', exact: true }).click();
    await rest();
    await look('administration-user', { languages: ['en'] });
    await page.getByRole('button', { name: t('ui-administration-disable') }).click();
    await page.getByText(t('ui-administration-disable-text')).waitFor();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('ui-administration-disable') })
      .click();
    await page.getByText(t('ui-administration-user-disabled')).first().waitFor();
  },
);

walk(
  'administration: who looked at a person',
  { as: 'cdc-leader' },
  async ({ page, open, look, t, rest, post }) => {
    const { facts } = await post(
      '/cases',
      {
        new_person: { area: '140121100000', sex: 'f', birth_year: 1980 },
        disease: 'covid19',
        classification: 'confirmed',
        reason: 'Seen by the clinic',
      },
      'cdc',
    );
    const person = facts.find(({ kind }) => kind === 'person_registered').subject.id;
    await post(
      '/persons/personal_reads',
      { persons: [person], fields: ['name'], purpose: 'audit walk' },
      'cdc',
    );
    await open('/administration/audit');
    await look('administration-audit');
    await page.getByLabel(t('ui-administration-audit-id')).fill(person.replaceAll('-', '').toUpperCase());
    await page
      .getByRole('button', { name: t('ui-administration-audit-who') })
      .first()
      .click();
    await page.waitForURL(new RegExp(`person=${person}`));
    await rest();
    await page.getByText('audit walk').waitFor();
    await look('administration-audit-person');
  },
);

walk(
  'administration: emergency access is reviewed',
  { as: 'commander' },
  async ({ page, open, look, t, rest, post }) => {
    const { facts } = await post(
      '/cases',
      {
        new_person: { area: '140121100000', sex: 'm', birth_year: 1971 },
        disease: 'covid19',
        classification: 'confirmed',
        reason: 'Seen by the clinic',
      },
      'cdc',
    );
    const person = facts.find(({ kind }) => kind === 'person_registered').subject.id;
    await post(
      '/break_glass',
      { kind: 'person', id: person, ground: 'urgent_tracing', reason: 'met at the market of the walk' },
      'community-102',
    );
    await open('/administration/glass');
    await page.getByText('met at the market of the walk').waitFor();
    await look('administration-glass');
    const row = page.getByRole('row').filter({ hasText: 'met at the market of the walk' });
    await row.getByRole('button', { name: t('ui-administration-glass-review'), exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: t('finding-unjustified') }).check();
    await dialog.getByText(t('ui-administration-glass-unjustified')).waitFor();
    await look('administration-glass-review', { languages: ['en'] });
    await dialog.getByRole('radio', { name: t('finding-justified'), exact: true }).check();
    await dialog.getByLabel(t('ui-administration-glass-note-label')).fill('asked by telephone before');
    await dialog.getByRole('button', { name: t('ui-administration-glass-record') }).click();
    await dialog.waitFor({ state: 'hidden' });
    await row.getByText(t('finding-justified'), { exact: true }).waitFor();
    await rest();
  },
);

walk(
  'administration: periods, holds, purges with a certificate',
  { as: 'operator' },
  async ({ page, open, look, t, rest }) => {
    await open('/administration/law');
    await look('administration-law');
    await page.getByRole('button', { name: t('ui-administration-hold-set') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: t('kind-area') }).check();
    await dialog.getByLabel(t('ui-administration-in'), { exact: true }).click();
    await page.keyboard.type('Qingxu');
    await option(page, /Qingxu/).click();
    await dialog.getByLabel(t('ui-administration-reason')).fill('inquest of the walk');
    await dialog.getByRole('button', { name: t('ui-administration-hold-set') }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('inquest of the walk').waitFor();
    await page.getByRole('button', { name: t('ui-administration-purge-look') }).click();
    await page.getByText(t('ui-administration-purge-would')).waitFor();
    await rest();
    await look('administration-purge', { languages: ['en'] });
  },
);

walk(
  'administration: health and settings of the installation',
  { as: 'operator' },
  async ({ page, open, look, t, rest }) => {
    await open('/administration/health');
    await look('administration-health');
    assert.ok((await page.getByText(t('check-journal')).count()) > 0);
    await open('/administration/installation');
    await look('administration-installation');
    await page.getByLabel(t('ui-administration-glass-longest')).fill('３０');
    await page.getByRole('button', { name: t('ui-administration-glass-rules-set'), exact: true }).click();
    await page
      .getByRole('dialog')
      .getByText(/30 minutes/)
      .waitFor();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('ui-administration-glass-rules-set') })
      .click();
    await page.getByText(t('ui-administration-set'), { exact: true }).waitFor();
    await rest();
  },
);

walk(
  "administration: one's own account",
  { as: 'laboratory' },
  async ({ page, open, look, t, rest, logins }) => {
    await open('/account');
    await look('account');
    // The page scrolls, not the window: the mark of a drill stays in sight.
    const height = await page.evaluate(() => document.scrollingElement.scrollHeight - window.innerHeight);
    assert.ok(height <= 0, `the window is ${height} px longer than the screen`);
    await page.getByRole('button', { name: t('ui-administration-factor-begin') }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByLabel(t('ui-password-present'))
      .fill(logins.find(({ login }) => login === 'laboratory').password);
    await dialog.getByRole('button', { name: t('ui-factor-begin') }).click();
    await dialog.getByLabel(t('ui-factor-picture')).waitFor();
    await look('account-factor', { languages: ['en'] });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: t('ui-administration-key-new') }).click();
    await dialog.getByLabel(t('ui-administration-key-name')).fill('laboratory system');
    await dialog.getByRole('checkbox', { name: t('may-record-test') }).check();
    // A key ends by the clock of the wall, for in a drill the business has another.
    const end = new Date(Date.now() + 90 * 24 * 3600 * 1000).toISOString().slice(0, 10);
    await dialog.getByLabel(t('ui-administration-key-ends')).fill(`${end} 08:00`);
    await page.keyboard.press('Enter');
    await look('account-key', { languages: ['en'] });
    await dialog.getByRole('button', { name: t('ui-administration-key-make') }).click();
    await dialog.getByText(/^fhk_/).waitFor();
    await dialog.getByRole('button', { name: t('ui-administration-key-kept') }).click();
    await page.getByRole('row').filter({ hasText: 'laboratory system' }).waitFor();
    await rest();
  },
);

walk(
  'administration: account and audit on a phone',
  { as: 'cdc-leader', screen: 'phone' },
  async ({ open, look }) => {
    await open('/account');
    await look('account');
    await open('/administration/audit');
    await look('administration-audit', { languages: ['zh-CN'] });
  },
);
