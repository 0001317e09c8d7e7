// The page for the person concerned: what an order asks of him, why, by which rule, until when, what comes next, and how
// to object. Opened by a link, whose secret stands behind `#` and leaves the address at once, or by a code from paper.
import { codeOf, manyLines } from '@/parts/input';
import { instantText } from '@/parts/calendar';
import type { Language } from '@/i18n';
import { h } from './dom';
import styles from './notice.module.css';
import { objectBy, readClock, readNotice, Refused, type Clock, type Secret, type Shown } from './notice';
import { showOrder } from './order';
import { askedLanguage, wordsIn, type Words } from './texts';

interface State {
  language: Language;
  secret?: Secret | undefined;
  shown?: Shown | undefined;
  clock: Clock;
  /** A sentence for what went wrong. */
  problem?: string | undefined;
  busy: boolean;
  /** What is typed of an objection, through a change of language. */
  grounds: string;
  objected: boolean;
}

const MOST = 2_000;
const root = document.getElementById('root') ?? document.body;
const state: State = {
  language: askedLanguage(),
  clock: { now: Date.now(), drill: false },
  busy: false,
  grounds: '',
  objected: false,
};

/** The secret of a link, taken out of the address; it goes along with the entry of the history, for a reload. */
function secretOfLink(): Secret | undefined {
  const [, code = ''] = window.location.hash.split('#');
  const kept = (window.history.state as { notice?: string } | null)?.notice;
  const found = code ? decodeURIComponent(code) : kept;
  window.history.replaceState(found ? { notice: found } : null, '', window.location.pathname);
  return found ? { code: found } : undefined;
}

/** Nothing of the order stays behind. */
function forget(): void {
  window.history.replaceState(null, '', window.location.pathname);
  state.secret = undefined;
  state.shown = undefined;
  state.problem = undefined;
  state.grounds = '';
  state.objected = false;
}

const sentence = (error: unknown, { t }: Words): string =>
  error instanceof Refused && error.sentence !== undefined
    ? error.sentence || t('ui-proportionality-refused')
    : t('ui-proportionality-offline');

async function read(secret: Secret): Promise<void> {
  const words = await wordsIn(state.language);
  state.busy = true;
  state.problem = undefined;
  await draw();
  try {
    const [shown, clock] = await Promise.all([readNotice(secret, state.language), readClock(state.language)]);
    Object.assign(state, { shown, clock, secret });
  } catch (error) {
    state.problem = sentence(error, words);
  }
  state.busy = false;
  await draw(true);
}

async function object(grounds: string): Promise<void> {
  const { secret, language } = state;
  if (!secret || state.busy) return;
  const words = await wordsIn(language);
  state.busy = true;
  state.problem = undefined;
  await draw();
  try {
    await objectBy(secret, grounds, language);
    Object.assign(state, { objected: true, grounds: '' });
    state.shown = await readNotice(secret, language);
  } catch (error) {
    if (!state.objected) state.problem = sentence(error, words);
  }
  state.busy = false;
  await draw(true);
}

/** Draws the page anew; `lead` brings the reader to its head, or to what went wrong. */
async function draw(lead = false): Promise<void> {
  const words = await wordsIn(state.language);
  const { t, language } = words;
  document.documentElement.lang = language;
  document.title = t('ui-proportionality-title');
  const problem = state.problem
    ? h('p', { class: styles['problem'], role: 'alert' }, state.problem)
    : undefined;
  const page = h(
    'main',
    { class: styles['page'], 'aria-busy': state.busy ? 'true' : undefined },
    head(words),
    state.clock.drill && h('p', { class: styles['drill'] }, words.word('word', 'drill_banner')),
    h('h1', { tabindex: '-1' }, t(state.shown ? 'ui-proportionality-heading' : 'ui-proportionality-title')),
    state.shown
      ? [
          ...showOrder(state.shown, words, state.clock),
          objection(state.shown, words, problem),
          foot(state.shown, words),
        ]
      : entry(words, problem),
  );
  root.replaceChildren(page);
  if (lead)
    (page.querySelector<HTMLElement>('[role=alert]') ?? page.querySelector<HTMLElement>('h1'))?.focus();
}

function head({ t, language }: Words): HTMLElement {
  const other: Language = language === 'en' ? 'zh-CN' : 'en';
  return h(
    'div',
    { class: styles['head'] },
    h('span', { class: styles['brand'] }, t('ui-proportionality-brand')),
    h(
      'button',
      {
        type: 'button',
        lang: other,
        onclick: () => {
          keepTyped();
          state.language = other;
          void draw();
        },
      },
      other === 'en' ? 'English' : '中文',
    ),
  );
}

