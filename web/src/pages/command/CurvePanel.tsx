// The epidemic curve: what is shown, the picture, what it does not show yet, and the same as a table.
import { Button, Segmented, Select } from 'antd';
import { BarChartOutlined, TableOutlined } from '@ant-design/icons';
import { useAddress, useFilter } from '@/address';
import { useGet } from '@/api';
import { Localized, useT } from '@/i18n';
import { dayText, late, Loading, Problem, When } from '@/parts';
import { BY, curveIn, ofCurve, SPANS, type By } from './asked';
import styles from './command.module.css';
import { Count } from './figure';
import { lacking, shadedFrom, STACK, type Curve } from './curve';
import { useLook } from './look';
import { Panel, Scroll } from './Panel';

/** Fetches what draws the curve. */
export const fetchChart = () => import('./CurveChart');
const CurveChart = late(fetchChart, <div className={styles['chart']} aria-busy />);

const BY_TEXT = {
  onset: 'ui-command-curve-by-onset',
  report: 'ui-command-curve-by-report',
  confirmation: 'ui-command-curve-by-confirmation',
} as const;

/** What of the curve stands in the address. */
function useChoice() {
  const [by, setBy] = useFilter('by');
  const [unit, setUnit] = useFilter('unit');
  const [span, setSpan] = useFilter('span');
  return { ...curveIn(by, unit, span), setBy, setUnit, setSpan };
}

/** The curve as it is chosen in the address; asked while the situation is, not after it. */
export function useCurve() {
  return useGet('/api/v1/epi_curve', ofCurve(useAddress(), useChoice()));
}

export function CurvePanel() {
  const { t } = useT();
  const { wall } = useAddress();
  const { by, unit, span, setBy, setUnit, setSpan } = useChoice();
  const [form, setForm] = useFilter('curve');
  const found = useCurve();
  if (found.error?.status === 404 || found.error?.status === 403) return null;
  const curve = found.data;
  const table = form === 'table' && !wall;
  return (
    <Panel
      id="curve"
      title={t('ui-command-curve')}
      busy={found.loading}
      tools={
        !wall && (
          <>
            <Segmented<By>
              size="small"
              aria-label={t('ui-command-curve-by')}
              value={by}
              onChange={(next) => setBy(next === 'onset' ? undefined : next)}
              options={BY.map((value) => ({ value, label: t(BY_TEXT[value]) }))}
            />
            <Segmented
              size="small"
              aria-label={t('ui-command-curve-unit')}
              value={unit}
              onChange={(next) => setUnit(next === 'day' ? undefined : next)}
              options={[
                { value: 'day', label: t('ui-command-curve-days') },
                { value: 'week', label: t('ui-command-curve-weeks') },
              ]}
            />
            <Select
              size="small"
              aria-label={t('ui-command-curve-span')}
              className={styles['span']}
              value={span}
              onChange={(next) => setSpan(next === '60' ? undefined : next)}
              options={SPANS.map((value) => ({
                value,
                label: t('ui-command-days', { count: Number(value) }),
              }))}
            />
            <Button
              size="small"
              type="text"
              icon={table ? <BarChartOutlined aria-hidden /> : <TableOutlined aria-hidden />}
              aria-pressed={table}
              aria-label={t(table ? 'ui-command-as-picture' : 'ui-command-as-table')}
              title={t(table ? 'ui-command-as-picture' : 'ui-command-as-table')}
              onClick={() => setForm(table ? undefined : 'table')}
            />
          </>
        )
      }
    >
      {wall && <div className={styles['note']}>{t(BY_TEXT[by])}</div>}
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {!curve ? (
        !found.error && <Loading rows={6} />
      ) : table ? (
        <CurveTable curve={curve} />
      ) : (
        <CurveChart
          curve={curve}
          label={t('ui-command-curve-label', { by: t(BY_TEXT[by]), count: total(curve) })}
        />
      )}
      {curve && <Foot curve={curve} />}
    </Panel>
  );
}

const total = (curve: Curve) => curve.bins.reduce((sum, bin) => sum + bin.total.count, 0);

/** The legend, and in words what is shaded. */
function Foot({ curve }: { curve: Curve }) {
  const { t, word, language } = useT();
  const look = useLook();
  const shaded = shadedFrom(curve.bins);
  const { n, median, lower_quartile: lower, upper_quartile: upper } = curve.delay;
  return (
    <div className={styles['curveFoot']}>
      <ul className={styles['legend']}>
        {STACK.map((name) => (
          <li key={name}>
            <span
              className={styles['swatch']}
              data-class={name}
              style={
                name === 'suspected' ? { borderColor: look.cases[name] } : { background: look.cases[name] }
              }
            />
            {word('classification', name)}
          </li>
        ))}
        {shaded && (
          <li>
            <span className={styles['swatch']} data-class="shade" style={{ background: look.shade }} />
            {t('ui-command-curve-shaded')}
          </li>
        )}
      </ul>
      <p className={styles['note']}>
        {shaded && <>{t('ui-command-curve-incomplete', { day: dayText(shaded.from_on, language) })} </>}
        {n > 0 && median != null && (
          <>
            {t('ui-command-curve-delay', {
              median: days(median),
              lower: days(lower ?? median),
              upper: days(upper ?? median),
              count: n,
            })}{' '}
          </>
        )}
        {curve.undated.count > 0 && (
          <Localized
            id="ui-command-curve-undated"
            elems={{ number: <Count of="undated" figure={curve.undated} /> }}
          >
            <span />
          </Localized>
        )}
      </p>
    </div>
  );
}

/** A delay in days, half days at most. */
const days = (value: number) => Math.round(value * 2) / 2;

function CurveTable({ curve }: { curve: Curve }) {
  const { t, word } = useT();
  const filled = curve.bins.filter((bin) => bin.total.count > 0 || lacking(bin) > 0);
  return (
    <Scroll className={styles['curveTable']} label={t('ui-command-curve')}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{t(curve.unit === 'week' ? 'ui-command-curve-week' : 'ui-command-curve-day')}</th>
            {STACK.map((name) => (
              <th key={name} scope="col" data-align="end">
                {word('classification', name)}
              </th>
            ))}
            <th scope="col" data-align="end">
              {t('ui-command-curve-all')}
            </th>
            <th scope="col" data-align="end">
              {t('ui-command-curve-complete')}
            </th>
          </tr>
        </thead>
        <tbody>
          {[...filled].reverse().map((bin) => (
            <tr key={bin.from_on}>
              <th scope="row">
                <When at={bin.from_on} />
                {bin.to_on !== bin.from_on && (
                  <>
                    {' – '}
                    <When at={bin.to_on} />
                  </>
                )}
              </th>
              {STACK.map((name) => (
                <td key={name} data-align="end">
                  {bin[name] || ''}
                </td>
              ))}
              <td data-align="end">
                <Count of="curve" figure={bin.total} />
              </td>
              <td data-align="end">
                {bin.complete == null
                  ? ''
                  : t('ui-command-percent', { share: Math.round(bin.complete * 100) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {filled.length === 0 && <p className={styles['note']}>{t('ui-command-curve-none')}</p>}
    </Scroll>
  );
}
