// The session has ended while somebody worked: the page stays as it is below, what was typed with it, and what was being
// sent is sent once he is back.
import { Button, Modal } from 'antd';
import { useT } from '@/i18n';
import type { Me } from '@/session';
import { entered } from '@/session/begin';
import { out } from '@/session/store';
import { CredentialForm } from './CredentialForm';
import { ways } from './ways';

export default function LogInAgain({ me, later }: { me: Me; later?: (() => void) | undefined }) {
  const { t } = useT();
  return (
    <Modal
      open
      closable={false}
      footer={null}
      title={t('ui-again-title')}
      mask={{ closable: false }}
      keyboard={false}
      width={420}
    >
      <p>{t('ui-again-text')}</p>
      <CredentialForm login={me.login} done={entered} />
      {ways.map(({ id, Component }) => (
        <Component key={id} done={entered} />
      ))}
      {later && (
        <Button block onClick={later}>
          {t('ui-again-later')}
        </Button>
      )}
      <Button type="link" block onClick={() => out('ended')}>
        {t('ui-again-other')}
      </Button>
    </Modal>
  );
}
