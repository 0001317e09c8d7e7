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
王立强调，要严格落实“四早”要求，乡镇卫生院、药店发现发热等疑似病例2小时内必须上报。要强化督导检查，对发现的问题清单交办、限时整改。要严格执行领导干部到岗带班和关键岗位24小时值班制度。
版权声明：
如需转载，请在30日内与本网联系。`;

walk(
  'supervision: a bulletin is read, and a directive made of what somebody chooses',
  { as: 'prefecture' },
  async ({ page, open, look, t, rest, get, another }) => {
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
    await page.getByRole('checkbox', { name: t('ui-supervision-bulletin-all') }).check();
    const count = await drafts.count();
    assert.ok(count >= 3, `${count} drafts`);
    for (let nth = 3; nth < count; nth += 1) await drafts.nth(nth).getByRole('checkbox').uncheck();
    await issue.click();
    const dialog = page.getByRole('dialog', { name: t('ui-supervision-directive-issue') });
    await dialog.waitFor();
    await look('bulletin-directive', { languages: ['en'] });
    // Who does it and until when is nowhere in the text: it is not sent without.
    const send = dialog.getByRole('button', { name: t('ui-supervision-directive-send'), exact: true });
    await send.click();
    await dialog.locator('.ant-form-item-explain-error').first().waitFor();
    // No work is deployed without a judgement of the situation: it is made here.
    await dialog.getByRole('button', { name: t('ui-command-assess') }).click();
    const judging = page.getByRole('dialog', { name: t('ui-command-assess') });
    const choose = async (box, name) => {
      await box.click();
      await page
        .locator('.ant-select-dropdown:visible .ant-select-item-option')
        .filter({ hasText: name })
        .first()
        .click();
    };
    await choose(judging.getByLabel(t('ui-command-risk'), { exact: true }), t('risk-high'));
    await choose(judging.getByLabel(t('ui-command-confidence')), t('confidence-satisfactory'));
    await judging.getByLabel(t('ui-command-reasoning')).fill('two chains, one without a source');
    const review = judging.getByLabel(t('ui-command-review-on'));
    await review.fill('2022-08-05');
    await review.press('Enter');
    await look('assess', { languages: ['en'] });
    await judging.getByRole('button', { name: t('ui-supervision-record') }).click();
    await judging.waitFor({ state: 'hidden' });
    for (const [nth, county] of ['Qingxu', 'Yangqu', 'Loufan'].entries()) {
      const one = dialog.getByRole('group', {
        name: new RegExp(t('ui-supervision-task-nth', { nth: nth + 1 })),
      });
      const unit = one.getByLabel(t('ui-command-does'));
      await unit.click();
      await unit.pressSequentially(`${county} County Command Office`);
      await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
      const due = one.getByLabel(t('ui-supervision-due'));
      await due.fill('2022-07-30 18:00');
      await due.press('Enter');
    }
    await send.click();
    await page.getByText(t('ui-supervision-directive-done')).waitFor();
    const { items } = await get('/tasks?status=issued');
    const made = items.filter(({ due_at }) => due_at.startsWith('2022-07-30'));
    assert.equal(made.length, 3, 'a task for each of three counties');
    const of = (area) => made.find((task) => task.area === area);

    // One county does it and is believed, one is not, one says nothing.
    await work(await another('commander'), of('140121000000'), t);
    await work(await another('yangqu'), of('140122000000'), t);
    await open(`/tasks/${of('140121000000').id}`);
    await look('task');
    await page.getByRole('tab', { name: t('ui-command-verify') }).click();
    await page.getByRole('button', { name: t('ui-command-verify') }).click();
    await page.getByText(t('taskstate-done')).first().waitFor();
    await open(`/tasks/${of('140122000000').id}`);
    await page.getByRole('tab', { name: t('ui-command-return') }).click();
    await page.getByLabel(t('ui-supervision-reason')).fill('two townships are missing');
    const again = page.getByLabel(t('ui-supervision-new-due'));
    await again.fill('2022-07-31 18:00');
    await again.press('Tab');
    await page.getByRole('button', { name: t('ui-command-return') }).click();
    await page.getByText(t('taskstate-returned')).first().waitFor();
    await open(`/tasks?directive=${made[0].directive}`);
    await page
      .getByRole('row')
      .filter({ hasText: t('taskstate-returned') })
      .waitFor();
    await page
      .getByRole('row')
      .filter({ hasText: t('taskstate-issued') })
      .waitFor();
    assert.equal(await page.locator('tbody').getByText(t('taskstate-done'), { exact: true }).count(), 0);
    await look('tasks');
    await open('/directives');
    await page.getByRole('row').filter({ hasText: '1 / 3' }).waitFor();
  },
);

/** Somebody of a unit receives a task and says that it is done. */
async function work({ page, open }, task, t) {
  await open(`/tasks/${task.id}`);
  await page.getByRole('button', { name: t('ui-command-receive') }).click();
  await page.getByText(t('taskstate-received')).first().waitFor();
  await page.getByLabel(t('ui-command-evidence')).fill('list of 34 clinics, signed');
  await page.getByRole('button', { name: t('ui-command-submit') }).click();
  await page.getByText(t('taskstate-submitted')).first().waitFor();
}

walk(
  'supervision: a meeting is recorded, and who was not there reads its record',
  { as: 'prefecture' },
  async ({ page, open, look, t, another }) => {
    await open('/meetings');
    await look('meetings');
    await page.getByRole('button', { name: t('ui-command-meeting-record') }).click();
    const dialog = page.getByRole('dialog', { name: t('ui-command-meeting-record') });
    await dialog.getByLabel(t('ui-command-meeting'), { exact: true }).fill('Commanders of July');
    const held = dialog.getByLabel(t('ui-command-held'));
    await held.fill('2022-07-20 09:00');
    await held.press('Enter');
    await dialog.getByLabel(t('ui-command-chair')).fill('Commander-in-chief');
    await dialog.getByLabel(t('ui-command-agenda')).fill('Situation\nScreening');
    await dialog.getByLabel(t('ui-command-minutes')).fill('Every county reports by six.');
    const called = dialog.getByLabel(t('ui-command-invited'));
    await called.click();
    await called.pressSequentially('Yangqu County Command Office');
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
    await page.keyboard.press('Escape');
    await look('meeting', { languages: ['en'] });
    await dialog.getByRole('button', { name: t('ui-supervision-record') }).click();
    await page.getByRole('row').filter({ hasText: 'Commanders of July' }).waitFor();
    const reader = await another('yangqu');
    await reader.open('/documents');
    await reader.look('documents');
    await reader.page.locator('tbody button').first().click();
    const drawer = reader.page.getByRole('dialog', { name: t('ui-command-document') });
    await drawer.getByText('Every county reports by six.').waitFor();
    await reader.look('document', { languages: ['en'] });
    await drawer.getByRole('button', { name: t('ui-command-have-read') }).click();
    await drawer.getByText(t('document-read'), { exact: true }).waitFor();
  },
);

walk('supervision: the board on a phone', { as: 'cdc', screen: 'phone' }, async ({ page, open, look }) => {
  await open('/obligations');
  await look('duties');
  await page.locator('tbody button').first().click();
  await page.getByRole('dialog').waitFor();
  await look('duty', { languages: ['en'] });
});
