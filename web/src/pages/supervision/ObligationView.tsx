// One duty: what is owed and why, the form that closes it, its way up the ladder, who had it before. On its page and in
// the drawer of the board.
import { Button, Space } from 'antd';
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  MinusCircleOutlined,
  RightCircleOutlined,
} from '@ant-design/icons';
import { useState } from 'react';
import { useAddress } from '@/address';
import { useT } from '@/i18n';
import {
  Area,
  Deadline,
  FactTimeline,
  Facts,
  Mark,
  Said,
  Section,
  SubjectLink,
  Unit,
  useNow,
  User,
  When,
} from '@/parts';
import { useMay, useMe } from '@/session';
import { Evidence } from './Evidence';
import { HandOver } from './HandOver';
import { isOpen, rungs, type Detail, type Rung } from './ladder';
import { HandoverState } from './marks';
import styles from './supervision.module.css';
import { Waive } from './Waive';

export function ObligationView({ detail, done }: { detail: Detail; done?: () => void }) {
  const { t, text, word } = useT();
  const { asOf } = useAddress();
  const open = isOpen(detail.state) && !asOf;
  return (
    <div className={styles['view']}>
      <div className={styles['viewHead']}>
        <Deadline due={detail.due_at} state={detail.state} />
        {detail.confidence === 'C' && <Mark tone="warn">{word('confidence', 'c')}</Mark>}
        <span className={styles['grow']} />
        <Actions detail={detail} />
      </div>
      {open && (
        <Section title={t('ui-supervision-do')}>
          <Evidence detail={detail} done={done} />
        </Section>
      )}
      <Section title={t('ui-supervision-known')}>
        <Facts
          pairs={[
            [
              t('ui-supervision-subject'),
              <SubjectLink key="s" kind={detail.subject.kind} id={detail.subject.id} />,
            ],
            [t('ui-supervision-holder'), <Holder key="h" detail={detail} />],
            [t('ui-supervision-area'), <Area key="a" code={detail.area} />],
            [t('ui-supervision-rule'), detail.title ? text(detail.title) : detail.rule],
            [
              t('ui-supervision-edition'),
              `${word('disease', detail.disease)} ${detail.edition}, ${detail.rule}`,
            ],
            [t('ui-supervision-starts'), <When key="f" at={detail.starts_at} />],
            [t('ui-supervision-closed'), detail.closed_at && <When key="c" at={detail.closed_at} />],
            [
              t('ui-supervision-continues'),
              detail.continues && <SubjectLink key="n" kind="obligation" id={detail.continues} />,
            ],
            [
              t('ui-supervision-continued-by'),
              detail.continued_by && <SubjectLink key="b" kind="obligation" id={detail.continued_by} />,
            ],
          ]}
        />
      </Section>
      <Section title={t('ui-supervision-ladder')}>
        <Ladder detail={detail} />
      </Section>
      {detail.handovers.length > 0 && (
        <Section title={t('ui-supervision-handovers')}>
          <ul className={styles['offers']}>
            {detail.handovers.map((offer) => (
              <li key={offer.id}>
                <SubjectLink kind="handover" id={offer.id}>
                  <Unit id={offer.from_unit} /> → <Unit id={offer.to_unit} />
                </SubjectLink>{' '}
                <HandoverState of={offer.state} /> <When at={offer.answered_at ?? offer.offered_at} />
                {offer.reason && (
                  <blockquote className={styles['quote']}>
                    <Said text={offer.reason} />
                  </blockquote>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('ui-supervision-history')}>
        <FactTimeline facts={detail.facts} of={{ kind: 'obligation', id: detail.id }} />
      </Section>
    </div>
  );
}

function Holder({ detail }: { detail: Detail }) {
  return (
    <>
      <Unit id={detail.holder_unit} /> {detail.holder_user && <User id={detail.holder_user} />}
    </>
  );
}

function Actions({ detail }: { detail: Detail }) {
  const { t } = useT();
  const may = useMay();
  const { unit } = useMe();
  const { asOf } = useAddress();
  const [doing, setDoing] = useState<'hand' | 'waive'>();
  if (!isOpen(detail.state) || asOf) return null;
  return (
    <Space wrap>
      {may('hand_over') && unit === detail.holder_unit && (
        <Button onClick={() => setDoing('hand')}>{t('ui-supervision-hand-over')}</Button>
      )}
      {may('waive_obligations') && (
        <Button onClick={() => setDoing('waive')}>{t('ui-supervision-waive')}</Button>
      )}
      {doing === 'hand' && <HandOver chosen={[detail.id]} close={() => setDoing(undefined)} />}
      {doing === 'waive' && <Waive id={detail.id} close={() => setDoing(undefined)} />}
    </Space>
  );
}

const SHAPES: Record<Rung['standing'], typeof CheckCircleOutlined> = {
  passed: CheckCircleOutlined,
  next: RightCircleOutlined,
  coming: ClockCircleOutlined,
  spared: MinusCircleOutlined,
};

/** Warning, deadline and steps; what has happened and what would. */
function Ladder({ detail }: { detail: Detail }) {
  const { t, word } = useT();
  const now = useNow();
  return (
    <ol className={styles['ladder']}>
      {rungs(detail, now).map((rung) => {
        const Shape = SHAPES[rung.standing];
        const key = rung.kind === 'told' ? `told-${rung.step}` : rung.kind;
        return (
          <li key={key} data-standing={rung.standing}>
            <Shape aria-hidden />
            <span className={styles['rung']}>
              {rung.kind === 'told' ? (
                <>
                  {t('ui-supervision-told', {
                    level: word('level', rung.level),
                    role: word('role', rung.role),
                  })}{' '}
                  {rung.unit && <Unit id={rung.unit} />}
                </>
              ) : (
                t(rung.kind === 'warned' ? 'ui-supervision-warned' : 'ui-supervision-due')
              )}
            </span>
            <span className={styles['quiet']}>
              {t(STANDING[rung.standing])} <When at={rung.at} />
              {rung.standing === 'next' && (
                <>
                  {' · '}
                  <When at={rung.at} kind="relative" />
                </>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

const STANDING = {
  passed: 'ui-supervision-passed',
  next: 'ui-supervision-next',
  coming: 'ui-supervision-coming',
  spared: 'ui-supervision-spared',
} as const;
