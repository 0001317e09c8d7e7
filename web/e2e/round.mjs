// People to be seen on a round: what walks of the field begin with.
import assert from 'node:assert/strict';

export const TOWNSHIP = '140121100000';

/** Asks the API as somebody of the demo. */
export async function ask({ address, logins }, path, as) {
  const { password } = logins.find(({ login }) => login === as);
  const session = await fetch(`${address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ login: as, password }),
  });
  const { token } = await session.json();
  const answer = await fetch(`${address}/api/v1${path}`, { headers: { Authorization: `Bearer ${token}` } });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

const subject = ({ facts }, kind) => facts.find((fact) => fact.kind === kind).subject.id;

/** A sound identity number (GB 11643) that nobody else has. */
export function idNumber() {
  const digits = `110105194912${10 + Math.floor(Math.random() * 19)}${100 + Math.floor(Math.random() * 890)}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0);
  return digits + '10X98765432'[sum % 11];
}

/** Somebody who met a case yesterday and is under an order from today, with a name of his own. */
export async function underCheck(tools, { called, as = 'community-100', started = true }) {
  // Nobody else is called so, however often walks are walked on one server.
  const name =
    called +
    [...'甲乙丙丁戊己庚辛壬癸']
      .sort(() => Math.random() - 0.5)
      .slice(0, 3)
      .join('');
  const { post, address } = tools;
  const { now } = await (await fetch(`${address}/api/v1/status`)).json();
  const at = (hours) => new Date(Date.parse(now) + hours * 3_600_000).toISOString();
  const { unit } = await ask(tools, '/sessions/current', as);
  const opened = await post(
    '/cases',
    {
      new_person: { area: TOWNSHIP, sex: 'f', birth_year: 1980 },
      disease: 'covid19',
      classification: 'confirmed',
      reason: 'Seen by the clinic',
    },
    'cdc',
  );
  const source = opened.facts.find(({ subject: { kind } }) => kind === 'person')?.subject.id;
  const yesterday = at(-26).slice(0, 10);
  const ill = { onset_on: yesterday, symptoms: ['fever'] };
  await post(`/cases/${subject(opened, 'case_opened')}/assess`, ill, 'cdc');
  const given = {
    area: TOWNSHIP,
    sex: 'm',
    birth_year: 1990,
    name,
    phone: '0351-5550100',
    address: '东街 8 号',
  };
  const person = subject(await post('/persons', given, 'cdc'), 'person_registered');
  const met = {
    disease: 'covid19',
    kind: 'household',
    setting: 'home',
    from: { kind: 'person', id: source },
    to: { kind: 'person', id: person },
    started_at: at(-26),
    ended_at: at(-25),
  };
  const contact = subject(await post('/exposures', met, 'cdc'), 'contact_determined');
  const wanted = {
    target: { kind: 'person', id: person },
    contact,
    disease: 'covid19',
    measure: 'home_isolation',
    basis: 'QR1',
    reason: { zh: '密切接触者', en: 'close contact' },
    unit,
  };
  const order = subject(await post('/orders', wanted, 'cdc'), 'order_issued');
  if (started) await post(`/orders/${order}/start`, {}, as);
  return { person, order, name };
}

/** Records a check of somebody, as a thumb does. */
export async function check({ page, t }, name, { temperature, cough = false }) {
  const card = page.getByRole('listitem').filter({ hasText: name });
  await card
    .getByRole('button', { name: `${t('ui-field-check-do')} ${name}` })
    .first()
    .click();
  await page.getByRole('radio', { name: temperature }).check({ force: true });
  if (cough) await page.getByRole('checkbox', { name: t('symptom-cough') }).check({ force: true });
  const label = cough ? t('ui-field-check-record', { count: 1 }) : t('ui-field-check-record-none');
  await page.getByRole('button', { name: label }).dblclick();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  return card;
}
