import type { Command } from 'commander';
import { parseCurrency, type PriceCurrency } from '#shared/domain/slices/prices/currency.ts';
import type { PriceChange, SlicePrice } from '#shared/contract/slices/prices.ts';
import type { DecimalString } from '#shared/decimal.ts';
import { moneyText, numberText, PRICE_BOUND, UNIT_PRICE } from '#shared/number-text.ts';
import { ensureFarmNode } from '../nodes/farm-nodes.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { decimal, nodeOption } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { needsNumbersText } from '#main/hosts/cli/text/money.ts';
import { renderTable, right, type Style } from '#main/hosts/cli/style.ts';
import { betweenText } from '#main/hosts/cli/text/amounts.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';

interface SetOptions {
  readonly slice: string;
  readonly month: DecimalString;
  readonly currency: PriceCurrency;
  readonly force: boolean;
  readonly reason?: string;
}

const formatMs = (ms: number) => isoUtc(Math.floor(ms / 1000));

const JSON_NAMES = {
  nodeId: 'node',
  nodeName: null,
  kindId: null,
  amounts: null,
  gpus: null,
  terms: '...',
  'terms.hour': 'price_hour',
  'terms.day': 'price_day',
  'terms.month': null,
  'terms.year': 'price_year',
  suggestion: '...',
  'suggestion.priceMonth': 'suggested_month',
  steps: null,
  costMonth: null,
  outcome: '...',
  gross: null,
  share: null,
  cost: null,
  net: 'net_month',
  setAtMs: null,
  'nodes.nodeId': 'id',
  costs: '...',
  electricityUsd: null,
  depreciationUsd: null,
  otherUsd: null,
  totalUsd: 'cost_month',
  missing: 'costs_missing',
  wholeNodeMonthUsd: 'whole_node_month',
  sliceId: 'slice',
  atMs: null,
} as const;

/** A slice as JSON: an unknown band or suggestion keeps its fields, all null. */
const withSetAt = (slice: SlicePrice) => ({
  ...slice,
  band: slice.band ?? { min: null, max: null },
  suggestion: slice.suggestion ?? { priceMonth: null },
  setAt: slice.setAtMs === null ? null : formatMs(slice.setAtMs),
});

const STANDINGS = {
  within: 'within the band',
  'below-floor': 'below own cost',
  'below-band': 'below the band',
  'above-band': 'above the band',
  unknown: 'needs the gold price',
} as const satisfies Record<SlicePrice['standing'], string>;

const boundText = (bound: string, rounding: 'ceil' | 'floor') => numberText(bound, 'en', { ...PRICE_BOUND, rounding });

function renderFloor({ floor, band, missing }: SlicePrice): string {
  if (band === null) return 'not known';
  if (floor === null) return 'none';
  const text = boundText(floor, 'ceil');
  if (missing.length === 0) return text;
  return Number(floor) === 0 ? 'not known' : `at least ${text}`;
}

function renderNet({ outcome, missing }: SlicePrice): string {
  if (outcome.net !== null) return moneyText(outcome.net);
  return needsNumbersText(missing);
}

function renderStanding(style: Style, { isRentable, standing }: SlicePrice): string {
  if (!isRentable) return style.warning('cannot be rented: not eligible');
  return standing === 'within' ? style.good(STANDINGS.within) : style.warning(STANDINGS[standing]);
}

function renderSlices(style: Style, slices: readonly SlicePrice[]): string {
  if (slices.length === 0) {
    return 'No slices yet. "farmer nodes" shows the nodes, "farmer check --record" adds this machine.';
  }
  return renderTable(
    style,
    ['Slice', right('Count'), right('A month'), right('Floor'), right('Band'), right('Net a month'), 'Status'],
    slices.map((slice) => [
      slice.id,
      String(slice.count),
      `${numberText(slice.priceMonth, 'en', UNIT_PRICE)} ${slice.currency}${slice.isSuggested ? style.quiet(' suggested') : ''}`,
      renderFloor(slice),
      slice.band === null
        ? 'not known'
        : betweenText(boundText(slice.band.min, 'ceil'), boundText(slice.band.max, 'floor')),
      renderNet(slice),
      renderStanding(style, slice),
    ]),
  );
}

async function show(session: CliSession, nodeId: number | null): Promise<void> {
  await ensureFarmNode(session);
  const prices = await session.calls.slices.prices.list({ nodeId });
  const { slices, skipped } = prices;
  session.print(toSnakeCase({ ...prices, slices: slices.map(withSetAt) }, JSON_NAMES), () =>
    [
      renderSlices(session.style, slices),
      ...skipped.map((entry) => session.style.warning(`${entry.nodeName}: ${entry.because}`)),
    ].join('\n'),
  );
}

async function set(session: CliSession, options: SetOptions): Promise<void> {
  await ensureFarmNode(session);
  const slice = await session.calls.slices.prices.set({
    sliceId: options.slice,
    priceMonth: options.month,
    currency: options.currency,
    isForced: options.force,
    reason: options.reason ?? null,
  });
  session.print(toSnakeCase({ slices: [withSetAt(slice)] }, JSON_NAMES), () => renderSlices(session.style, [slice]));
}

async function undo(session: CliSession, sliceId: string): Promise<void> {
  const slice = await session.calls.slices.prices.undo({ sliceId });
  session.print(toSnakeCase({ slices: [withSetAt(slice)] }, JSON_NAMES), () => renderSlices(session.style, [slice]));
}

function formatPrice(price: PriceChange['to']): string {
  return price === null ? 'suggested' : `${price.priceMonth} ${price.currency}`;
}

async function history(session: CliSession, sliceId: string | null): Promise<void> {
  const { changes } = await session.calls.slices.prices.history({ sliceId });
  const json = changes.map((change) => ({ ...change, at: formatMs(change.atMs) }));
  session.print(toSnakeCase({ changes: json }, JSON_NAMES), () =>
    changes.length === 0
      ? 'No price was set yet.'
      : renderTable(
          session.style,
          ['When', 'Slice', right('From'), right('To'), 'By', 'Why'],
          changes.map((change) => [
            formatMs(change.atMs),
            change.sliceId,
            formatPrice(change.from),
            `${formatPrice(change.to)}${change.kind === 'undo' ? ' (undo)' : ''}`,
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
    .option(...nodeOption('one node'))
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
    .description('undo the last price of a slice')
    .requiredOption('--slice <id>', 'a slice of "price show"')
    .action((options: { readonly slice: string }) => undo(session, options.slice));
}
