// Why an order is issued or changed, in both languages, as the person concerned will read it. Usual wordings fill both.
import { Dropdown, Button } from 'antd';
import { Form } from 'antd';
import { useT } from '@/i18n';
import { TextField } from '@/parts';
import { inBoth, WORDINGS } from './wordings';

export interface ReasonValues {
  reason_zh: string;
  reason_en: string;
}

export function ReasonFields({ refused }: { refused: { validateStatus?: 'error'; help?: string } }) {
  const { t } = useT();
  const form = Form.useFormInstance();
  const fill = async (key: string) => {
    const wording = WORDINGS.find((one) => one === key);
    if (!wording) return;
    const { zh, en } = await inBoth(wording);
    form.setFieldsValue({ reason_zh: zh, reason_en: en });
  };
  return (
    <>
      <TextField
        name="reason_zh"
        label="ui-isolation-reason-zh"
        hint="ui-isolation-reason-hint"
        max={500}
        multiline
        rows={2}
        required
        refused={refused}
      />
      <TextField
        name="reason_en"
        label="ui-isolation-reason-en"
        max={500}
        multiline
        rows={2}
        required
        refused={refused}
      />
      <Form.Item>
        <Dropdown
          trigger={['click']}
          menu={{
            items: WORDINGS.map((key) => ({ key, label: t(key) })),
            onClick: ({ key }) => void fill(key),
          }}
        >
          <Button size="small">{t('ui-isolation-reason-usual')}</Button>
        </Dropdown>
      </Form.Item>
    </>
  );
}

/** The reason as the interface wants it. */
export const reasonOf = ({ reason_zh, reason_en }: ReasonValues) => ({ zh: reason_zh, en: reason_en });
