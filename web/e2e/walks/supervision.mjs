// Duties: the board, what closes one, the sheet of a shift, hand-over, problems.
import assert from 'node:assert/strict';
import { newCase } from '../cases.mjs';
import { walk } from '../support.mjs';

walk(
  'supervision: the board, by whose and by which clock',
  { as: 'cdc' },
  async ({ page, open, look, t, rest }) => {
    await open('/obligations');
    await look('duties');
    await page.getByRole('button', { name: new RegExp(`^${t('ui-supervision-clock-overdue')}`) }).click();
    await page.waitForURL(/clock=overdue/);
    await rest();
    const states = await page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.dataset.tone));
    assert.ok(
      states.every((tone) => tone === 'late'),
      states.join(' '),
    );
    await page.getByText(t('ui-supervision-my-area'), { exact: true }).click();
    await page.waitForURL(/whose=area/);
    await rest();
    await look('duties-overdue', { languages: ['en'] });
  },
);

walk(
  'supervision: one click to the form that closes a duty, and it is closed once',
  { as: 'cdc' },
  async ({ page, open, look, t, rest, post }) => {
    await newCase({ post });
    await open('/obligations?clock=today');
    await rest();
    const report = page
      .getByRole('row')
      .filter({ hasText: /report/i })
      .first();
    await report.getByRole('button').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: t('ui-supervision-record'), exact: true }).waitFor();
    await look('duty', { languages: ['en'] });
    const sent = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.headers()['idempotency-key']);
    });
    await drawer.getByRole('button', { name: t('ui-supervision-record'), exact: true }).dblclick();
    await page.getByText(t('ui-supervision-met')).waitFor();
    await drawer.waitFor({ state: 'hidden' });
    assert.equal(new Set(sent).size, 1, 'one intent');
  },
);

walk(
  'supervision: a duty shows its way up the ladder',
  { as: 'commander' },
  async ({ page, open, look, t, rest }) => {
    await open('/obligations?clock=overdue&whose=area');
    await page.locator('tbody a').first().click();
    await page.getByRole('region', { name: t('ui-supervision-ladder') }).waitFor();
    await rest();
    await look('duty-page');
    assert.ok((await page.getByText(t('ui-supervision-passed')).count()) >= 2, 'warned and due');
  },
);

walk('supervision: the sheet of a shift', { as: 'cdc' }, async ({ page, open, look, t }) => {
  await open('/obligations/sheet');
  await look('sheet');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('navigation').count(), 0, 'no menu on paper');
  assert.ok(!(await page.getByRole('button', { name: t('ui-supervision-print') }).isVisible()));
  await look('sheet-printed', { languages: [] });
});

walk(
  'supervision: duties are handed over, and accepted by the other side',
  { as: 'cdc' },
  async ({ page, open, look, t, rest, post }) => {
    await newCase({ post });
    await open('/obligations');
    await rest();
    await page.locator('tbody').getByRole('checkbox').first().check();
    await page.getByRole('button', { name: t('ui-supervision-hand-over-chosen', { count: 1 }) }).click();
    const dialog = page.getByRole('dialog', { name: t('ui-supervision-hand-over') });
    await dialog.getByRole('combobox', { name: t('ui-supervision-to-unit') }).click();
    await page.locator('.ant-select-item-option').first().click();
    await dialog.getByLabel(t('ui-supervision-handover-note')).fill('night shift');
    await look('hand-over', { languages: ['en'] });
    await dialog.getByRole('button', { name: t('ui-supervision-offer') }).click();
    await dialog.waitFor({ state: 'hidden' });
    await open('/handovers');
    await look('handovers');
    await page.locator('tbody button').first().click();
    await page.getByRole('dialog').getByText('night shift').waitFor();
    await look('handover', { languages: ['en'] });
    await page.getByRole('button', { name: t('ui-supervision-take-back') }).click();
    await page
      .getByRole('dialog', { name: t('ui-supervision-take-back') })
      .getByLabel(t('ui-supervision-reason'))
      .fill('done by myself');
    await page
      .getByRole('dialog', { name: t('ui-supervision-take-back') })
      .getByRole('button', { name: t('ui-supervision-take-back') })
      .click();
    await page.getByText(t('handover-withdrawn')).first().waitFor();
  },
);

