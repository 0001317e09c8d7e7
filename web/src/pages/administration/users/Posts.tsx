// Units and the posts in them: what an escalation reaches, and where users can be put.
import { useAddress } from '@/address';
import { useT } from '@/i18n';
import { Area, RecordList, Section, Unit, useUnit } from '@/parts';
import { NameOf } from '../areas/AreaDetail';
import { Frame } from '../Frame';

export default function Posts() {
  const { t, word } = useT();
  const { area } = useAddress();
  return (
    <Frame title={t('ui-administration-units-posts')} note={t('ui-administration-units-posts-note')}>
      <Section title={t('ui-administration-units')}>
        <RecordList
          id="all-units"
          path="/api/v1/units"
          query={{ area }}
          read={{ now: true }}
          empty={t('ui-administration-units-none')}
          columns={[
            {
              id: 'name',
              wraps: true,
              label: 'ui-administration-unit',
              always: true,
              cell: (row) => <NameOf of={row.name} />,
            },
            { id: 'role', label: 'ui-administration-role', cell: (row) => word('role', row.role) },
            {
              id: 'facility',
              label: 'ui-administration-facility',
              cell: (row) => row.facility && word('facility', row.facility),
            },
            { id: 'area', label: 'ui-administration-in', cell: (row) => <Area code={row.area} /> },
          ]}
        />
      </Section>
      <Section title={t('ui-administration-posts')}>
        <RecordList
          id="posts"
          path="/api/v1/posts"
          query={{ area }}
          read={{ now: true }}
          empty={t('ui-administration-unit-no-posts')}
          columns={[
            {
              id: 'name',
              wraps: true,
              label: 'ui-administration-post',
              always: true,
              cell: (row) => <NameOf of={row.name} />,
            },
            { id: 'kind', label: 'ui-administration-post-kind', cell: (row) => word('post', row.kind) },
            { id: 'unit', label: 'ui-administration-unit', cell: (row) => <Unit id={row.unit} /> },
            { id: 'area', label: 'ui-administration-in', cell: (row) => <AreaOfUnit id={row.unit} /> },
            {
              id: 'day',
              label: 'ui-administration-all-day',
              cell: (row) => (row.all_day ? t('ui-administration-yes') : t('ui-administration-no')),
            },
          ]}
        />
      </Section>
    </Frame>
  );
}

function AreaOfUnit({ id }: { id: string }) {
  const unit = useUnit(id);
  return <Area code={unit?.area} />;
}
