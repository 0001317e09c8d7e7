// Oneself: password, second factor, sessions, keys of programs, and what one has lent or borrowed.
import { useT } from '@/i18n';
import { Area, Facts, Page, Said, Section } from '@/parts';
import { useMe } from '@/session';
import { ApiKeys } from './ApiKeys';
import { Delegations } from './Delegations';
import { Password } from './Password';
import { SecondFactor } from './SecondFactor';
import { Sessions } from './Sessions';

export default function Account() {
  const { t, word } = useT();
  const me = useMe();
  return (
    <Page title={t('ui-administration-account')} note={<Said text={me.display_name} />}>
      <Section title={t('ui-administration-known')}>
        <Facts
          pairs={[
            [t('ui-administration-login'), me.login],
            [
              t('ui-administration-posts'),
              me.grants.map((grant) => (
                <div key={`${grant.role} ${grant.area}`}>
                  {word('grant', grant.role)} · <Area code={grant.area} />
                </div>
              )),
            ],
            [
              t('ui-administration-borrowed'),
              (me.loans ?? []).length > 0 &&
                me.loans?.map((loan) => (
                  <div key={`${loan.by} ${loan.role} ${loan.area}`}>
                    {word('grant', loan.role)} · <Area code={loan.area} />
                  </div>
                )),
            ],
          ]}
        />
      </Section>
      <Password />
      <SecondFactor />
      <Sessions />
      <ApiKeys />
      <Delegations />
    </Page>
  );
}
