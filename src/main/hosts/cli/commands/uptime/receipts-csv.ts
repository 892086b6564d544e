import type { ReceiptList } from '#shared/contract/uptime/receipts.ts';
import { monthOfEnd } from '#shared/domain/uptime/receipt-totals.ts';
import { type CsvCell, writeCsv } from '#main/app/csv-rows.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';

type Row = Readonly<Record<string, CsvCell>>;
type Total = ReceiptList['totals']['all'];
type Placed = Pick<ReceiptList['retries'][number], 'node' | 'period'>;

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

function placeOf({ node, period }: Placed): Row {
  return {
    month: monthOfEnd(period.endS),
    period: period.index,
    period_start: isoUtc(period.startS),
    period_end: isoUtc(period.endS),
    node: node?.id ?? null,
    node_name: node?.name ?? null,
    node_removed: node?.isRemoved ?? null,
  };
}

/** When and how a receipt was paid, as Stellar records it. */
function payoutOf({ payoutState, payout }: Pick<ReceiptList['retries'][number], 'payout' | 'payoutState'>): Row {
  return {
    payout_state: payoutState,
    paid_at: payout === null ? null : isoUtc(payout.atS),
    paid_tft: payout?.tft ?? null,
    transaction: payout?.transaction ?? null,
  };
}

function receiptRow(receipt: ReceiptList['receipts'][number]): Row {
  const { cu, su, nu, ip, permille, standing, certification, hash, verification } = receipt;
  return {
    ...placeOf(receipt),
    kind: 'minting',
    counted: receipt.isCounted,
    standing,
    grid_node_id: receipt.gridNodeId,
    grid_farm_id: receipt.gridFarmId,
    policy_id: receipt.policyId,
    certification,
    measured_uptime_seconds: receipt.measuredUptimeS,
    permille,
    cu,
    su,
    nu,
    ip,
    reward_musd: receipt.musd,
    reward_tft: receipt.tft,
    connection_price_musd: receipt.connectionPriceMusd,
    own_tft_low: receipt.ownTft?.low ?? null,
    own_tft_high: receipt.ownTft?.high ?? null,
    tft_difference: receipt.tftDifference,
    causes: receipt.causes.join(' '),
    as_if_minted: receipt.isAsIfMinted,
    payout_address: receipt.payoutAddress,
    ...payoutOf(receipt),
    hash,
    verification,
  };
}

/** Every receipt, correction and payment sent again in a line of its own; those with `counted` add up to the totals. */
export function receiptsCsv({ receipts, fixups, retries }: ReceiptList): { text: string; rows: number } {
  const rows = [
    ...receipts.map(receiptRow),
    ...fixups.map(({ correct, ...fixup }) => ({
      ...placeOf(fixup),
      kind: 'fixup',
      counted: fixup.isCounted,
      grid_node_id: fixup.gridNodeId,
      grid_farm_id: fixup.gridFarmId,
      reward_musd: correct.musd,
      reward_tft: correct.tft,
      as_if_minted: fixup.isAsIfMinted,
      payout_address: fixup.payoutAddress,
      ...payoutOf(fixup),
      hash: fixup.hash,
    })),
    ...retries.map((retry) => ({
      ...placeOf(retry),
      kind: 'retry',
      counted: false,
      reward_musd: retry.musd,
      reward_tft: retry.tft,
      payout_address: retry.payoutAddress,
      ...payoutOf(retry),
      hash: retry.hash,
    })),
  ];
  return tableOf(RECEIPT_COLUMNS, rows);
}

/** The totals by month or year, a line each. */
export function totalsCsv(by: 'month' | 'year', totals: readonly Total[]): { text: string; rows: number } {
  const rows = totals.map((total) => ({
    [by]: total.span,
    nodes: total.nodes,
    receipts: total.receipts,
    cu: total.cu,
    su: total.su,
    nu: total.nu,
    ip: total.ip,
    reward_musd: total.musd,
    reward_tft: total.tft,
    own_tft_low: total.ownTft?.low ?? null,
    own_tft_high: total.ownTft?.high ?? null,
    own_missing: total.ownMissing,
    units_missing: total.unitsMissing,
    ip_missing: total.ipMissing,
    as_if_minted: total.isAsIfMinted,
  }));
  return tableOf([by, ...TOTAL_COLUMNS], rows);
}

function tableOf(columns: readonly string[], rows: readonly Row[]) {
  const cells = rows.map((row) => columns.map((column) => row[column] ?? null));
  return { text: writeCsv(columns, cells), rows: rows.length };
}
