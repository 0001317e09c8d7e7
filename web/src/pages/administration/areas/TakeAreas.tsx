// A table of areas taken in: what is new, named otherwise or hangs elsewhere becomes a change.
import { Button, Checkbox, Form } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand, type Schema } from '@/api';
import { useT } from '@/i18n';
import { clean, Count, dayIn, DayField, Facts, TextField, useNow, useZone } from '@/parts';
import { TakeFile } from './TakeFile';

interface Values {
  on: string;
  document: string;
  reason: string;
  zone?: string;
  complete?: boolean;
}

export function TakeAreas() {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('ui-administration-take-areas')}</Button>
      {open && <Dialog close={() => setOpen(false)} />}
    </>
  );
}

function Dialog({ close }: { close: () => void }) {
  const { t } = useT();
  const [form] = Form.useForm<Values>();
  const zone = useZone();
  const today = dayIn(useNow(), zone);
  const queries = useQueryClient();
  const take = useCommand('/api/v1/areas/import', {
    done: () => void queries.invalidateQueries({ queryKey: ['book'] }),
  });
  return (
    <TakeFile<Schema<'AreaTableReport'>, Values>
      title={t('ui-administration-take-areas')}
      text={t('ui-administration-take-areas-text')}
      accept=".csv,text/csv"
      form={form}
      initialValues={{ on: today }}
      consequence={t('ui-administration-take-areas-consequence')}
      close={close}
      command={{
        ...take,
        run: (table, source, dryRun) =>
          take.run({ body: { ...clean(form.getFieldsValue()), table, source, dry_run: dryRun } }),
      }}
      report={(found) => (
        <Facts
          pairs={[
            [t('ui-administration-report-founded'), <Count key="founded" of={found.founded} />],
            [t('ui-administration-report-renamed'), <Count key="renamed" of={found.renamed.length} />],
            [t('ui-administration-report-moved'), <Count key="moved" of={found.moved.length} />],
            [t('ui-administration-report-abolished'), <Count key="abolished" of={found.abolished.length} />],
            [t('ui-administration-report-unchanged'), <Count key="unchanged" of={found.unchanged} />],
            [
              t('ui-administration-report-missing'),
              found.missing_count > 0 && (
                <>
                  <Count of={found.missing_count} /> {found.missing.slice(0, 10).join(' ')}
                </>
              ),
            ],
          ]}
        />
      )}
      fields={
        <>
          <DayField
            name="on"
            label="ui-administration-change-on"
            latest={today}
            required
            refused={take.field('on')}
          />
          <TextField
            name="document"
            label="ui-administration-document"
            max={200}
            required
            refused={take.field('document')}
          />
          <TextField
            name="reason"
            label="ui-administration-reason"
            max={500}
            multiline
            required
            refused={take.field('reason')}
          />
          <TextField name="zone" label="ui-administration-zone" hint="ui-administration-zone-hint" max={60} />
          <Form.Item name="complete" valuePropName="checked">
            <Checkbox>{t('ui-administration-complete')}</Checkbox>
          </Form.Item>
        </>
      }
    />
  );
}
