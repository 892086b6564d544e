import { Button, Checkbox, Menu, Select } from '@mantine/core';
import { IconColumns, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { DataTable } from '#renderer/ui/data-table.tsx';
import type { Farm } from '#renderer/ui/farm.ts';
import { formatNumber } from '#renderer/ui/format.ts';
import { goTo, useHashParam } from '#renderer/ui/hash-location.ts';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useSaveSettings } from '#renderer/ui/save-settings.ts';
import { SelectionBar } from './selection-bar.tsx';
import { type FarmColumn, DEFAULT_COLUMNS, useFarmColumns } from './farm-columns.tsx';
import { FarmCard } from './farm-card.tsx';
import {
  countSubsets,
  FARM_SUBSETS,
  type FarmSubset,
  groupRows,
  matcherOf,
  nodesInSubset,
  prepareSearch,
} from './farm-rows.ts';
import { GroupHead } from './group-head.tsx';
import { PeriodDays } from './period-bars.tsx';
import classes from './farm.module.css';

const WORST_FIRST = { columnId: 'status', direction: 'ascending' } as const;
const LOSSES_FIRST = { columnId: 'net', direction: 'ascending' } as const;
const nameOf = ({ name }: FarmNodeRow) => name;
const keyOf = ({ id }: FarmNodeRow) => String(id);
const open = ({ id }: FarmNodeRow) => goTo('/node', { node: String(id) });

/** The visible columns and the menu to choose them; stored in the settings. */
function useChosenColumns(onEdit: (id: number) => void) {
  const { data: settings } = useQuery(api.settings.get.queryOptions());
  const save = useSaveSettings();
  const { name, choices: every, edit } = useFarmColumns(onEdit);
  const chosen: readonly string[] = settings?.farmColumns ?? DEFAULT_COLUMNS;
  const columns = useMemo(
    () => [name, ...every.filter(({ id }) => chosen.includes(id)), edit],
    [name, every, edit, chosen],
  );
  const toggle = (id: string) =>
    save.run({ farmColumns: chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id] });
  return { every, columns, toggle };
}

function ColumnsMenu({
  every,
  columns,
  onToggle,
}: {
  readonly every: readonly FarmColumn[];
  readonly columns: readonly FarmColumn[];
  readonly onToggle: (id: string) => void;
}) {
  const { t } = useTranslation('nodes');
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconColumns size={16} aria-hidden />}>
          {t('columns')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {every.map(({ id, header }) => (
          <Menu.Item key={id} onClick={() => onToggle(id)}>
            <Checkbox
              size="xs"
              label={header}
              checked={columns.some((column) => column.id === id)}
              readOnly
              tabIndex={-1}
              style={{ pointerEvents: 'none' }}
            />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Choices({
  rows,
  show,
  onShow,
}: {
  readonly rows: readonly FarmNodeRow[];
  readonly show: FarmSubset;
  readonly onShow: (show: FarmSubset) => void;
}) {
  const { t } = useTranslation('nodes');
  const counts = useMemo(() => countSubsets(rows), [rows]);
  return (
    <fieldset className={classes['choices']} aria-label={t('filter.show')}>
      {FARM_SUBSETS.filter(
        (one) => one === 'all' || one === show || (counts[one] > 0 && (one !== 'planned' || counts[one] < counts.all)),
      ).map((one) => (
        <button
          key={one}
          type="button"
          className={classes['choice']}
          aria-pressed={one === show}
          onClick={() => onShow(one)}
        >
          {t(`filter.${one}`)} {formatNumber(counts[one])}
        </button>
      ))}
    </fieldset>
  );
}

function SiteSelect({
  rows,
  site,
  onSite,
}: {
  readonly rows: readonly FarmNodeRow[];
  readonly site: string | null;
  readonly onSite: (site: string | null) => void;
}) {
  const { t } = useTranslation('nodes');
  const sites = useMemo(() => [...new Set(rows.flatMap((row) => row.site ?? []))].toSorted(), [rows]);
  if (sites.length < 2 && site === null) return null;
  return (
    <Select
      aria-label={t('site.label')}
      placeholder={t('filter.everySite')}
      data={sites}
      value={site}
      clearable
      searchable
      w="11rem"
      onChange={onSite}
    />
  );
}

/** The filters, stored in the address except for the search text. */
function useFarmQuery() {
  const [showParam, setShow] = useHashParam('show');
  const [site, setSite] = useHashParam('site');
  const [text, setText] = useState('');
  const show = FARM_SUBSETS.find((one) => one === showParam) ?? 'all';
  const pickShow = (next: FarmSubset) => setShow(next === 'all' ? null : next);
  return { show, pickShow, site, setSite, text, setText };
}

/** The table of the farm with its filters, and actions for selected nodes. */
export function FarmView({ farm, onEdit }: { readonly farm: Farm; readonly onEdit: (id: number) => void }) {
  const { t } = useTranslation('nodes');
  const { show, pickShow, site, setSite, text, setText } = useFarmQuery();
  const { every, columns, toggle } = useChosenColumns(onEdit);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  // Inputs update immediately; the rows follow as deferred updates that do not block the page.
  const wanted = { show: useDeferredValue(show), site: useDeferredValue(site), text: useDeferredValue(text) };
  useEffect(() => prepareSearch(farm.nodes), [farm.nodes]);
  const isShown = useMemo(() => {
    const shown = new Set(nodesInSubset(wanted.show, farm.nodes));
    const matches = matcherOf({ site: wanted.site, text: wanted.text });
    return (row: FarmNodeRow) => shown.has(row) && matches(row);
  }, [wanted.show, wanted.site, wanted.text, farm.nodes]);
  // The worst loss comes first across all sites.
  const isByLoss = wanted.show === 'losing' && columns.some(({ id }) => id === 'net');
  const bySite = useCallback(
    (rows: readonly FarmNodeRow[]) => groupRows(rows, (group) => <GroupHead farm={farm} group={group} />),
    [farm],
  );
  const card = useCallback(
    (row: FarmNodeRow) => <FarmCard row={row} columns={every} onEdit={onEdit} />,
    [every, onEdit],
  );
  const chosen = farm.nodes.filter(({ id }) => selected.has(String(id)));
  return (
    <>
      <div className={classes['bar']}>
        <TextField
          className={classes['search'] ?? ''}
          aria-label={t('filter.text')}
          placeholder={t('filter.placeholder')}
          leftSection={<IconSearch size={16} aria-hidden />}
          type="search"
          value={text}
          onChange={setText}
        />
        <SiteSelect rows={farm.nodes} site={site} onSite={setSite} />
        <span className={classes['tools']}>
          <ColumnsMenu every={every} columns={columns} onToggle={toggle} />
        </span>
        <Choices rows={farm.nodes} show={show} onShow={pickShow} />
      </div>
      <PeriodDays>
        <DataTable
          caption={t('caption')}
          columns={columns}
          rows={farm.nodes}
          rowKey={keyOf}
          initialSort={isByLoss ? LOSSES_FIRST : WORST_FIRST}
          isShown={isShown}
          {...(isByLoss ? {} : { groupRows: bySite })}
          selection={{ selected, onChange: setSelected, nameOf }}
          onOpen={open}
          scrollsWithPage
          card={card}
          emptyText={t('filter.noMatch')}
        />
      </PeriodDays>
      {chosen.length === 0 ? null : <SelectionBar chosen={chosen} onClear={() => setSelected(new Set())} />}
    </>
  );
}
