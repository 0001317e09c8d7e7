// An area in which somebody may import.
import { Select } from 'antd';
import { useMemo } from 'react';
import { useT } from '@/i18n';
import { Area, useAreas } from '@/parts';
import { useMe } from '@/session';

/** An area in which one may import; the widest of them when nothing is said. */
export function OwnArea({
  id,
  value,
  change,
}: {
  id?: string;
  value: string | undefined;
  change: (code: string | undefined) => void;
}) {
  const { t, text } = useT();
  const areas = useAreas();
  const { actions } = useMe();
  const options = useMemo(() => {
    const allowed = actions.find(({ action }) => action === 'import_cases');
    const own = new Set([...(allowed?.areas ?? []), ...(allowed?.limited ?? []).map(({ area }) => area)]);
    return [...(areas?.values() ?? [])]
      .filter(({ path }) => path.some((code) => own.has(code)))
      .sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')))
      .map(({ code, name }) => ({ value: code, label: text(name) }));
  }, [areas, actions, text]);
  return (
    <Select
      {...(id ? { id } : { 'aria-label': t('ui-files-list-area') })}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('ui-files-list-area-widest')}
      value={value ?? null}
      onChange={(code: string | null | undefined) => change(code ?? undefined)}
      options={options}
      labelRender={({ value: code }) => <Area code={String(code)} />}
    />
  );
}
