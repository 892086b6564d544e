import { Button, Checkbox, Menu, Select, TextInput } from '@mantine/core';
import { IconColumns, IconSearch } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import type { Farm } from '#renderer/ui/farm.ts';
import { formatNumber } from '#renderer/ui/format.ts';
import { useHashParam } from '#renderer/ui/hash-location.ts';
import { ChosenBar } from './chosen-bar.tsx';
import { type FarmColumn, USUAL_COLUMNS, useFarmColumns } from './farm-columns.tsx';
import { countShows, FARM_SHOWS, type FarmShow, filterRows, groupRows, prepareSearch, sortRows } from './farm-rows.ts';
import { FarmTable } from './farm-table.tsx';
import classes from './farm.module.css';

const WORST_FIRST = { columnId: 'status', isDescending: false } as const;

/** Which columns are shown, and how to choose others; kept in the settings. */
function useChosenColumns() {
  const queries = useQueryClient();
  const { data: settings } = useQuery(api.settings.get.queryOptions());
  const save = useCommand(api.settings.update, {
    onDone: (stored) => queries.setQueryData(api.settings.get.queryKey(), stored),
  });
  const every = useFarmColumns();
  const chosen: readonly string[] = settings?.farmColumns ?? USUAL_COLUMNS;
  const columns = useMemo(() => every.filter(({ id }) => chosen.includes(id)), [every, chosen]);
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
  readonly show: FarmShow;
  readonly onShow: (show: FarmShow) => void;
}) {
  const { t } = useTranslation('nodes');
  const counts = useMemo(() => countShows(rows), [rows]);
  return (
    <fieldset className={classes['choices']} aria-label={t('filter.show')}>
      {FARM_SHOWS.filter((one) => one === 'all' || one === show || counts[one] > 0).map((one) => (
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

/** What is shown, kept in the address but for the text that is typed. */
function useFarmQuery() {
  const [showParam, setShow] = useHashParam('show');
  const [site, setSite] = useHashParam('site');
  const [text, setText] = useState('');
  const show = FARM_SHOWS.find((one) => one === showParam) ?? 'all';
  const pickShow = (next: FarmShow) => setShow(next === 'all' ? null : next);
  return { show, pickShow, site, setSite, text, setText };
}

/** The table of the farm with its filters, and what can be done with the nodes that are selected. */
export function FarmView({ farm, onEdit }: { readonly farm: Farm; readonly onEdit: (id: number) => void }) {
  const { t } = useTranslation('nodes');
  const { show, pickShow, site, setSite, text, setText } = useFarmQuery();
  const { every, columns, toggle } = useChosenColumns();
  const [sort, setSort] = useState<{ readonly columnId: string; readonly isDescending: boolean }>(WORST_FIRST);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  // What is typed and clicked is seen at once; the rows follow in pieces that never hold up the page.
  const shown = { show: useDeferredValue(show), site: useDeferredValue(site), text: useDeferredValue(text) };
  const order = useDeferredValue(sort);
  useEffect(() => prepareSearch(farm.nodes), [farm.nodes]);
  const sortedBy = every.find(({ id }) => id === order.columnId);
  const sorted = useMemo(() => {
    const { kind = 'text', sortBy = ({ name }: FarmNodeRow) => name } = sortedBy ?? {};
    return sortRows(farm.nodes, { kind, valueOf: sortBy, isDescending: order.isDescending });
  }, [farm.nodes, sortedBy, order.isDescending]);
  const lines = useMemo(
    () => groupRows(filterRows(sorted, { show: shown.show, site: shown.site, text: shown.text })),
    [sorted, shown.show, shown.site, shown.text],
  );
  const selection = useMemo(
    () => ({ selected, onChange: setSelected, nameOf: ({ name }: FarmNodeRow) => name }),
    [selected],
  );
  const chosen = farm.nodes.filter(({ id }) => selected.has(String(id)));
  return (
    <>
      <div className={classes['bar']}>
        <TextInput
          className={classes['search'] ?? ''}
          aria-label={t('filter.text')}
          placeholder={t('filter.placeholder')}
          leftSection={<IconSearch size={16} aria-hidden />}
          type="search"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <SiteSelect rows={farm.nodes} site={site} onSite={setSite} />
        <span className={classes['tools']}>
          <ColumnsMenu every={every} columns={columns} onToggle={toggle} />
        </span>
        <Choices rows={farm.nodes} show={show} onShow={pickShow} />
      </div>
      <FarmTable
        farm={farm}
        lines={lines}
        columns={columns}
        everyColumn={every}
        sort={sort}
        onSort={(columnId) => setSort({ columnId, isDescending: sort.columnId === columnId && !sort.isDescending })}
        selection={selection}
        onEdit={onEdit}
      />
      {lines.length === 0 ? <p className={classes['none']}>{t('filter.noMatch')}</p> : null}
      {chosen.length === 0 ? null : <ChosenBar chosen={chosen} onClear={() => setSelected(new Set())} />}
    </>
  );
}
