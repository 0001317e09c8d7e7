// The first log-in of somebody new, and one with a second factor.
import { createHmac } from 'node:crypto';
import { walk } from '../support.mjs';

const FIRST = 'set-by-the-office';
const OWN = 'chosen-by-herself';

/** The code of a device for a secret in Base32 (RFC 6238), now. */
function codeOf(secret) {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)
      .map((byte) => Number.parseInt(byte, 2)),
  );
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', bytes).update(step).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** Somebody new at the centre for disease control, with a password that the office has set. */
async function newUser(login, { get }) {
  const { items: units } = await get('/units?role=cdc&area=140121000000', 'admin');
  const { items: posts } = await get(`/posts?unit=${units[0].id}`, 'admin');
  return { login, password: FIRST, display_name: login, post: posts[0].id, role: 'epidemiologist' };
}

walk(
  'log-in: a password that the office has set is replaced first',
  {},
  async ({ page, open, look, t, get, post, rest }) => {
    await post('/users', await newUser('newcomer', { get }), 'admin');
    await open('/cases');
    await page.getByLabel(t('ui-log-in-name')).fill('newcomer');
    await page.getByLabel(t('ui-log-in-password')).fill(FIRST);
    await page.getByRole('button', { name: t('ui-log-in') }).click();
    await page.getByRole('heading', { name: t('ui-due-password') }).waitFor();
    await look('own-password');
    await page.getByLabel(t('ui-password-present')).fill(FIRST);
    await page.getByLabel(t('ui-password-new'), { exact: true }).fill(OWN);
    await page.getByLabel(t('ui-password-repeated')).fill(`${OWN}!`);
    await page.getByRole('button', { name: t('ui-password-set') }).click();
    await page.getByText(t('ui-password-differs')).waitFor();
    await page.getByLabel(t('ui-password-repeated')).fill(OWN);
    await page.getByRole('button', { name: t('ui-password-set') }).click();
    await page.getByRole('heading', { name: t('ui-clinical-cases') }).waitFor();
    await rest();
  },
);

walk(
  'log-in: a code is asked for after the password',
  {},
  async ({ page, open, look, t, get, post, address, logins }) => {
    await post('/users', await newUser('careful', { get }), 'admin');
    const ask = async (path, token, body) => {
      const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
      const answer = await fetch(`${address}/api/v1${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      return answer.status === 204 ? undefined : answer.json();
    };
    const { token } = await ask('/sessions', '', { login: 'careful', password: FIRST });
    await ask('/sessions/current/change_password', token, { present: FIRST, password: OWN });
    logins.push({ login: 'careful', password: OWN });
    const { secret } = await ask('/second_factor/enrol', token, { password: OWN });
    const { recovery_codes: codes } = await ask('/second_factor/confirm', token, { code: codeOf(secret) });

    await open('/cases');
    await page.getByLabel(t('ui-log-in-name')).fill('careful');
    await page.getByLabel(t('ui-log-in-password')).fill(OWN);
    await page.getByRole('button', { name: t('ui-log-in') }).click();
    const code = page.getByLabel(t('ui-log-in-code'));
    await code.waitFor();
    await look('code', { languages: ['en'] });
    await code.fill('000 000');
    await page.getByRole('button', { name: t('ui-log-in-code-send') }).click();
    await page.getByRole('alert').waitFor();
    await code.fill(codes[0]);
    await page.getByRole('button', { name: t('ui-log-in-code-send') }).click();
    await page.getByRole('heading', { name: t('ui-clinical-cases') }).waitFor();
  },
);

walk(
  'log-in: a role that asks for a second factor has one set up first',
  {},
  async ({ page, open, look, t, get, post }) => {
    await post('/users', await newUser('bound', { get }), 'admin');
    // That a role asks for it is a setting of the whole installation, and would concern every other walk.
    await page.route(
      '**/api/v1/sessions',
      async (route) => {
        const answer = await route.fetch();
        const session = await answer.json();
        await route.fulfill({
          response: answer,
          json: { ...session, me: { ...session.me, due: 'second_factor' } },
        });
      },
      { times: 1 },
    );
    await open('/cases');
    await page.getByLabel(t('ui-log-in-name')).fill('bound');
    await page.getByLabel(t('ui-log-in-password')).fill(FIRST);
    await page.getByRole('button', { name: t('ui-log-in') }).click();
    await page.getByRole('heading', { name: t('ui-due-factor') }).waitFor();
    await look('second-factor', { languages: ['en'] });
    await page.getByLabel(t('ui-password-present')).fill(FIRST);
    await page.getByRole('button', { name: t('ui-factor-begin') }).click();
    const secret = await page.locator('code').textContent();
    await look('second-factor-secret', { languages: ['en'] });
    await page.getByLabel(t('ui-log-in-code')).fill(codeOf(secret ?? ''));
    await page.getByRole('button', { name: t('ui-factor-confirm') }).click();
    await page.getByText(t('ui-factor-codes')).waitFor();
    await look('second-factor-codes', { languages: ['en'] });
    await page.getByRole('button', { name: t('ui-factor-kept') }).click();
    // The password of the office is due now.
    await page.getByRole('heading', { name: t('ui-due-password') }).waitFor();
  },
);
