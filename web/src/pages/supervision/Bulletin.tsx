// A bulletin of a meeting, pasted as it was copied: its text at the left, drafts at the right, each with its passage. Those
// that somebody chooses become a directive; nothing is recorded before.
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Collapse, Empty, Form, Input, Space } from 'antd';
import { useMemo, useState } from 'react';
import { Go } from '@/address';
import { asApiError, call, useGet, type ApiError } from '@/api';
import { useT } from '@/i18n';
import { Facts, Mark, Page, Problem, Said, Section, useDraft } from '@/parts';
import { useMay } from '@/session';
import { directiveOf, linesOf, type Draft, type Read } from './bulletin';
import { Directive } from './Directive';
import styles from './supervision.module.css';

/** So many characters are sent at most; the server says how many bytes it reads. */
const LONGEST = 100_000;

export default function Bulletin() {
  const { t } = useT();
  const may = useMay();
  const [raw = '', keep] = useDraft<string>('bulletin');
  const [chosen, choose] = useState<ReadonlySet<number>>(new Set());
  const [shown, show] = useState<number>();
  const [issuing, setIssuing] = useState(false);
  const reading = useMutation<Read, ApiError, boolean>({
    mutationFn: async (cut) => {
      try {
        const { data } = await call('post', '/api/v1/bulletins/read', { body: { text: raw, cut } });
        return data as Read;
      } catch (error) {
        throw asApiError(error);
      }
    },
    onMutate: () => {
      choose(new Set());
      show(undefined);
    },
  });
  const read = reading.data;
  const all = read?.directives ?? [];
  const look = (number: number) => {
    show(number);
    document.getElementById(`passage-${number}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Page
      title={t('ui-supervision-bulletin')}
      note={
        <span className={styles['inText']}>
          {t('ui-supervision-bulletin-note')} <Go to="/directives">{t('ui-supervision-directives')}</Go>
        </span>
      }
    >
      <Form layout="vertical" onFinish={() => reading.mutate(false)}>
        <Form.Item label={t('ui-supervision-bulletin-text')} htmlFor="bulletin-text">
          <Input.TextArea
            id="bulletin-text"
            lang="zh-CN"
            data-said
            value={raw}
            maxLength={LONGEST}
            rows={read ? 4 : 12}
            onChange={({ target }) => keep(target.value || undefined)}
          />
        </Form.Item>
        <Space>
          <Button type="primary" htmlType="submit" loading={reading.isPending} disabled={!raw.trim()}>
            {t('ui-supervision-bulletin-read')}
          </Button>
          {reading.error?.type === 'bulletin.cut' && (
            <Button onClick={() => reading.mutate(true)}>{t('ui-supervision-bulletin-cut')}</Button>
          )}
          {(raw || read) && (
            <Button
              onClick={() => {
                keep(undefined);
                reading.reset();
              }}
            >
              {t('ui-supervision-bulletin-clear')}
            </Button>
          )}
        </Space>
      </Form>
      <Problem error={reading.error} />
      {read && (
        <>
          <Meeting read={read} />
          <div className={styles['reader']}>
            <Text read={read} shown={shown} />
            <Section
              title={t('ui-supervision-bulletin-drafts', { count: all.length })}
              extra={
                may('issue_directives') && (
                  <Space wrap>
                    <Checkbox
                      checked={chosen.size > 0 && chosen.size === all.length}
                      indeterminate={chosen.size > 0 && chosen.size < all.length}
                      disabled={all.length === 0}
                      onChange={({ target }) =>
                        choose(new Set(target.checked ? all.map(({ number }) => number) : []))
                      }
                    >
                      {t('ui-supervision-bulletin-all')}
                    </Checkbox>
                    <Button type="primary" disabled={chosen.size === 0} onClick={() => setIssuing(true)}>
                      {t('ui-supervision-bulletin-issue', { count: chosen.size })}
                    </Button>
                  </Space>
                )
              }
            >
              {all.length === 0 && <Empty description={t('ui-supervision-bulletin-none')} />}
              <ol
                className={styles['drafts']}
                aria-label={t('ui-supervision-bulletin-drafts', { count: all.length })}
              >
                {all.map((draft) => (
                  <OneDraft
                    key={draft.number}
                    draft={draft}
                    read={read}
                    shown={shown === draft.number}
                    look={() => look(draft.number)}
                    chosen={chosen.has(draft.number)}
                    choose={
                      may('issue_directives')
                        ? (taken) => {
                            const next = new Set(chosen);
                            if (taken) next.add(draft.number);
                            else next.delete(draft.number);
                            choose(next);
                          }
                        : undefined
                    }
                  />
                ))}
              </ol>
            </Section>
          </div>
        </>
      )}
      {issuing && read && <Directive begin={directiveOf(read, chosen)} close={() => setIssuing(false)} />}
    </Page>
  );
}

/** What the meeting was, what is to be checked, and what was done to the text. */
function Meeting({ read }: { read: Read }) {
  const { t, text, word } = useT();
  const { meeting, doubts, changes } = read;
  const unsaid = t('ui-supervision-bulletin-unsaid');
  const said = (value: string | null | undefined) => (value ? <Said text={value} /> : unsaid);
  return (
    <Section title={t('ui-supervision-bulletin-meeting')}>
      <Facts
        pairs={[
          [t('ui-supervision-bulletin-name'), said(meeting.name)],
          [t('ui-supervision-bulletin-day'), meeting.on ?? unsaid],
          [t('ui-supervision-area'), said(meeting.area_name)],
          [t('ui-supervision-bulletin-chair'), said(personOf(meeting.chair))],
        ]}
      />
      {doubts.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('ui-supervision-bulletin-check')}
          description={
            <ul className={styles['doubts']}>
              {doubts.map((doubt) => (
                <li key={`${doubt.about} ${doubt.text.en}`}>
                  <Said text={text(doubt.text)} />
                </li>
              ))}
            </ul>
          }
        />
      )}
      {changes.length > 0 && (
        <Collapse
          size="small"
          ghost
          items={[
            {
              key: 'changes',
              label: t('ui-supervision-bulletin-changes', { count: changes.length }),
              children: (
                <ul className={styles['doubts']}>
                  {changes.map((change, index) => (
                    <li key={index}>
                      {t('ui-supervision-bulletin-line', { line: change.line })} {word('noise', change.kind)}:{' '}
                      <Said text={change.before} />
                      {change.after != null && (
                        <>
                          {' → '}
                          <Said text={change.after} />
                        </>
                      )}
                    </li>
                  ))}
                </ul>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

function personOf(one: Read['meeting']['chair']): string | undefined {
  return [one?.name, one?.post].filter(Boolean).join('，') || undefined;
}

/** The clean text, with what each draft was read from. */
function Text({ read, shown }: { read: Read; shown: number | undefined }) {
  const { t } = useT();
  const lines = useMemo(() => linesOf(read), [read]);
  return (
    <Section title={t('ui-supervision-bulletin-clean')}>
      <div className={styles['bulletin']} lang="zh-CN" data-said>
        {lines.map((line, index) => (
          <p key={index}>
            {line.map((piece, at) =>
              piece.draft === undefined ? (
                piece.text
              ) : (
                <mark key={at} id={`passage-${piece.draft}`} data-shown={shown === piece.draft || undefined}>
                  {piece.text}
                </mark>
              ),
            )}
          </p>
        ))}
      </div>
    </Section>
  );
}

/** One draft: what, whose, until when, of which mechanisms. */
function OneDraft({
  draft,
  read,
  shown,
  look,
  chosen,
  choose,
}: {
  draft: Draft;
  read: Read;
  shown: boolean;
  look: () => void;
  chosen: boolean;
  choose: ((taken: boolean) => void) | undefined;
}) {
  const { t, text } = useT();
  const mechanisms = useGet('/api/v1/bulletins/mechanisms', {}, { still: true, now: true });
  const nameOf = (id: string) => {
    const known = mechanisms.data?.items.find((one) => one.id === id);
    return known ? `${id} ${text(known.name)}` : id;
  };
  const speaker = draft.speaker == null ? undefined : read.speakers[draft.speaker];
  const whose = speaker ? (speaker.name ?? t('ui-supervision-bulletin-itself')) : undefined;
  return (
    <li data-shown={shown || undefined}>
      {choose ? (
        <Checkbox checked={chosen} onChange={({ target }) => choose(target.checked)}>
          <Said text={draft.action} />
        </Checkbox>
      ) : (
        <Said text={draft.action} />
      )}
      <div className={styles['marks']}>
        {draft.clocks.map((clock) => (
          <Mark key={clock.said} tone="warn">
            <Said text={clock.said} />
          </Mark>
        ))}
        {draft.mechanisms.map((id) => (
          <Mark key={id}>{nameOf(id)}</Mark>
        ))}
      </div>
      {draft.clocks.map(
        (clock) =>
          clock.ask && (
            <p key={clock.said} className={styles['quiet']}>
              <Said text={text(clock.ask)} />
            </p>
          ),
      )}
      {draft.slogans.map((slogan) => (
        <p key={slogan.said} className={styles['quiet']}>
          <Said text={slogan.said} />: <Said text={text(slogan.meaning)} />
        </p>
      ))}
      <div className={styles['quiet']}>
        {whose && <Said text={whose} />} {draft.actors.length > 0 && <Said text={draft.actors.join('、')} />}{' '}
        <Button type="link" size="small" onClick={look}>
          {t('ui-supervision-bulletin-show', { number: draft.number })}
        </Button>
      </div>
    </li>
  );
}
