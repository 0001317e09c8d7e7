// Takes a person in. Before anything is recorded, those who may be the same are shown: somebody taken in twice is two
// histories of one person.
import { Alert, Button, Form, Radio } from 'antd';
import { useEffect, useState } from 'react';
import { useGo } from '@/address';
import { useCommand, usePost, type Schema } from '@/api';
import { useT } from '@/i18n';
import {
  AreaField,
  clean,
  CodeField,
  DayField,
  NamesSwitch,
  Page,
  Problem,
  Section,
  shortId,
  TextField,
  useDraft,
} from '@/parts';
import { useMe } from '@/session';
import { Candidates } from './Candidates';
import { checksOf, newPerson, prefilled, type Described, type Registered } from './description';
import styles from './people.module.css';

export default function Register() {
  const { t, word } = useT();
  const go = useGo();
  const me = useMe();
  const [form] = Form.useForm<Registered>();
  const [searched] = useDraft<Described>('person-search');
  const [draft, keep] = useDraft<Partial<Registered>>('person-new');
  // Those who may be meant, and for which values they were looked up.
  const [looked, setLooked] = useState<{ of: string; found: Schema<'Candidates'> }>();
  const search = usePost('/api/v1/persons/search');
  const command = useCommand('/api/v1/persons', {
    done: (receipt) => {
      keep(undefined);
      const id = receipt.facts.find(({ kind }) => kind === 'person_registered')?.subject.id;
      go(id ? `/persons/${id}` : '/persons', { replace: true });
    },
  });
  const { renew } = command;
  useEffect(renew, [renew]);

  const register = (values: Registered, knownDuplicate: boolean) =>
    void command.run({ body: newPerson(values, knownDuplicate) });
  const send = async (given: Registered) => {
    const values = clean(given);
    const of = JSON.stringify(values);
    const [query] = checksOf(values, t('ui-people-register-purpose'));
    if (!query || looked?.of === of) {
      register(values, false);
      return;
    }
    const found = await search.run({ body: query });
    if (!found) return;
    if (found.items.length === 0) register(values, false);
    else setLooked({ of, found });
  };
  const twin = command.problem?.type === 'person.possible_duplicate';
  const twins = twin
    ? String(command.problem?.problem.args?.['ids'] ?? '')
        .split(/[\s,]+/)
        .filter(Boolean)
    : [];

  return (
    <Page title={t('ui-people-register')} actions={<NamesSwitch />}>
      <Section title={t('ui-people-who')}>
        <Form<Registered>
          form={form}
          layout="vertical"
          className={styles['form'] ?? ''}
          initialValues={{
            area: me.grants.length === 1 ? me.grants[0]?.area : undefined,
            ...prefilled(searched ?? {}),
            ...draft,
          }}
          onValuesChange={(_, values) => keep(values)}
          onFinish={(values) => void send(values)}
        >
          <TextField name="name" label="ui-people-name" max={100} refused={command.field('name')} autoFocus />
          <CodeField
            name="id_number"
            label="ui-people-id-number"
            hint="ui-people-id-number-hint"
            max={30}
            refused={command.field('id_number')}
          />
          <CodeField name="phone" label="ui-people-phone" max={30} refused={command.field('phone')} />
          <AreaField name="area" label="ui-people-area-lives" required refused={command.field('area')} />
          <Form.Item name="sex" label={t('ui-people-sex')} {...command.field('sex')}>
            <Radio.Group
              options={[
                { value: 'f', label: word('sex', 'female') },
                { value: 'm', label: word('sex', 'male') },
              ]}
            />
          </Form.Item>
          <CodeField
            name="birth_year"
            label="ui-people-birth-year"
            max={4}
            refused={command.field('birth_year')}
          />
          <DayField name="birth_date" label="ui-people-birth-date" refused={command.field('birth_date')} />
          <TextField name="address" label="ui-people-address" max={200} refused={command.field('address')} />
          <div className={styles['wide']}>
            <p className={styles['quiet']}>{t('ui-people-sealed')}</p>
            <Button
              type="primary"
              htmlType="submit"
              loading={command.pending || search.pending}
              disabled={command.barred}
            >
              {t(looked ? 'ui-people-register-all-the-same' : 'ui-people-register')}
            </Button>
          </div>
        </Form>
        <Problem error={search.problem} />
        {twin ? (
          <Alert
            type="warning"
            showIcon
            title={command.problem?.problem.detail}
            description={
              <>
                <ul>
                  {twins.map((id) => (
                    <li key={id}>
                      <Button type="link" onClick={() => go(`/persons/${id}`)}>
                        {t('ui-person-hidden', { id: shortId(id) })}
                      </Button>
                    </li>
                  ))}
                </ul>
                <Button
                  danger
                  loading={command.pending}
                  onClick={() => register(clean(form.getFieldsValue()), true)}
                >
                  {t('ui-people-two-with-one-number')}
                </Button>
              </>
            }
          />
        ) : (
          <Problem error={command.problem} />
        )}
      </Section>
      {looked && (
        <Section title={t('ui-people-maybe', { count: looked.found.items.length })}>
          <p>{t('ui-people-maybe-hint')}</p>
          <Candidates found={looked.found} />
        </Section>
      )}
    </Page>
  );
}
