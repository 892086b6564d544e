import { useTranslation } from 'react-i18next';
import type { StatedAssumption } from '#shared/contract/earnings/assumptions.ts';
import type { ProjectionAnswer } from '#shared/contract/earnings/projections.ts';
import { Card } from '#renderer/ui/card.tsx';
import type { TableColumn } from '#renderer/ui/export-table.ts';
import { UNKNOWN } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';
import { TableExport } from '#renderer/ui/table-export.tsx';
import hidden from '#renderer/ui/hidden.module.css';
import classes from './assumption-list.module.css';
import {
  ASSUMPTION_GROUPS,
  type AssumptionGroup,
  assumptionKey,
  groupOf,
  useAssumptionText,
} from './use-assumption-text.ts';

const COLUMNS: readonly TableColumn<StatedAssumption>[] = [
  { id: 'assumption', kind: 'text', value: (row) => row.id },
  { id: 'value', kind: 'text', value: (row) => (row.origin === 'missing' ? null : row.value) },
  { id: 'unit', kind: 'text', value: (row) => row.unit },
  { id: 'origin', kind: 'text', value: (row) => row.origin },
  { id: 'usedIn', kind: 'text', value: (row) => row.usedIn },
];

const EXPORT_NAME = 'farmer-assumptions';

/** One group of assumptions with their values and origins. */
function Group({ group, rows }: { readonly group: AssumptionGroup; readonly rows: readonly StatedAssumption[] }) {
  const { t } = useTranslation('earnings');
  const write = useAssumptionText();
  return (
    <table className={classes['group']}>
      <caption>{t(`stands.group.${group}`)}</caption>
      <thead className={hidden['hidden']}>
        <tr>
          <th scope="col">{t('stands.what')}</th>
          <th scope="col">{t('stands.value')}</th>
          <th scope="col">{t('stands.origin')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-missing={row.origin === 'missing'}>
            <th scope="row">{t(assumptionKey(row.id))}</th>
            <td className={classes['value']}>{row.origin === 'missing' ? UNKNOWN : write(row)}</td>
            <td className={classes['origin']}>{t(`origin.${row.origin}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The assumptions of a projection by group, for the page and for the printed report. */
export function AssumptionGroups({ assumptions }: { readonly assumptions: readonly StatedAssumption[] }) {
  return (
    <div className={classes['groups']}>
      {ASSUMPTION_GROUPS.map((group) => (
        <Group key={group} group={group} rows={assumptions.filter((row) => groupOf(row) === group)} />
      ))}
    </div>
  );
}

/** All assumptions of the estimate, with the origin of their values. */
export function AssumptionList({ projection }: { readonly projection: ProjectionAnswer }) {
  const { t } = useTranslation('earnings');
  return (
    <Section
      title={t('stands.title')}
      tools={<TableExport name={EXPORT_NAME} columns={COLUMNS} rows={projection.assumptions} />}
    >
      <Card footer={t('stands.note')}>
        <AssumptionGroups assumptions={projection.assumptions} />
      </Card>
    </Section>
  );
}
