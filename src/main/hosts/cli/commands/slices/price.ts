import type { Command } from 'commander';
import { parseCurrency, type PriceCurrency } from '#shared/domain/slices/prices/currency.ts';
import type { PriceChangeWire, SlicePrice } from '#shared/contract/slices/prices.ts';
import { type Decimal, toPlain } from '#shared/decimal.ts';
import { ensureFarmNode } from '../nodes/farm-nodes.ts';
import { decimal, whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, type Style } from '#main/hosts/cli/style.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';

interface SetOptions {
  readonly slice: string;
  readonly month: Decimal;
  readonly currency: PriceCurrency;
  readonly force: boolean;
  readonly reason?: string;
}

const isoOfMs = (ms: number) => isoUtc(Math.floor(ms / 1000));

function toJson(slice: SlicePrice) {
  return {
    id: slice.id,
    price_month: slice.priceMonth,
    currency: slice.currency,
    floor: slice.floor,
    band: slice.band,
    set_at: slice.setAtMs === null ? null : isoOfMs(slice.setAtMs),
    node: slice.nodeId,
    count: slice.count,
    suggested: slice.isSuggested,
    standing: slice.standing,
    price_hour: slice.terms.hour,
    price_day: slice.terms.day,
    price_year: slice.terms.year,
    suggested_month: slice.suggestion.priceMonth,
    net_month: slice.outcome.net,
    break_even_occupancy: slice.outcome.breakEvenOccupancy,
    set_by: slice.setBy,
    reason: slice.reason,
  };
}

const STANDINGS = {
  within: 'between the rails',
  'below-floor': 'below own cost',
  'below-band': 'below the band',
  'above-band': 'above the band',
} as const satisfies Record<SlicePrice['standing'], string>;

function renderSlices(style: Style, slices: readonly SlicePrice[]): string {
  if (slices.length === 0) {
    return 'No slices yet. "farmer nodes" shows the nodes, "farmer check --record" adds this machine.';
  }
  return renderTable(
    style,
    [
      { title: 'Slice' },
      { title: 'Count', align: 'right' },
      { title: 'A month', align: 'right' },
      { title: 'Floor', align: 'right' },
      { title: 'Band', align: 'right' },
      { title: 'Net a month', align: 'right' },
      { title: 'Where it stands' },
    ],
    slices.map((slice) => [
      slice.id,
      String(slice.count),
      `${slice.priceMonth} ${slice.currency}${slice.isSuggested ? style.quiet(' suggested') : ''}`,
      slice.floor ?? 'none',
      `${slice.band.min} to ${slice.band.max}`,
      slice.outcome.net,
      slice.standing === 'within' ? style.good(STANDINGS.within) : style.warning(STANDINGS[slice.standing]),
    ]),
  );
}

async function show(session: CliSession, nodeId: number | null): Promise<void> {
  await ensureFarmNode(session);
  const prices = session.calls.slices.prices;
  const { slices, nodes, skipped, usdPerCc } = await prices.list({ nodeId });
  const json = {
    slices: slices.map(toJson),
    nodes: nodes.map((node) => ({
      id: node.nodeId,
      cost_month: node.costs.totalUsd,
      costs_missing: node.costs.missing,
      occupancy: node.occupancy,
      share_percent: node.sharePercent,
      whole_node_month: node.wholeNodeMonthUsd,
    })),
    skipped: skipped.map((entry) => ({ node: entry.nodeId, because: entry.because })),
    usd_per_cc: usdPerCc,
  };
  session.print(json, () =>
    [
      renderSlices(session.style, slices),
      ...skipped.map((entry) => session.style.warning(`${entry.nodeName}: ${entry.because}`)),
    ].join('\n'),
  );
}

async function set(session: CliSession, options: SetOptions): Promise<void> {
  await ensureFarmNode(session);
  const prices = session.calls.slices.prices;
  const slice = await prices.set({
    sliceId: options.slice,
    priceMonth: toPlain(options.month),
    currency: options.currency,
    isForced: options.force,
    reason: options.reason ?? null,
  });
  session.print({ slices: [toJson(slice)] }, () => renderSlices(session.style, [slice]));
}

async function undo(session: CliSession, sliceId: string): Promise<void> {
  const prices = session.calls.slices.prices;
  const slice = await prices.undo({ sliceId });
  session.print({ slices: [toJson(slice)] }, () => renderSlices(session.style, [slice]));
}

function priceText(price: PriceChangeWire['to']): string {
  return price === null ? 'suggested' : `${price.priceMonth} ${price.currency}`;
}

async function history(session: CliSession, sliceId: string | null): Promise<void> {
  const prices = session.calls.slices.prices;
  const { changes } = await prices.history({ sliceId });
  const json = changes.map((change) => ({
    id: change.id,
    slice: change.sliceId,
    kind: change.kind,
    from: change.from === null ? null : { price_month: change.from.priceMonth, currency: change.from.currency },
    to: change.to === null ? null : { price_month: change.to.priceMonth, currency: change.to.currency },
    at: isoOfMs(change.atMs),
    by: change.by,
    reason: change.reason,
  }));
  session.print({ changes: json }, () =>
    changes.length === 0
      ? 'No price was set yet.'
      : renderTable(
          session.style,
          [
            { title: 'When' },
            { title: 'Slice' },
            { title: 'From', align: 'right' },
            { title: 'To', align: 'right' },
            { title: 'By' },
            { title: 'Why' },
          ],
          changes.map((change) => [
            isoOfMs(change.atMs),
            change.sliceId,
            priceText(change.from),
            `${priceText(change.to)}${change.kind === 'undo' ? ' (undo)' : ''}`,
            change.by,
            change.reason ?? '',
          ]),
        ),
  );
}

/** `farmer price`: what each kind of slice costs, between own cost and the platform's band. */
export function define(command: Command, session: CliSession): void {
  command
    .command('show', { isDefault: true })
    .description('every slice with its price, floor and band')
    .option('--node <number>', 'one node', whole('--node', undefined, 1))
    .action((options: { readonly node?: number }) => show(session, options.node ?? null));
  command
    .command('set')
    .description('set the price of a slice')
    .requiredOption('--slice <id>', 'a slice of "price show"')
    .requiredOption('--month <price>', 'price a month', decimal('--month'))
    .option('--currency <code>', 'USD or CC', parseCurrency, 'USD' as const)
    .option('--force', 'set it below the floor or outside the band', false)
    .option('--reason <text>', 'why; kept in the history')
    .action((options: SetOptions) => set(session, options));
  command
    .command('history')
    .description('every change, newest first')
    .option('--slice <id>', 'one slice')
    .action((options: { readonly slice?: string }) => history(session, options.slice ?? null));
  command
    .command('undo')
    .description('take the last price of a slice back')
    .requiredOption('--slice <id>', 'a slice of "price show"')
    .action((options: { readonly slice: string }) => undo(session, options.slice));
}
