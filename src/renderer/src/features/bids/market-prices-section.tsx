import { Button } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlicePrice } from '#shared/contract/slices/prices.ts';
import { Decimal, decimalOrNull } from '#shared/decimal.ts';
import { comparePrice } from '#shared/domain/slices/prices/price-bounds.ts';
import { api, type client } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { showUndo } from '#renderer/ui/confirm-undo.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useKindName } from '#renderer/ui/slice-kind.tsx';
import { TableCard } from '#renderer/ui/table-card.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { usePriceSetting } from '#renderer/ui/price-setting.tsx';
import { marketPriceColumns } from './market-price-columns.tsx';
import classes from './bids.module.css';

type Prices = Awaited<ReturnType<typeof client.slices.prices.list>>;
type Applied = Awaited<ReturnType<typeof client.slices.prices.setSuggested>>;

function standingOf({ floor, band }: SlicePrice, price: string) {
  return comparePrice(
    new Decimal(price),
    band && { floor: decimalOrNull(floor), band: { min: new Decimal(band.min), max: new Decimal(band.max) } },
  );
}

/** The suggested prices that were not set, with the reason. */
function Refused({ refused }: { readonly refused: Applied['refused'] }) {
  const { t } = useTranslation('bids');
  const translate = useMessage();
  if (refused.length === 0) return null;
  return (
    <Notice tone="warn" title={t('prices.refused', { count: refused.length })}>
      <ul className={classes['reasons']}>
        {refused.map(({ sliceId, nodeName, because }) => (
          <li key={sliceId}>
            {nodeName}: {translate(because)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function PricesTable({ prices }: { readonly prices: Prices }) {
  const { t } = useTranslation(['bids', 'slices', 'common']);
  const formatKind = useKindName();
  const [find, setFind] = useState('');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<Applied['refused']>([]);
  const setting = usePriceSetting();
  const undoAll = useCommand(api.slices.prices.undoAll, { doneText: t('prices.undone') });
  const apply = useCommand(api.slices.prices.setSuggested, {
    onDone: (applied) => {
      setSelected(new Set());
      setRefused(applied.refused);
      if (applied.set.length === 0) return;
      showUndo({
        message: t('prices.applied', { count: applied.set.length }),
        onUndo: () => undoAll.run({ sliceIds: applied.set }),
      });
    },
  });
  const onSet = (slice: SlicePrice, priceMonth: string) =>
    setting.set({ sliceId: slice.id, priceMonth, currency: slice.currency, standing: standingOf(slice, priceMonth) });
  const nameOf = ({ nodeName, kindId }: SlicePrice) => `${nodeName}, ${formatKind(kindId)}`;
  const wanted = find.trim().toLocaleLowerCase();
  const rows = prices.slices.filter((slice) => nameOf(slice).toLocaleLowerCase().includes(wanted));
  const listed = rows.filter(({ id }) => selected.has(id)).map(({ id }) => id);
  return (
    <>
      <div className={classes['row']}>
        <TextField
          aria-label={t('prices.find')}
          placeholder={t('prices.find')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={find}
          onChange={setFind}
        />
        <Button
          variant="default"
          disabled={listed.length === 0}
          loading={apply.isRunning}
          onClick={() => apply.run({ sliceIds: listed })}
        >
          {listed.length === 0 ? t('prices.applyNone') : t('prices.apply', { count: listed.length })}
        </Button>
      </div>
      <Refused refused={refused} />
      <TableCard
        caption={t('prices.caption')}
        columns={marketPriceColumns(t, { nameOf, usdPerCc: decimalOrNull(prices.usdPerCc), onSet })}
        rows={rows}
        rowKey={({ id }) => id}
        exportName="farmer-prices"
        isDense
        selection={{ selected, onChange: setSelected, nameOf }}
        footer={
          <>
            {t('prices.note')}
            {prices.skipped.map(({ nodeId, nodeName, because }) => (
              <div key={nodeId}>
                {nodeName}: {because}
              </div>
            ))}
          </>
        }
      />
      {setting.dialog}
    </>
  );
}

/** The prices of all slices of all nodes, as in `farmer price`, edited in place. */
export function MarketPricesSection() {
  const { t } = useTranslation('bids');
  const query = useQuery(api.slices.prices.list.queryOptions({ input: { nodeId: null } }));
  return (
    <Section title={t('prices.title')}>
      <QueryView query={query} loading={<LoadingSkeleton shape="rows" count={4} />}>
        {(prices) =>
          prices.slices.length === 0 ? (
            <EmptyState compact title={t('prices.none')} purpose={t('prices.noneHint')} />
          ) : (
            <PricesTable prices={prices} />
          )
        }
      </QueryView>
    </Section>
  );
}
