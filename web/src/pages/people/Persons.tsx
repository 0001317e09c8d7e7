// Finding a person in one's areas, by name, identity number or phone. Each search is recorded with its purpose; what is
// looked for stands in no address and is forgotten with the tab.
import { SearchOutlined, UserAddOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { Go, useGo } from '@/address';
import { useCommand, usePost, type Schema } from '@/api';
import { useT, type TextKey } from '@/i18n';
import { Empty, NamesSwitch, Page, Problem, Section, useDraft } from '@/parts';
import { useMay } from '@/session';
import { Candidates } from './Candidates';
import { queryOf, type Described, type PersonQuery } from './description';
import styles from './people.module.css';
import { PURPOSES } from './Purpose';

interface Asked extends Described {
  purpose: TextKey;
}

export default function Persons() {
  const { t } = useT();
  const may = useMay();
  const go = useGo();
  const [form] = Form.useForm<Asked>();
  const [draft, keep] = useDraft<Partial<Asked>>('person-search');
  const [asked, setAsked] = useState<PersonQuery>();
  const [found, setFound] = useState<Schema<'Candidates'>>();
  const search = usePost('/api/v1/persons/search', { done: setFound });
  const send = (values: Asked) => {
    const query = queryOf(values, t(values.purpose));
    if (!query) return;
    setAsked(query);
    setFound(undefined);
    void search.run({ body: query });
  };
  return (
    <Page
      title={t('ui-people-persons')}
      note={<Go to="/persons/matches">{t('ui-people-matches')}</Go>}
      actions={
        <>
          <NamesSwitch />
          {may('register_person') && (
            <Button icon={<UserAddOutlined aria-hidden />} onClick={() => go('/persons/new')}>
              {t('ui-people-register')}
            </Button>
          )}
        </>
      }
    >
      <Section title={t('ui-people-find')}>
        <Form<Asked>
          form={form}
          layout="vertical"
          initialValues={{ purpose: PURPOSES[0], ...draft }}
          onValuesChange={(_, values) => keep(values)}
          onFinish={send}
        >
          <div className={styles['search']}>
            <Form.Item
              name="words"
              label={t('ui-people-words')}
              extra={t('ui-people-words-hint')}
              rules={[
                {
                  required: true,
                  whitespace: true,
                  message: t('ui-input-required', { field: t('ui-people-words') }),
                },
              ]}
              getValueFromEvent={(event: { target: { value: string } }) => event.target.value.slice(0, 200)}
              {...search.field('name')}
            >
              <Input autoFocus autoComplete="off" aria-required />
            </Form.Item>
            <Form.Item name="birth_year" label={t('ui-people-birth-year')} {...search.field('birth_year')}>
              <Input inputMode="numeric" autoComplete="off" maxLength={8} />
            </Form.Item>
            <Form.Item name="sex" label={t('ui-people-sex')}>
              <Sexes />
            </Form.Item>
            <Form.Item name="purpose" label={t('ui-names-purpose')}>
              <Select options={PURPOSES.map((key) => ({ value: key, label: t(key) }))} />
            </Form.Item>
            <Button
              type="primary"
              htmlType="submit"
              icon={<SearchOutlined aria-hidden />}
              loading={search.pending}
            >
              {t('ui-people-find')}
            </Button>
          </div>
        </Form>
        <Problem error={search.problem} />
      </Section>
      {found && asked && (
        <Section title={t('ui-people-found', { count: found.items.length })}>
          {found.items.length > 0 ? <Candidates found={found} /> : <Empty>{t('ui-people-none')}</Empty>}
          <Elsewhere query={asked} />
        </Section>
      )}
    </Page>
  );
}

/** Not here: he may be known in another area, which is asked without learning whether he is. */
function Elsewhere({ query }: { query: PersonQuery }) {
  const { t } = useT();
  const may = useMay();
  const [sent, setSent] = useState(false);
  const command = useCommand('/api/v1/persons/match_requests', { done: () => setSent(true) });
  if (!may('read_personal')) return null;
  return (
    <div className={styles['elsewhere']}>
      <p>{t('ui-people-elsewhere-hint')}</p>
      {sent ? (
        <p role="status">
          {t('ui-people-elsewhere-sent')} <Go to="/persons/matches">{t('ui-people-matches')}</Go>
        </p>
      ) : (
        <Button
          loading={command.pending}
          disabled={command.barred}
          onClick={() => void command.run({ body: query })}
        >
          {t('ui-people-elsewhere')}
        </Button>
      )}
      <Problem error={command.problem} />
    </div>
  );
}

/** A choice of sex that can be left open; what the form gives is handed on. */
export function Sexes(given: { id?: string; value?: string; onChange?: (value: string) => void }) {
  const { word } = useT();
  return (
    <Select
      {...given}
      allowClear
      options={[
        { value: 'f', label: word('sex', 'female') },
        { value: 'm', label: word('sex', 'male') },
      ]}
    />
  );
}
