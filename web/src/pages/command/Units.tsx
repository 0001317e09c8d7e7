// Duties by the unit that owes them: those that are late first.
import { Button, Select } from 'antd';
import { useMemo } from 'react';
import { useAddress, useFilter } from '@/address';
import { useList } from '@/api';
import { useT } from '@/i18n';
import { Area, Loading, Problem, Said } from '@/parts';
import { ofUnits } from './asked';
import styles from './command.module.css';
import { Count } from './figure';
import { Panel, Scroll } from './Panel';
import { byTrouble } from './trouble';

const ROLES = [
  'command_hq',
  'command_office',
  'cdc',
  'hospital',
  'laboratory',
  'isolation_site',
  'sentinel',
  'community',
];
/** Units that a wall has room for. */
const ON_A_WALL = 7;
/** The duties of units as they stand in the address, the worst first; asked while the situation is, not after it. */
export function useUnitDuties(days: number) {
  const where = useAddress();
  const [role] = useFilter('role');
  return useList('/api/v1/obligations/counts_by_unit', ofUnits(where, days, role));
}

export function Units({ days }: { days: number }) {
  const { t, text, word } = useT();
  const { wall } = useAddress();
  const [role, setRole] = useFilter('role');
  const found = useUnitDuties(days);
  const { rows } = found;
  const lines = useMemo(() => byTrouble(rows ?? []), [rows]);
  if (found.error?.status === 404 && !rows) return null;
  const shown = wall ? lines.slice(0, ON_A_WALL) : lines;
  // Those who owe nothing stand last; some of them may have met something late.
  const more = !wall && found.more;
  return (
    <Panel
      id="units"
      title={t('ui-command-units')}
      busy={found.loading}
      tools={
        !wall && (
          <Select
            size="small"
            className={styles['role']}
            aria-label={t('ui-command-units-role')}
            placeholder={t('ui-command-units-all')}
            allowClear
            value={role ?? null}
            onChange={(next: string | null | undefined) => setRole(next ?? undefined)}
            options={ROLES.map((value) => ({ value, label: word('role', value) }))}
          />
        )
      }
    >
      {found.error && <Problem error={found.error} retry={found.refetch} />}
      {!rows ? (
        !found.error && <Loading rows={4} />
      ) : shown.length === 0 && !more ? (
        <p className={styles['note']}>{t('ui-command-units-none')}</p>
      ) : (
        <Scroll className={styles['units']} label={t('ui-command-units')}>
          <table className={`${styles['table']} ${styles['stack']}`}>
            <thead>
              <tr>
                <th scope="col">{t('ui-command-unit')}</th>
                <th scope="col" data-align="end">
                  {t('ui-command-overdue')}
                </th>
                <th scope="col" data-align="end">
                  {t('ui-command-due-soon')}
                </th>
                <th scope="col" data-align="end">
                  {t('ui-command-unclosed')}
                </th>
                <th scope="col" data-align="end">
                  {t('ui-command-met')}
                </th>
                <th scope="col" data-align="end">
                  {t('ui-command-met-late')}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((line) => (
                <tr key={line.unit}>
                  <th scope="row">
                    <Said text={text(line.name)} />{' '}
                    <span className={styles['note']}>
                      <Area code={line.area} />
                    </span>
                  </th>
                  <td data-align="end" data-label={t('ui-command-overdue')}>
                    <Count of="overdue" figure={line.overdue} tone="late" />
                  </td>
                  <td data-align="end" data-label={t('ui-command-due-soon')}>
                    <Count of="due_soon" figure={line.due_soon} tone="warn" />
                  </td>
                  <td data-align="end" data-label={t('ui-command-unclosed')}>
                    <Count of="unclosed" figure={line.unclosed} />
                  </td>
                  <td data-align="end" data-label={t('ui-command-met')}>
                    <Count of="met" figure={line.met} />
                  </td>
                  <td data-align="end" data-label={t('ui-command-met-late')}>
                    <Count of="met_late" figure={line.met_late} tone="warn" />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {more && (
            <Button type="text" loading={found.loadingMore} onClick={() => void found.loadMore()}>
              {t('ui-list-more')}
            </Button>
          )}
        </Scroll>
      )}
    </Panel>
  );
}
