// The curve as a picture; loaded after the numbers.
import { useMemo } from 'react';
import { useGo } from '@/address';
import { useT } from '@/i18n';
import { dayText } from '@/parts';
import { recordsPath } from './behind';
import { Chart, type Box } from './chart';
import styles from './command.module.css';
import { curveOption, lacking, STACK, type Bin, type Curve } from './curve';
import { useLook } from './look';

export default function CurveChart({ curve, label }: { curve: Curve; label: string }) {
  const { t, word, language } = useT();
  const look = useLook();
  const go = useGo();
  const option = useMemo(() => {
    const classes = {
      confirmed: word('classification', 'confirmed'),
      asymptomatic: word('classification', 'asymptomatic'),
      probable: word('classification', 'probable'),
      suspected: word('classification', 'suspected'),
    };
    const tip = (bin: Bin) => {
      const from = dayText(bin.from_on, language);
      const days = bin.from_on === bin.to_on ? from : `${from} – ${dayText(bin.to_on, language)}`;
      const counts = STACK.filter((name) => bin[name] > 0).map((name) => `${classes[name]}  ${bin[name]}`);
      const share = Math.round((bin.complete ?? 1) * 100);
      return [
        days,
        ...(counts.length > 0 ? counts : [t('ui-command-curve-none')]),
        ...(lacking(bin) > 0 ? [t('ui-command-curve-share', { share })] : []),
      ].join('\n');
    };
    return (box: Box) => curveOption(curve, look, { classes, tip }, language, box);
  }, [curve, look, language, t, word]);
  return (
    <Chart
      className={styles['chart']}
      label={label}
      option={option}
      onClick={({ dataIndex }) => {
        const bin = curve.bins[dataIndex];
        if (bin) go(recordsPath('curve', bin.total));
      }}
    />
  );
}
