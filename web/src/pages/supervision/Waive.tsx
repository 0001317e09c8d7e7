// A duty that is waived, for a reason that stands in the history.
import { Modal } from 'antd';
import { useT } from '@/i18n';
import { clean, TextField } from '@/parts';
import { EvidenceForm, useEvidence } from './forms/shared';

export function Waive({ id, close }: { id: string; close: () => void }) {
  const { t } = useT();
  const command = useEvidence('/api/v1/obligations/{id}/waive', close);
  return (
    <Modal open title={t('ui-supervision-waive')} onCancel={close} footer={null}>
      <EvidenceForm<'/api/v1/obligations/{id}/waive', { reason: string }>
        command={command}
        send="ui-supervision-waive"
        given={(values) => ({ path: { id }, body: clean(values) })}
      >
        <TextField
          name="reason"
          label="ui-supervision-reason"
          hint="ui-supervision-waive-hint"
          max={500}
          multiline
          required
          refused={command.field('reason')}
        />
      </EvidenceForm>
    </Modal>
  );
}
