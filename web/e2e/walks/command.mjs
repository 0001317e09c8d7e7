// The situation board, at the desk and on the wall.
import assert from 'node:assert/strict';
import { newCase } from '../cases.mjs';
import { walk } from '../support.mjs';

walk(
  'command: the situation, and the records behind a number',
  { as: 'commander' },
  async ({ page, open, look, t, rest }) => {
    await open('/situation');
    await page.getByRole('region', { name: t('ui-command-musts') }).waitFor();
    await look('situation');
    const total = page.getByRole('link', { name: new RegExp(`${t('ui-command-of-total')}: `) });
    const count = Number((await total.textContent()).replaceAll(/\D/g, ''));
    assert.ok(count > 3, `${count} cases`);
    await total.click();
    await page.getByRole('heading', { name: t('ui-command-of-total'), level: 1 }).waitFor();
    await rest();
    const shown = await page.locator('tbody tr').count();
    assert.equal(shown, Math.min(count, 50), 'as many records as were counted');
    await look('records');
    await page.goBack();
    await page.getByRole('region', { name: t('ui-command-curve') }).waitFor();
    await page
      .getByRole('region', { name: t('ui-command-areas') })
      .locator('tbody button')
      .first()
      .click();
    await page.waitForURL(/area=/);
    await rest();
    // Back up: the first of the tools is the area above.
    await page
      .getByRole('region', { name: t('ui-command-areas') })
      .getByRole('button')
      .first()
      .click();
    await page.waitForURL(/area=140121000000/);
    await rest();
    await page.getByRole('button', { name: t('ui-command-as-table') }).click();
    await page.waitForURL(/curve=table/);
    await rest();
    await look('situation-table', { languages: ['en'] });
  },
);

walk(
  'command: whoever was to be tested is told by the schedule of the day',
  { as: 'commander' },
  async ({ page, open, t, rest }) => {
    // A day on which tests were owed.
    await open('/situation?as_of=2022-07-08T12:00:00Z');
    await page.getByRole('link', { name: new RegExp(`${t('ui-command-of-not-tested')}: `) }).click();
    await page.getByRole('heading', { name: t('ui-command-of-not-tested'), level: 1 }).waitFor();
    await rest();
    await page
      .getByText(/^person …/)
      .first()
      .waitFor();
  },
);

walk(
  'command: every number opens a list that the server knows',
  { as: 'commander' },
  async ({ page, open, t, rest }) => {
    await open('/situation');
    await page.getByRole('region', { name: t('ui-command-units') }).waitFor();
    await rest();
    const links = await page
      .locator('main a[href*="/situation/records/"]')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    // One of each kind: list and names of its query.
    const kinds = new Map(
      links.map((href) => {
        const { pathname, searchParams } = new URL(href, 'http://x');
        return [`${pathname} ${[...searchParams.keys()].sort().join(' ')} ${searchParams.get('of')}`, href];
      }),
    );
    assert.ok(kinds.size > 20, `${kinds.size} kinds of number`);
    const refused = [];
    page.on('response', (response) => {
      if (response.status() >= 400) refused.push(`${response.status()} ${response.url()}`);
    });
    for (const href of kinds.values()) {
      await open(href);
      await page.getByRole('heading', { level: 1 }).waitFor();
    }
    assert.deepEqual(refused, []);
  },
);

walk(
  'command: numbers move while one looks on',
  { as: 'commander' },
  async ({ page, open, t, rest, post }) => {
    await open('/situation');
    await rest();
    const fresh = page.getByRole('link', { name: new RegExp(`${t('ui-command-of-new-24h')}: `) });
    const before = Number((await fresh.textContent()).replaceAll(/\D/g, ''));
    await page.evaluate(() => {
      window.notReloaded = true;
    });
    await newCase({ post: (path, body) => post(path, body, 'cdc') });
    await page.waitForFunction(
      ([label, number]) =>
        [...document.querySelectorAll('a[aria-label]')].some(
          (link) =>
            link.getAttribute('aria-label').includes(label) &&
            Number(link.textContent.replaceAll(/\D/g, '')) === number,
        ),
      [`${t('ui-command-of-new-24h')}: `, before + 1],
    );
    assert.ok(await page.evaluate(() => window.notReloaded));
  },
);

for (const screen of ['wall', 'wall4k']) {
  walk(
    `command: the wall fits its screen (${screen})`,
    { as: 'commander', screen },
    async ({ page, open, look }) => {
      await open('/situation?wall');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await look('wall');
      const beyond = await page
        .locator('main')
        .evaluate((main) => main.scrollHeight - main.clientHeight + (main.scrollWidth - main.clientWidth));
      assert.ok(beyond <= 1, `${beyond} px beyond the screen`);
    },
  );
}

walk('command: the situation on a phone', { as: 'commander', screen: 'phone' }, async ({ open, look }) => {
  await open('/situation');
  await look('situation');
});

walk(
  'command: an administrator brings boundaries, and the tiles become a map',
  { as: 'admin' },
  async ({ page, open, look, t, rest }) => {
    await open('/situation');
    await rest();
    await page.getByRole('button', { name: t('ui-command-boundaries') }).click();
    const dialog = page.getByRole('dialog', { name: t('ui-command-boundaries') });
    const squares = ['140121100000', '140121101000', '140121102000'].map((code, column) => ({
      type: 'Feature',
      properties: { adcode: code },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [112 + column, 37],
            [113 + column, 37],
            [113 + column, 38],
            [112 + column, 38],
            [112 + column, 37],
          ],
        ],
      },
    }));
    const file = (features) => ({
      name: 'squares.geojson',
      mimeType: 'application/geo+json',
      buffer: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })),
    });
    await dialog.locator('input[type=file]').setInputFiles({ ...file([]), buffer: Buffer.from('{') });
    await dialog.getByText(t('ui-command-boundaries-unreadable')).waitFor();
    await dialog.locator('input[type=file]').setInputFiles(file(squares));
    await dialog.getByLabel(t('ui-command-boundaries-source')).fill('Squares of a test');
    await look('boundaries', { languages: ['en'] });
    await dialog.getByRole('button', { name: t('ui-command-boundaries-check') }).click();
    await dialog.getByText(t('ui-command-boundaries-sound', { count: squares.length })).waitFor();
    await dialog.getByRole('button', { name: t('ui-command-boundaries-take') }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('img', { name: t('ui-command-map-label', { count: squares.length }) }).waitFor();
    await rest();
    await look('map');
  },
);
