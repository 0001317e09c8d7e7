// The order, as the person bound reads it: short sentences, the most needed first. Each part has a heading, so that a
// screen reader can go from one to the next.
import { addDays, dayIn, dayText, instantText } from '@/parts/calendar';
import { h, type Child } from './dom';
import styles from './notice.module.css';
import type { Clock, Shown } from './notice';
import type { Words } from './texts';

/** Days from one to another, both calendar days. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

const ASKS = {
  central_isolation: 'ui-proportionality-central-isolation',
  home_isolation: 'ui-proportionality-home-isolation',
  health_monitoring: 'ui-proportionality-health-monitoring',
  testing: 'ui-proportionality-testing',
  movement_limit: 'ui-proportionality-movement-limit',
  closure: 'ui-proportionality-closure',
} as const;

export function showOrder(shown: Shown, words: Words, clock: Clock): HTMLElement[] {
  return [what(shown, words, clock), next(shown, words, clock), why(shown, words), who(shown, words)];
}

const part = (title: string, ...children: Child[]): HTMLElement =>
  h('section', { class: styles['part'] }, h('h2', {}, title), ...children);

function what({ order }: Shown, { t, language }: Words, clock: Clock): HTMLElement {
  const over = order.status === 'released' || order.status === 'lifted';
  const today = dayIn(clock.now, order.zone);
  const asks = ASKS[order.measure as keyof typeof ASKS];
  const left = daysBetween(today, order.ends_on);
  const when = over
    ? t(order.status === 'lifted' ? 'ui-proportionality-lifted' : 'ui-proportionality-released')
    : today < order.starts_on
      ? t('ui-proportionality-begins', { day: dayText(order.starts_on, language) })
      : left > 0
        ? t('ui-proportionality-left', { count: left })
        : left === 0
          ? t('ui-proportionality-last-day')
          : t('ui-proportionality-past-end');
  return part(
    t('ui-proportionality-what'),
    h('p', { class: styles['large'] }, over ? t('ui-proportionality-over') : asks ? t(asks) : order.measure),
    h(
      'p',
      { class: styles['large'] },
      t('ui-proportionality-from-to', {
        from: dayText(order.starts_on, language),
        to: dayText(order.ends_on, language),
      }),
    ),
    h('p', { class: styles['left'], 'data-over': over }, when),
    !over &&
      h('p', {}, t('ui-proportionality-free-from', { day: dayText(addDays(order.ends_on, 1), language) })),
    order.days_beyond > 0 &&
      !over &&
      h('p', { class: styles['beyond'] }, t('ui-proportionality-beyond', { count: order.days_beyond })),
  );
}

function next({ order, tests, checks }: Shown, { t, language }: Words, clock: Clock): HTMLElement {
  const at = (instant: string) => instantText(instant, 'minute', language, order.zone);
  const coming = (dated: Shown['tests']) => dated.filter((one) => Date.parse(one.due_at) >= clock.now);
  const [nextTests, nextChecks] = [coming(tests), coming(checks)];
  const [test, check] = [nextTests[0], nextChecks[0]];
  if (!test && !check)
    return part(t('ui-proportionality-next'), h('p', {}, t('ui-proportionality-next-none')));
  return part(
    t('ui-proportionality-next'),
    test &&
      h(
        'p',
        { class: styles['large'] },
        t('ui-proportionality-next-test', { day: dayText(test.on, language), time: at(test.due_at) }),
      ),
    check && h('p', {}, t('ui-proportionality-next-check', { day: dayText(check.on, language) })),
    nextTests.length > 1 &&
      h(
        'details',
        {},
        h('summary', {}, t('ui-proportionality-all-tests', { count: nextTests.length })),
        h('ul', {}, ...nextTests.map((one) => h('li', {}, dayText(one.on, language)))),
      ),
  );
}

function why({ order, rule }: Shown, { t, word, text, language }: Words): HTMLElement {
  return part(
    t('ui-proportionality-why'),
    h('p', { class: styles['said'], 'data-said': true }, text(order.reason)),
    h('p', {}, t('ui-proportionality-disease', { disease: word('disease', order.disease) })),
    h('h3', {}, t('ui-proportionality-rule')),
    rule
      ? h('p', {}, h('span', { 'data-said': true }, text(rule.title)), ` (${rule.id})`)
      : h('p', { 'data-said': true }, order.basis),
    h(
      'p',
      { class: styles['quiet'] },
      t('ui-proportionality-edition'),
      language === 'en' ? ' ' : '',
      h(
        'span',
        { 'data-said': true },
        rule ? text(rule.edition) : order.edition_title ? text(order.edition_title) : order.edition,
      ),
    ),
    rule?.basis && h('p', { class: styles['quiet'], 'data-said': true }, text(rule.basis)),
    rule?.authority &&
      h(
        'p',
        { class: styles['quiet'] },
        t('ui-proportionality-authority'),
        language === 'en' ? ' ' : '',
        h('span', { 'data-said': true }, text(rule.authority)),
      ),
    rule?.unconfirmed && h('p', { class: styles['quiet'] }, t('ui-proportionality-unconfirmed')),
  );
}

function who({ order, issued_by, carried_out_by }: Shown, { t, text, language }: Words): HTMLElement {
  const line = (label: string, name: Shown['issued_by']) =>
    name && h('div', {}, h('dt', {}, label), h('dd', { 'data-said': true }, text(name)));
  return part(
    t('ui-proportionality-who'),
    h(
      'dl',
      { class: styles['facts'] },
      line(t('ui-proportionality-issued-by'), issued_by),
      line(t('ui-proportionality-carried-out-by'), carried_out_by),
      h(
        'div',
        {},
        h('dt', {}, t('ui-proportionality-issued-at')),
        h('dd', {}, instantText(order.issued_at, 'minute', language, order.zone)),
      ),
    ),
    h('p', {}, t('ui-proportionality-ask')),
  );
}
