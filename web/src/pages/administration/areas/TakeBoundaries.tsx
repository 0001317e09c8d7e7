// Boundaries taken in as GeoJSON, all or none.
import { Button, Form } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand, type Schema } from '@/api';
import { useT } from '@/i18n';
import { clean, TextField } from '@/parts';
import { TakeFile } from './TakeFile';

interface Values {
  source: string;
  property?: string;
}

export function TakeBoundaries() {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('ui-administration-take-boundaries')}
      </Button>
      {open && <Dialog close={() => setOpen(false)} />}
    </>
  );
}

function Dialog({ close }: { close: () => void }) {
  const { t } = useT();
  const [form] = Form.useForm<Values>();
  const queries = useQueryClient();
  const take = useCommand('/api/v1/areas/boundaries', {
    done: () => {
      void queries.invalidateQueries({ queryKey: ['still', '/api/v1/areas/{code}/boundary'] });
      void queries.invalidateQueries({ queryKey: ['still', '/api/v1/areas/{code}/boundaries'] });
    },
  });
  return (
    <TakeFile<Schema<'PlacesTaken'>, Values>
      title={t('ui-administration-take-boundaries')}
      text={t('ui-administration-take-boundaries-text')}
      accept=".json,.geojson,application/geo+json"
      form={form}
      consequence={t('ui-administration-take-boundaries-consequence')}
      close={close}
      command={{
        ...take,
        run: (geojson, _, dryRun) =>
          take.run({ body: { ...clean(form.getFieldsValue()), geojson, dry_run: dryRun } }),
      }}
      report={(found) => t('ui-administration-boundaries-found', { count: found.rows })}
      fields={
        <>
          <TextField
            name="source"
            label="ui-administration-source"
            max={200}
            required
            refused={take.field('source')}
          />
          <TextField
            name="property"
            label="ui-administration-property"
            hint="ui-administration-property-hint"
            max={60}
          />
        </>
      }
    />
  );
}
