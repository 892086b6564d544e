import { type FarmNode, NODE_DEFAULTS } from '#shared/contract/nodes/nodes.ts';
import { withGridFacts } from '#main/app/nodes/node-import.ts';
import type { StoredReceipt } from '#main/store/uptime/receipt-store.ts';
import type { Stores } from '#main/store/stores.ts';
import { type Decimal, fromTftUnits } from '#shared/decimal.ts';
import { paidByReceipt } from '#shared/domain/uptime/receipts.ts';
import {
  type KnownReceipt,
  periodIndexOf,
  readReceipt,
  type RetryReceipt,
} from '#shared/domain/uptime/receipt-reading.ts';
import {
  countedFixups,
  isCounted,
  type KnownFixup,
  type KnownMinting,
  rankReceipts,
  type StandingReceipt,
} from '#shared/domain/uptime/receipt-standing.ts';
import { type NodeTerms, termsOfReceipts } from '#shared/domain/uptime/receipt-terms.ts';

/** Stored receipts by kind. Receipts that can no longer be read are left out. */
export interface ReceiptsByKind {
  readonly mintings: readonly KnownMinting[];
  readonly fixups: readonly KnownFixup[];
  readonly retries: readonly KnownReceipt<RetryReceipt>[];
}

export function parseStoredReceipts(stored: readonly StoredReceipt[]): ReceiptsByKind {
  const mintings: KnownMinting[] = [];
  const fixups: KnownFixup[] = [];
  const retries: KnownReceipt<RetryReceipt>[] = [];
  for (const { kind, contentJson, ...about } of stored) {
    const reading = readReceipt(JSON.parse(contentJson), kind);
    const known = { ...about, contentJson };
    if (reading.ok && reading.kind === 'minting') mintings.push({ ...reading.receipt, ...known });
    if (reading.ok && reading.kind === 'fixup') fixups.push({ ...reading.receipt, ...known });
    if (reading.ok && reading.kind === 'retry') retries.push({ ...reading.receipt, ...known });
  }
  return { mintings, fixups, retries };
}

/** All receipts of a node with their standing, the latest period first. */
export function rankedReceipts(stores: Stores, nodeId: number): readonly StandingReceipt[] {
  const { mintings, fixups } = parseStoredReceipts(stores.receipts.list(nodeId));
  return rankReceipts(mintings, fixups);
}

/** The payment of a node for a period: by the receipt in effect, or by a correction whose receipt is missing. */
export interface Payment {
  readonly periodIndex: number;
  /** Null for a correction, which contains no uptime. */
  readonly permille: number | null;
  readonly musd: number;
  readonly tft: Decimal;
  readonly importedAtMs: number;
  readonly by: { readonly receipt: StandingReceipt } | { readonly fixup: KnownFixup };
}

function paymentByReceipt(standing: StandingReceipt): Payment {
  const { receipt } = standing;
  const { importedAtMs } = receipt;
  return { periodIndex: periodIndexOf(receipt), ...paidByReceipt(receipt), importedAtMs, by: { receipt: standing } };
}

function paymentByFixup(fixup: KnownFixup): Payment {
  const { musd, tftUnits } = fixup.correctReward;
  const paid = { permille: null, musd: Number(musd), tft: fromTftUnits(tftUnits) };
  return { periodIndex: periodIndexOf(fixup), ...paid, importedAtMs: fixup.importedAtMs, by: { fixup } };
}

function latestPayment(stored: readonly StoredReceipt[]): Payment | undefined {
  const { mintings, fixups } = parseStoredReceipts(stored);
  const ranked = rankReceipts(mintings, fixups);
  const counted = ranked.filter(({ standing }) => isCounted(standing)).map(paymentByReceipt);
  const payments = [...counted, ...countedFixups(ranked, fixups).map(paymentByFixup)];
  return payments.toSorted((a, b) => b.periodIndex - a.periodIndex)[0];
}

/** The payment for the latest period of each node that has receipts. */
export function latestPayments(stores: Stores, nodeIds: readonly number[]): ReadonlyMap<number, Payment> {
  const ofNode = Map.groupBy(stores.receipts.listOf(nodeIds), ({ nodeId }) => nodeId);
  return new Map(
    nodeIds.flatMap((id) => {
      const latest = latestPayment(ofNode.get(id) ?? []);
      return latest === undefined ? [] : [[id, latest] as const];
    }),
  );
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The fields of a node that receipts can set. */
function writable(node: FarmNode): NodeTerms {
  const { certification, farmingPolicyId, connectionPriceMusd, resources, grid } = node;
  const { farmId: gridFarmId, twinId: gridTwinId } = grid;
  return { certification, farmingPolicyId, connectionPriceMusd, resources, gridFarmId, gridTwinId };
}

const DEFAULTS: NodeTerms = {
  certification: NODE_DEFAULTS.certification,
  farmingPolicyId: NODE_DEFAULTS.farmingPolicyId,
  connectionPriceMusd: NODE_DEFAULTS.connectionPriceMusd,
  resources: null,
  gridFarmId: null,
  gridTwinId: null,
};

/**
 * Sets the fields of a node from its receipts, unless a service of the grid lists the node. A field is left alone when
 * the farmer has changed it: its value is neither the one that receipts set before nor the default. Nodes that the
 * farmer added manually are left alone as a whole.
 */
export function applyReceiptTerms(stores: Stores, nodeId: number, nowMs: number): void {
  const node = stores.nodes.get(nodeId);
  if (node === undefined || node.importSource === null) {
    return;
  }
  const found = termsOfReceipts(rankedReceipts(stores, nodeId));
  const written = stores.receipts.termsOf(nodeId);
  const current = writable(node);
  const take = <K extends keyof NodeTerms>(field: K): NodeTerms[K] => {
    const isUntouched = isSame(current[field], DEFAULTS[field]) || isSame(current[field], written?.[field]);
    return isUntouched ? (found[field] ?? DEFAULTS[field]) : current[field];
  };
  stores.nodes.save(
    withGridFacts(stores, {
      ...node,
      certification: take('certification') ?? node.certification,
      farmingPolicyId: take('farmingPolicyId') ?? node.farmingPolicyId,
      connectionPriceMusd: take('connectionPriceMusd') ?? node.connectionPriceMusd,
      resources: take('resources'),
      grid: { ...node.grid, farmId: take('gridFarmId'), twinId: take('gridTwinId') },
    }),
    nowMs,
  );
  stores.receipts.saveTerms(nodeId, found);
}
