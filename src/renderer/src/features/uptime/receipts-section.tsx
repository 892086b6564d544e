import { Button, SegmentedControl } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { ReceiptList } from '#shared/contract/uptime/receipts.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { FigureRow } from '#renderer/ui/figure.tsx';
import { formatNumber, formatShortTft, formatTftRange } from '#renderer/ui/format.ts';
import { goTo, useHashParam } from '#renderer/ui/hash-location.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { PrintReceipts } from './print-receipts.tsx';
import { formatMusd, ReceiptTables, TotalTable } from './receipt-tables.tsx';
import classes from './uptime.module.css';

const VIEWS = ['each', 'month', 'year'] as const;
type View = (typeof VIEWS)[number];

/** The total payments, next to the total of the node's own records. */
function OverallTotal({ totals: { all } }: ReceiptList) {
  const { t } = useTranslation('uptime');
  return (
    <FigureRow
      figures={[
        { label: t('receipts.inAll'), value: formatShortTft(all.tft), unit: 'TFT' },
        { label: t('receipts.reward'), value: formatMusd(all.musd), unit: 'USD' },
        {
          label: t('receipts.own'),
          value: all.ownTft === null ? null : formatTftRange(all.ownTft),
          unit: 'TFT',
          caption: t('receipts.ofReceipts', {
            known: formatNumber(all.receipts - all.ownMissing),
            count: all.receipts,
          }),
        },
      ]}
    />
  );
}

function Receipts({
  list,
  view,
  isFarm,
}: {
  readonly list: ReceiptList;
  readonly view: View;
  readonly isFarm: boolean;
}) {
  const { t } = useTranslation('uptime');
  if (list.receipts.length + list.fixups.length + list.retries.length === 0) {
    return (
      <EmptyState
        compact
        title={t('receipts.none')}
        purpose={t('receipts.purpose')}
        action={
          <Button variant="default" size="xs" onClick={() => goTo('/uptime', { import: 'receipt' })}>
            {t('files.importReceipts')}
          </Button>
        }
      />
    );
  }
  if (view === 'each') return <ReceiptTables list={list} isFarm={isFarm} />;
  return (
    <>
      <OverallTotal {...list} />
      <TotalTable by={view} totals={list.totals} isFarm={isFarm} />
      <p className={classes['lede']}>{t(view === 'month' ? 'receipts.monthNote' : 'receipts.yearNote')}</p>
    </>
  );
}

/**
 * The payments of the grid next to the node's own record, individually or by month and year, for a node or the whole
 * farm.
 */
export function ReceiptsSection({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('uptime');
  const [viewParam, setView] = useHashParam('receipts');
  const [scope, setScope] = useHashParam('of');
  const [isPrinting, setPrinting] = useState(false);
  const view = VIEWS.find((name) => name === viewParam) ?? 'each';
  const isFarm = scope === 'farm';
  const query = useQuery(api.uptime.receipts.list.queryOptions({ input: { nodeId: isFarm ? null : node.id } }));
  const hasAny = query.data !== undefined && query.data.totals.all.receipts > 0;
  return (
    <Section
      title={t('receipts.title')}
      term="receipt"
      tools={
        <div className={classes['tools']}>
          <SegmentedControl
            size="xs"
            aria-label={t('receipts.scope')}
            value={isFarm ? 'farm' : 'node'}
            data={[
              { value: 'node', label: t('receipts.thisNode') },
              { value: 'farm', label: t('receipts.wholeFarm') },
            ]}
            onChange={(value) => setScope(value === 'farm' ? 'farm' : null)}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('receipts.view')}
            value={view}
            data={VIEWS.map((name) => ({ value: name, label: t(`receipts.views.${name}`) }))}
            onChange={(value) => setView(value === 'each' ? null : value)}
          />
          <Button
            variant="default"
            size="xs"
            disabled={!hasAny}
            leftSection={<IconPrinter size={16} aria-hidden />}
            onClick={() => setPrinting(true)}
          >
            {t('receipts.print.action')}
          </Button>
        </div>
      }
    >
      <Card>
        <QueryView query={query}>{(list) => <Receipts list={list} view={view} isFarm={isFarm} />}</QueryView>
      </Card>
      {isPrinting && query.data !== undefined ? (
        <PrintReceipts list={query.data} nodeName={isFarm ? null : node.name} onPrinted={() => setPrinting(false)} />
      ) : null}
    </Section>
  );
}
