// The form of a bulletin, or of one in place of another that is out. The numbers are counted by the server.
import { App, Form, Modal } from 'antd';
import { useEffect } from 'react';
import { useAddress } from '@/address';
import { useCommand, type Schema } from '@/api';
import { useT } from '@/i18n';
import { AreaField, clean, InstantField, Problem, TextField, useDraft, useNow } from '@/parts';
import { useMe } from '@/session';

interface Words {
  zh: string;
  en: string;
}
interface Values {
  area: string;
  frozen_at?: string;
  title: Words;
  text: Words;
  reason?: Words;
}

const LABELS = {
  title: { zh: 'ui-public-title-zh', en: 'ui-public-title-en' },
  text: { zh: 'ui-public-text-zh', en: 'ui-public-text-en' },
  reason: { zh: 'ui-public-reason-zh', en: 'ui-public-reason-en' },
} as const;

export function DraftBulletin({
  corrects,
  close,
}: {
  corrects?: Schema<'DailyBulletin'>;
  close: () => void;
}) {
  const { t } = useT();
  const { message } = App.useApp();
  const { area } = useAddress();
  const me = useMe();
  const now = useNow();
  const [form] = Form.useForm<Values>();
  const [draft, keep] = useDraft<Partial<Values>>(corrects ? `correction ${corrects.id}` : 'daily bulletin');
  const done = () => {
    keep(undefined);
    void message.success(t('ui-public-drafted'));
    close();
  };
  const anew = useCommand('/api/v1/daily_bulletins', { done });
  const correction = useCommand('/api/v1/daily_bulletins/{id}/correct', { done });
  const command = corrects ? correction : anew;
  const { renew } = command;
  useEffect(renew, [renew]);
  const both = (name: 'title' | 'text' | 'reason', max: number, rows?: number) =>
    (['zh', 'en'] as const).map((language) => (
      <TextField
        key={`${name}-${language}`}
        name={[name, language]}
        label={LABELS[name][language]}
        max={max}
        {...(rows ? { multiline: true, rows } : {})}
        required
        refused={command.field(name)}
      />
    ));
  return (
    <Modal
      open
      width={760}
      title={t(corrects ? 'ui-public-correct' : 'ui-public-draft')}
      onCancel={close}
      okText={t('ui-public-draft-save')}
      okButtonProps={{ loading: command.pending, disabled: command.barred }}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{
          area: corrects?.area ?? area ?? me.grants[0]?.area,
          ...(corrects ? { title: corrects.title, text: corrects.text } : {}),
          ...draft,
        }}
        onValuesChange={(_, values) => keep(values)}
        onFinish={(values) => {
          const { area: where, reason, ...said } = clean(values);
          if (corrects && reason)
            void correction.run({ path: { id: corrects.id }, body: { ...said, reason } });
          else void anew.run({ body: { ...said, area: where } });
        }}
      >
        {!corrects && (
          <AreaField name="area" label="ui-supervision-area" required refused={command.field('area')} />
        )}
        <InstantField
          name="frozen_at"
          label="ui-public-frozen"
          hint="ui-public-frozen-hint"
          latest={new Date(now).toISOString()}
          refused={command.field('frozen_at')}
        />
        {both('title', 200)}
        {both('text', 10_000, 4)}
        {corrects && both('reason', 1000, 2)}
      </Form>
      <Problem error={command.problem} />
    </Modal>
  );
}
