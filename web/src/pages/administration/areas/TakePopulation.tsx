// A table of population taken in, all or none.
import { Button, Form } from 'antd';
import { useState } from 'react';
import { useCommand, type Schema } from '@/api';
import { useT } from '@/i18n';
import { TakeFile } from './TakeFile';

export function TakePopulation() {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('ui-administration-take-population')}
      </Button>
      {open && <Dialog close={() => setOpen(false)} />}
    </>
  );
}

function Dialog({ close }: { close: () => void }) {
  const { t } = useT();
  const [form] = Form.useForm();
  const take = useCommand('/api/v1/areas/population');
  return (
    <TakeFile<Schema<'PlacesTaken'>>
      title={t('ui-administration-take-population')}
      text={t('ui-administration-take-population-text')}
      accept=".csv,text/csv"
      form={form}
      consequence={t('ui-administration-take-population-consequence')}
      close={close}
      command={{ ...take, run: (table, _, dryRun) => take.run({ body: { table, dry_run: dryRun } }) }}
      report={(found) => t('ui-administration-population-found', { count: found.rows })}
    />
  );
}