walk(
  'supervision: a directive is issued, its problem mended and sent back',
  { as: 'prefecture' },
  async ({ page, open, look, t, rest }) => {
    await open('/problems');
    await look('problems');
    await page.getByRole('button', { name: t('ui-supervision-directive-issue') }).click();
    await page.getByRole('dialog', { name: t('ui-supervision-directive-issue') }).waitFor();
    await look('directive', { languages: ['en'] });
    await page.keyboard.press('Escape');
    await open('/directives');
    await look('directives');
    await page.locator('tbody a').first().click();
    await page.waitForURL(/directive=/);
    await rest();
    await page.locator('tbody a').first().click();
    await page.getByRole('region', { name: t('ui-supervision-history') }).waitFor();
    await rest();
    await look('problem');
  },
);

const BULLETIN = `首页 > 要闻
太原日报 2022年07月25日 点击率：1767
本报讯 7月24日下午,,,,市委书记、市疫情防控指挥部指挥长王立主持召開(kāi)市疫情防控指挥部会议，研究部署疫情防控工作。
王立强调，要严格落实“四早”要求，乡镇卫生院、药店发现发热等疑似病例2小时内必须上报。要强化督导检查，对发现的问题清单交办、限时整改。
版权声明：
如需转载，请在30日内与本网联系。`;

walk(
  'supervision: a bulletin is read, and a directive made of what somebody chooses',
  { as: 'prefecture' },
  async ({ page, open, look, t, rest, get }) => {
    await open('/directives');
    await page.getByRole('link', { name: t('ui-supervision-bulletin') }).click();
    await page.waitForURL(/bulletins/);
    await rest();
    await look('bulletin');
    const field = page.getByLabel(t('ui-supervision-bulletin-text'));
    const reading = page.getByRole('button', { name: t('ui-supervision-bulletin-read'), exact: true });
    // What breaks off is not read by half.
    await field.fill(BULLETIN.split('限时整改')[0]);
    await reading.click();
    await page.getByRole('button', { name: t('ui-supervision-bulletin-cut') }).waitFor();
    await field.fill(BULLETIN);
    await reading.click();
    const drafts = page.getByRole('list', { name: /draft/ }).getByRole('listitem');
    await drafts.filter({ hasText: '2小时内必须上报' }).waitFor();
    await rest();
    await look('bulletin-read', { languages: ['en'] });
    await page.getByText('2022-07-24').first().waitFor();
    const text = page.getByRole('region', { name: t('ui-supervision-bulletin-clean') });
    assert.ok(!(await text.innerText()).includes('30日内'), 'a notice of the page is no part of it');
    const report = drafts.filter({ hasText: '2小时内必须上报' });
    await report.getByRole('button').click();
    await text.locator('mark[data-shown]').getByText('2小时内必须上报').waitFor();
    const issue = page.getByRole('button', { name: /directive/ });
    assert.ok(await issue.isDisabled(), 'nothing is chosen');
    await report.getByRole('checkbox').check();
    await drafts.filter({ hasText: '限时整改' }).getByRole('checkbox').check();
    await issue.click();
    const dialog = page.getByRole('dialog', { name: t('ui-supervision-directive-issue') });
    await dialog.waitFor();
    await look('bulletin-directive', { languages: ['en'] });
    // Who does it and until when is nowhere in the text: it is not sent without.
    const send = dialog.getByRole('button', { name: t('ui-supervision-directive-send'), exact: true });
    await send.click();
    await dialog.locator('.ant-form-item-explain-error').first().waitFor();
    for (const [nth, county] of ['Qingxu', 'Yangqu'].entries()) {
      const one = dialog.getByRole('group', {
        name: new RegExp(t('ui-supervision-problem-nth', { nth: nth + 1 })),
      });
      const unit = one.getByLabel(t('ui-supervision-mends'));
      await unit.click();
      await unit.pressSequentially(county);
      await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
      const due = one.getByLabel(t('ui-supervision-due'));
      await due.fill('2022-07-30 18:00');
      await due.press('Enter');
    }
    await send.click();
    await page.getByText(t('ui-supervision-directive-done')).waitFor();
    const { items } = await get('/problems?limit=50');
    const made = items.filter(({ title }) => title.includes('2小时内必须上报') || title.includes('限时整改'));
    assert.equal(made.length, 2);
    await open(`/problems?directive=${made[0].directive}`);
    await page.getByRole('row').filter({ hasText: '限时整改' }).waitFor();
  },
);

walk('supervision: the board on a phone', { as: 'cdc', screen: 'phone' }, async ({ page, open, look }) => {
  await open('/obligations');
  await look('duties');
  await page.locator('tbody button').first().click();
  await page.getByRole('dialog').waitFor();
  await look('duty', { languages: ['en'] });
});
