// A file taken in after a look at it: chosen, checked without recording anything, then taken in.
import { Alert, Button, Form, Modal, Space, type FormInstance } from 'antd';
import { UploadOutlined } from '@ant-design/icons';
import { useRef, useState, type ReactNode } from 'react';
import type { ApiError } from '@/api';
import { useT } from '@/i18n';
import { Problem, Size } from '@/parts';
import styles from '../administration.module.css';

interface Runner<R> {
  pending: boolean;
  problem: ApiError | null;
  barred: boolean;
  renew: () => void;
  /** Tries it, or takes it in. */
  run: (text: string, name: string, dryRun: boolean) => Promise<R | undefined>;
}

export interface TakeFileProps<R, V> {
  title: string;
  /** What the file must be. */
  text: string;
  accept: string;
  /** Fields that go along; they are children of the form whose submit tries the file. */
  fields?: ReactNode;
  form: FormInstance<V>;
  initialValues?: Partial<V>;
  command: Runner<R>;
  /** What a trial found. */
  report: (found: R) => ReactNode;
  /** What will happen, in words. */
  consequence: string;
  close: () => void;
}

export function TakeFile<R, V = unknown>(props: TakeFileProps<R, V>) {
  const { title, text, accept, fields, form, initialValues, command, report, consequence, close } = props;
  const { t } = useT();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<{ name: string; text: string; size: number }>();
  const [found, setFound] = useState<R>();
  const choose = (chosen: File) => {
    void chosen.text().then((content) => {
      setFile({ name: chosen.name, text: content, size: chosen.size });
      setFound(undefined);
      command.renew();
    });
  };
  return (
    <Modal
      open
      width={640}
      title={title}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('ui-cancel')}
        </Button>,
        <Button
          key="try"
          {...(found ? {} : { type: 'primary' as const })}
          loading={command.pending && !found}
          disabled={!file || command.barred}
          onClick={() => form.submit()}
        >
          {t('ui-administration-check')}
        </Button>,
        <Button
          key="take"
          {...(found ? { type: 'primary' as const } : {})}
          loading={command.pending && found !== undefined}
          disabled={!file || !found || command.barred}
          onClick={() => {
            if (file) void command.run(file.text, file.name, false).then((done) => done && close());
          }}
        >
          {t('ui-administration-take')}
        </Button>,
      ]}
    >
      <Form<V>
        name="take-file"
        form={form}
        layout="vertical"
        {...(initialValues ? { initialValues } : {})}
        onValuesChange={() => setFound(undefined)}
        onFinish={() => {
          if (file) void command.run(file.text, file.name, true).then(setFound);
        }}
      >
        <p>{text}</p>
        <Space wrap className={styles['spaced'] ?? ''}>
          <Button icon={<UploadOutlined aria-hidden />} onClick={() => input.current?.click()}>
            {t('ui-administration-choose-file')}
          </Button>
          {file && (
            <span>
              {file.name} <Size bytes={file.size} />
            </span>
          )}
        </Space>
        <input
          ref={input}
          type="file"
          hidden
          accept={accept}
          aria-label={t('ui-administration-choose-file')}
          onChange={({ target }) => {
            const [chosen] = target.files ?? [];
            target.value = '';
            if (chosen) choose(chosen);
          }}
        />
        {fields}
      </Form>
      {found !== undefined && (
        <>
          <Alert type="success" showIcon title={t('ui-administration-checked')} description={report(found)} />
          <Alert type="warning" title={consequence} className={styles['spaced'] ?? ''} />
        </>
      )}
      <Problem error={command.problem} />
    </Modal>
  );
}
