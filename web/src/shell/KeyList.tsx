// The keys that work here.
import { Modal } from 'antd';
import { useT } from '@/i18n';
import { useKeys } from './shortcuts';
import styles from './shell.module.css';

export default function KeyList({ close }: { close: () => void }) {
  const { t } = useT();
  const { all } = useKeys();
  return (
    <Modal open footer={null} onCancel={close} title={t('ui-keys')}>
      <dl className={styles['keys']}>
        <div>
          <dt>
            <kbd>Ctrl</kbd> <kbd>K</kbd>
          </dt>
          <dd>{t('ui-palette')}</dd>
        </div>
        {all().map(({ keys, label }) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
