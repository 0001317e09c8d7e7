// The division tree of any day: opened step by step, so that a province with all its villages is as quick as a county.
import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons';
import { Button, DatePicker, Space } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Go, useAddress, useFilter } from '@/address';
import { useGet, useList, type Schema } from '@/api';
import { useT } from '@/i18n';
import { dayIn, Empty, Loading, Mark, Problem, Said, useAreas, useZone, When } from '@/parts';
import { useMay, useMe } from '@/session';
import { Frame } from '../Frame';
import styles from '../administration.module.css';
import { TakeAreas } from './TakeAreas';

type AreaRow = Schema<'Area'>;

/** The day of which the tree is shown: as chosen, else that of the moment looked at, else today's. */
export function useDay(): [string | undefined, (day: string | undefined) => void] {
  const [chosen, choose] = useFilter('on');
  const { asOf } = useAddress();
  const zone = useZone();
  return [chosen ?? (asOf ? dayIn(asOf, zone) : undefined), choose];
}

export function DayChoice() {
  const { t } = useT();
  const [day, choose] = useDay();
  return (
    <Space wrap>
      <label htmlFor="on">{t('ui-administration-on')}</label>
      <DatePicker
        id="on"
        value={day ? dayjs(day) : null}
        placeholder={t('ui-administration-today')}
        onChange={(value) => choose(value?.format('YYYY-MM-DD'))}
      />
      {day && <Mark tone="calm">{t('ui-administration-past')}</Mark>}
    </Space>
  );
}

export default function Areas() {
  const { t } = useT();
  const may = useMay();
  const { grants } = useMe();
  const known = useAreas();
  const [day] = useDay();
  // Open down to one's own areas.
  const way = new Set(grants.flatMap(({ area }) => known?.get(area)?.path ?? [area]));
  const roots = [...new Set(grants.map(({ area }) => known?.get(area)?.path[0] ?? area))];
  return (
    <Frame
      title={t('ui-administration-areas')}
      note={t('ui-administration-areas-note')}
      actions={may('administer') && <TakeAreas />}
    >
      <DayChoice />
      {!known ? (
        <Loading rows={6} />
      ) : (
        <ul className={styles['tree']} aria-label={t('ui-administration-areas')}>
          {roots.map((code) => (
            <Root key={`${code} ${day}`} code={code} day={day} way={way} />
          ))}
        </ul>
      )}
    </Frame>
  );
}

interface Way {
  /** Areas that are open from the beginning. */
  way: ReadonlySet<string>;
  day: string | undefined;
}

function Root({ code, day, way }: Way & { code: string }) {
  const { t } = useT();
  const found = useGet('/api/v1/areas/{code}', { path: { code }, query: { on: day } }, { now: true });
  if (found.error) {
    return (
      <li>
        {found.error.status === 404 ? (
          <Empty>{t('ui-administration-area-not-then', { code })}</Empty>
        ) : (
          <Problem error={found.error} retry={found.refetch} />
        )}
      </li>
    );
  }
  if (found.data) return <Node row={found.data} day={day} way={way} />;
  return (
    <li>
      <Loading rows={1} />
    </li>
  );
}

function Node({ row, day, way }: Way & { row: AreaRow }) {
  const { t, text, word } = useT();
  const [open, setOpen] = useState(way.has(row.code));
  const name = text(row.name);
  return (
    <li>
      <div className={styles['node']}>
        {row.level === 'village' ? (
          <span className={styles['leaf']} />
        ) : (
          <Button
            type="text"
            size="small"
            aria-expanded={open}
            aria-label={t('ui-administration-below', { name })}
            icon={open ? <CaretDownOutlined aria-hidden /> : <CaretRightOutlined aria-hidden />}
            onClick={() => setOpen(!open)}
          />
        )}
        <Go to={`/administration/areas/${row.code}${day ? `?on=${day}` : ''}`}>
          <Said text={name} />
        </Go>
        <span className={styles['quiet']}>{word('level', row.level)}</span>
        <code className={styles['quiet']}>{row.code}</code>
        {row.until_on && (
          <Mark>
            {t('ui-administration-until')} <When at={row.until_on} />
          </Mark>
        )}
      </div>
      {open && row.level !== 'village' && <Below code={row.code} day={day} way={way} />}
    </li>
  );
}

function Below({ code, day, way }: Way & { code: string }) {
  const { t } = useT();
  const list = useList('/api/v1/areas', { query: { parent: code, on: day, limit: 100 } }, { now: true });
  if (list.error && !list.rows) return <Problem error={list.error} retry={list.refetch} />;
  if (!list.rows) return <Loading rows={1} />;
  if (list.rows.length === 0) return <p className={styles['none']}>{t('ui-administration-nothing-below')}</p>;
  return (
    <ul>
      {list.rows.map((row) => (
        <Node key={row.code} row={row} day={day} way={way} />
      ))}
      {list.more && (
        <li>
          <Button size="small" loading={list.loadingMore} onClick={() => void list.loadMore()}>
            {t('ui-list-more')}
          </Button>
        </li>
      )}
    </ul>
  );
}
