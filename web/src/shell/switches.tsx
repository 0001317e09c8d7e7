// What is looked at: area, disease, moment. All of it stands in the address.
import { Button, DatePicker, Popover, Select, Space } from 'antd';
import { HistoryOutlined } from '@ant-design/icons';
import dayjs from 'dayjs';
import { useMemo, useState } from 'react';
import { useAddress } from '@/address';
import { useGet, type Schema } from '@/api';
import { useT } from '@/i18n';
import { instantAt, wallAt } from '@/parts/calendar';
import { useNow } from '@/parts/clock';
import { useAreas, useZone } from '@/parts/names';
import { Said } from '@/parts/said';
import styles from './shell.module.css';

/** An area with all below it; without one, all of one's own. */
export function AreaSwitch() {
  const { t, text, language } = useT();
  const { area, set } = useAddress();
  const areas = useAreas();
  // A province has two thousand: they are named and put in order for whoever chooses, not for each page that is shown.
  const [choosing, setChoosing] = useState(false);
  const options = useMemo(() => {
    const name = (code: string) => {
      const known = areas?.get(code);
      return known ? text(known.name) : code;
    };
    const label = ({ path }: Schema<'Area'>) =>
      path
        .slice(-2)
        .map(name)
        .join(language === 'en' ? ' / ' : '　');
    const listed = [...(areas?.values() ?? [])].filter((one) => choosing || one.code === area);
    const placed = listed.map((one) => ({ one, place: one.path.join('/') }));
    return placed
      .sort((a, b) => (a.place < b.place ? -1 : 1))
      .map(({ one }) => ({
        value: one.code,
        label: <Said text={label(one)} />,
        find: `${one.code} ${one.name.zh} ${one.name.en}`.toLowerCase(),
      }));
  }, [areas, area, choosing, text, language]);
  return (
    <Select
      className={styles['area']}
      aria-label={t('ui-switch-area')}
      placeholder={t('ui-switch-area-all')}
      loading={!areas}
      allowClear
      showSearch={{
        filterOption: (typed, option) => option?.find.includes(typed.trim().toLowerCase()) ?? false,
      }}
      value={area ?? null}
      onChange={(code: string | null | undefined) => set({ area: code ?? undefined })}
      onOpenChange={(open) => open && setChoosing(true)}
      options={options}
      popupMatchSelectWidth={320}
    />
  );
}

/** A disease, among those that there are protocols for. */
export function DiseaseSwitch() {
  const { t, word } = useT();
  const { disease, set } = useAddress();
  const { data } = useGet('/api/v1/protocols', {}, { still: true, now: true });
  const diseases = useMemo(() => [...new Set(data?.items.map((edition) => edition.disease))].sort(), [data]);
  return (
    <Select
      className={styles['disease']}
      aria-label={t('ui-switch-disease')}
      placeholder={t('ui-switch-disease-all')}
      allowClear
      value={disease ?? null}
      onChange={(code: string | null | undefined) => set({ disease: code ?? undefined })}
      options={diseases.map((code) => ({ value: code, label: word('disease', code) }))}
      popupMatchSelectWidth={240}
    />
  );
}

const DAY = 86_400_000;

/** The moment looked at: what was known by then. */
export function MomentSwitch() {
  const { t } = useT();
  const { asOf, set } = useAddress();
  const zone = useZone();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const shown = t(asOf ? 'ui-moment-past' : 'ui-moment-now');
  const look = (at: string | undefined) => {
    set({ as_of: at });
    setOpen(false);
  };
  const back = (days: number) => look(new Date(now - days * DAY).toISOString());
  const content = (
    <Space orientation="vertical" className={styles['moment']}>
      <span>{t('ui-moment-text')}</span>
      <Space wrap>
        <Button onClick={() => back(1)}>{t('ui-moment-day')}</Button>
        <Button onClick={() => back(7)}>{t('ui-moment-week')}</Button>
        {asOf && <Button onClick={() => look(undefined)}>{t('ui-past-back')}</Button>}
      </Space>
      <DatePicker
        aria-label={t('ui-moment')}
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        value={asOf ? dayjs(wallAt(asOf, zone)) : null}
        onChange={(value) => value && look(instantAt(value.format('YYYY-MM-DDTHH:mm'), zone))}
      />
    </Space>
  );
  return (
    <Popover trigger="click" open={open} onOpenChange={setOpen} content={content} placement="bottom">
      <Button
        icon={<HistoryOutlined aria-hidden />}
        type={asOf ? 'primary' : 'default'}
        aria-label={t('ui-moment-is', { moment: shown })}
      >
        {shown}
      </Button>
    </Popover>
  );
}
