import type { ReceiptList } from '#shared/contract/uptime/receipts.ts';
import { monthOfEnd } from '#shared/domain/uptime/receipt-totals.ts';
import { type CsvCell, writeCsv } from '#main/app/csv-rows.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';

type Total = ReceiptList['totals']['all'];
type Entry = ReceiptList['receipts' | 'fixups' | 'retries'][number];

/** The columns whose names differ from their fields. */
const NAMES = { musd: 'reward_musd', tft: 'reward_tft' };

const RECEIPT_COLUMNS = [
  'month',
  'period',
  'period_start',
  'period_end',
  'kind',
  'counted',
  'standing',
  'node',
  'node_name',
  'node_removed',
  'grid_node_id',
  'grid_farm_id',
  'policy_id',
  'certification',
  'measured_uptime_seconds',
  'permille',
  'cu',
  'su',
  'nu',
  'ip',
  'reward_musd',
  'reward_tft',
  'connection_price_musd',
  'own_tft_low',
  'own_tft_high',
  'tft_difference',
  'causes',
  'as_if_minted',
  'payout_address',
  'payout_state',
  'paid_at',
  'paid_tft',
  'transaction',
  'hash',
  'verification',
] as const;

const TOTAL_COLUMNS = [
  'nodes',
  'receipts',
  'cu',
  'su',
  'nu',
  'ip',
  'reward_musd',
  'reward_tft',
  'own_tft_low',
  'own_tft_high',
  'own_missing',
  'units_missing',
  'ip_missing',
  'as_if_minted',
] as const;

/** The fields of a receipt, correction or repeated payment, with its period, node and payment. */
function rowOf({ node, period, payout, ...entry }: Entry) {
  return {
    ...entry,
    month: monthOfEnd(period.endS),
    period: period.index,
    periodStart: isoUtc(period.startS),
    periodEnd: isoUtc(period.endS),
    node: node?.id,
    nodeName: node?.name,
    nodeRemoved: node?.isRemoved,
    paidAt: payout && isoUtc(payout.atS),
    paidTft: payout?.tft,
    transaction: payout?.transaction,
  };
}

/** One line per receipt, correction and repeated payment; the lines with `counted` add up to the totals. */
export function receiptsCsv({ receipts, fixups, retries }: ReceiptList): { text: string; rows: number } {
  return tableOf(RECEIPT_COLUMNS, [
    ...receipts.map((receipt) => ({
      ...rowOf(receipt),
      kind: 'minting',
      ownTftLow: receipt.ownTft?.low,
      ownTftHigh: receipt.ownTft?.high,
      causes: receipt.causes.join(' '),
    })),
    ...fixups.map((fixup) => ({ ...rowOf(fixup), kind: 'fixup', ...fixup.correct })),
    ...retries.map((retry) => ({ ...rowOf(retry), kind: 'retry', counted: false })),
  ]);
}

/** The totals by month or year, one line each. */
export function totalsCsv(by: 'month' | 'year', totals: readonly Total[]): { text: string; rows: number } {
  const rows = totals.map(({ span, ownTft, ...total }) => ({
    ...total,
    [by]: span,
    ownTftLow: ownTft?.low,
    ownTftHigh: ownTft?.high,
  }));
  return tableOf([by, ...TOTAL_COLUMNS], rows);
}

function tableOf(columns: readonly string[], entries: readonly object[]) {
  const rows = entries.map((entry) => toSnakeCase(entry, NAMES) as Readonly<Record<string, CsvCell>>);
  const cells = rows.map((row) => columns.map((column) => row[column] ?? null));
  return { text: writeCsv(columns, cells), rows: rows.length };
}