/** What stands in the field, before it is drawn anew. */
function keepTyped(): void {
  const field = root.querySelector<HTMLTextAreaElement>('textarea');
  if (field) state.grounds = field.value;
}

/** Asks for the code from paper. */
function entry({ t }: Words, problem: HTMLElement | undefined): HTMLElement {
  const code = h('input', {
    id: 'code',
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    required: true,
    maxlength: '200',
  });
  const second = h('input', { id: 'second', autocomplete: 'off', maxlength: '40' });
  const form = h(
    'form',
    {
      class: styles['part'],
      onsubmit: (event) => {
        event.preventDefault();
        const typed = codeOf((code as HTMLInputElement).value);
        const besides = codeOf((second as HTMLInputElement).value);
        if (typed && !state.busy) void read({ code: typed, ...(besides ? { second: besides } : {}) });
      },
    },
    h('p', {}, t('ui-proportionality-enter')),
    h('label', { for: 'code' }, t('ui-proportionality-code')),
    code,
    h('label', { for: 'second' }, t('ui-proportionality-second')),
    h('p', { class: styles['quiet'], id: 'second-hint' }, t('ui-proportionality-second-hint')),
    second,
    problem,
    h(
      'button',
      { type: 'submit', class: styles['send'], disabled: state.busy },
      t(state.busy ? 'ui-proportionality-busy' : 'ui-proportionality-show'),
    ),
  );
  second.setAttribute('aria-describedby', 'second-hint');
  return form;
}

function objection(
  { order, objection: one }: Shown,
  words: Words,
  problem: HTMLElement | undefined,
): HTMLElement {
  const { t, text, language, word } = words;
  const at = (instant: string) => instantText(instant, 'minute', language, order.zone);
  const waits = one.made.some((made) => !made.outcome);
  const field = h('textarea', {
    id: 'grounds',
    rows: '5',
    maxlength: String(MOST),
    required: true,
  }) as HTMLTextAreaElement;
  field.value = state.grounds;
  return h(
    'section',
    { class: styles['part'] },
    h('h2', {}, t('ui-proportionality-object')),
    h('p', {}, t('ui-proportionality-object-right')),
    one.decided_by &&
      h(
        'p',
        {},
        t('ui-proportionality-decided-by'),
        language === 'en' ? ' ' : '',
        h('span', { 'data-said': true }, text(one.decided_by)),
      ),
    one.until_at && h('p', {}, t('ui-proportionality-object-until', { moment: at(one.until_at) })),
    state.objected && h('p', { class: styles['done'], role: 'status' }, t('ui-proportionality-objected')),
    one.made.length > 0 &&
      h(
        'ul',
        { class: styles['made'] },
        ...one.made.map((made) =>
          h(
            'li',
            {},
            `${at(made.at)}: ${made.outcome ? word('outcome', made.outcome) : t('ui-proportionality-undecided')}`,
            made.reason && h('blockquote', { 'data-said': true }, made.reason),
          ),
        ),
      ),
    !one.until_at
      ? h('p', {}, t('ui-proportionality-object-late'))
      : waits
        ? h('p', {}, t('ui-proportionality-object-waits'))
        : h(
            'form',
            {
              onsubmit: (event) => {
                event.preventDefault();
                const grounds = manyLines(field.value);
                state.grounds = field.value;
                if (grounds) void object(grounds);
              },
            },
            h('label', { for: 'grounds' }, t('ui-proportionality-grounds')),
            field,
            problem,
            h(
              'button',
              { type: 'submit', class: styles['send'], disabled: state.busy },
              t(state.busy ? 'ui-proportionality-busy' : 'ui-proportionality-send'),
            ),
          ),
  );
}

function foot({ good_until_at, order }: Shown, { t, language }: Words): HTMLElement {
  return h(
    'footer',
    { class: styles['foot'] },
    h(
      'p',
      { class: styles['quiet'] },
      t('ui-proportionality-good-until', {
        moment: instantText(good_until_at, 'minute', language, order.zone),
      }),
    ),
    h('button', { type: 'button', onclick: () => window.print() }, t('ui-proportionality-print')),
    h(
      'button',
      {
        type: 'button',
        onclick: () => {
          forget();
          void draw(true);
        },
      },
      t('ui-proportionality-close'),
    ),
  );
}

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const light = () => {
  document.documentElement.dataset['theme'] = dark.matches ? 'dark' : 'light';
};
light();
dark.addEventListener('change', light);
const brought = secretOfLink();
if (brought) void read(brought);
else
  void readClock(state.language).then((clock) => {
    state.clock = clock;
    return draw();
  });
