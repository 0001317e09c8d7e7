// The label of a tube, to be shown to a scanner, printed, or copied by hand.
import { QRCode } from 'antd';
import { useT } from '@/i18n';
import { instantText, soundZone } from '../calendar';
import type { TubeLabel } from './label';
import styles from './round.module.css';

/** Light behind dark in the dark look too: scanners want it so. */
const INK = { color: '#000000', bgColor: '#ffffff' };

export default function LabelCard({ text, label, who }: { text: string; label: TubeLabel; who: string }) {
  const { word, language } = useT();
  const zone = soundZone(undefined);
  return (
    <figure className={styles['label']}>
      {/* What it says stands beside it in letters. */}
      <div aria-hidden>
        <QRCode value={text} type="svg" size={148} bordered={false} {...INK} />
      </div>
      <figcaption>
        <strong data-said>{who}</strong>
        <span>
          {word('disease', label.disease)} · {word('method', label.method)}
        </span>
        <span>{instantText(label.sampledAt, 'minute', language, zone)}</span>
        <code>{text.match(/.{1,5}/g)?.join(' ')}</code>
      </figcaption>
    </figure>
  );
}
