import { importReceipts } from '#main/app/uptime/receipt-import.ts';
import { paymentsRequestKey, receiptsRequestKey } from '#main/app/uptime/payouts.ts';
import { periodAt } from '#shared/domain/uptime/periods.ts';
import type { Horizon } from '#main/grid/horizon.ts';
import type { ReceiptsService } from '#main/grid/receipts.ts';
import type { StoredReceipt } from '#main/store/uptime/receipt-store.ts';
import { message } from '#shared/message.ts';
import type { SyncRun } from './sync-run.ts';

const DAY_MS = 86_400_000;
/** Known receipts are checked less often, because only a correction may follow. */
const WEEK_MS = 7 * DAY_MS;
/** The answers for this many nodes are stored in one transaction. */
const NODES_PER_TRANSACTION = 20;
/** The background requests receipts for this many nodes at a time, or for a fixed fraction of a large farm. */
const MIN_IN_BACKGROUND = 6;
const SHARE_IN_BACKGROUND = 16;
/** No more pages of payments than this are read at once. */
const MAX_PAGES = 100;

/** Whether a request is due again. */
function isDue({ stores, nowMs, isFresh }: SyncRun, question: string, intervalMs: () => number): boolean {
  const asked = stores.grid.lastAsked(question);
  return isFresh || asked === undefined || nowMs() - asked.askedAtMs >= intervalMs();
}

function hasReceiptOf(receipts: readonly StoredReceipt[], periodIndex: number): boolean {
  return receipts.some((receipt) => receipt.periodIndex === periodIndex);
}

/** A followed node, with the key under which its request for receipts is remembered. */
interface ReceiptRequest {
  readonly gridNodeId: number;
  readonly question: string;
}

interface ReceiptAnswer extends ReceiptRequest {
  /** JSON; null when the service has no receipts for the node. */
  readonly text: string | null;
}

/** The nodes whose receipts are due. */
function dueReceipts(run: SyncRun): readonly ReceiptRequest[] {
  const endedPeriod = periodAt(run.nowMs() / 1000).index - 1;
  return run.stores.grid.followed().flatMap(({ nodeId, gridNodeId }) => {
    const question = receiptsRequestKey(gridNodeId);
    const intervalMs = () => (hasReceiptOf(run.stores.receipts.list(nodeId), endedPeriod) ? WEEK_MS : DAY_MS);
    return isDue(run, question, intervalMs) ? [{ gridNodeId, question }] : [];
  });
}

/**
 * Stores the answers for some nodes.
 * @returns the number of new receipts
 */
function storeReceipts({ stores, nowMs, note }: SyncRun, importId: number, answers: readonly ReceiptAnswer[]): number {
  return stores.transaction(() => {
    let added = 0;
    for (const { gridNodeId, question, text } of answers) {
      stores.grid.noteAsked(question, nowMs(), null);
      if (text === null) continue;
      const { imported, fixups, retries, rejectedCount } = importReceipts(stores, text, '', nowMs(), importId);
      added += imported + fixups + retries;
      if (rejectedCount > 0) {
        const problem = message('grid:core.badReceipts', { count: rejectedCount, node: gridNodeId });
        note({ source: 'receipts', code: 'BAD_ROWS', message: problem });
      }
    }
    return added;
  });
}

/**
 * Imports the receipts of every node that is due.
 * @returns the number of new receipts
 */
export async function syncReceipts(run: SyncRun, service: ReceiptsService, importId: number): Promise<number> {
  const all = dueReceipts(run);
  const share = Math.max(MIN_IN_BACKGROUND, Math.ceil(run.stores.grid.followed().length / SHARE_IN_BACKGROUND));
  const due = run.isBackground ? all.slice(0, share) : all;
  let added = 0;
  let answers: ReceiptAnswer[] = [];
  try {
    for (const [index, asked] of due.entries()) {
      run.signal?.throwIfAborted();
      answers.push({ ...asked, text: await service.ofNode(asked.gridNodeId) });
      if (answers.length === NODES_PER_TRANSACTION) {
        added += storeReceipts(run, importId, answers);
        answers = [];
      }
      run.progress({ part: 'receipts', share: (index + 1) / due.length, events: 0 });
    }
  } finally {
    if (answers.length > 0) added += storeReceipts(run, importId, answers);
  }
  return added;
}

/** The accounts that receive payouts: those of the farms, and those on receipts. */
function accountsOf({ stores }: SyncRun): readonly string[] {
  const farms = stores.grid.farms().flatMap(({ stellarAddress }) => stellarAddress ?? []);
  const receipts = stores.grid.followed().flatMap(({ nodeId }) => stores.receipts.list(nodeId));
  const named = receipts.map(({ contentJson }) => /"stellar_payout_address":"(G[A-Z2-7]{55})"/.exec(contentJson)?.[1]);
  return [...new Set([...farms, ...named.flatMap((address) => address ?? [])])].toSorted();
}

/** Reads the payments of an account back to the known ones, and stores them at once, so that there are no gaps. */
async function syncAccount(run: SyncRun, horizon: Horizon, account: string): Promise<number> {
  const { stores, nowMs } = run;
  const question = paymentsRequestKey(account);
  if (!isDue(run, question, () => DAY_MS)) {
    return 0;
  }
  const newest = stores.grid.lastAsked(question)?.answer ?? null;
  const seen = new Set<string>();
  const pages: Awaited<ReturnType<Horizon['payments']>>[] = [];
  for (let cursor: string | null = null; pages.length < MAX_PAGES; ) {
    run.signal?.throwIfAborted();
    const page = await horizon.payments(account, cursor);
    pages.push(page);
    const last = page.tokens.at(-1);
    const isKnown = last === undefined || seen.has(last) || (newest !== null && page.tokens.includes(newest));
    if (isKnown || page.size < horizon.pageSize) break;
    for (const token of page.tokens) seen.add(token);
    cursor = last;
  }
  return stores.transaction(() => {
    const payouts = pages.flatMap((page) => page.payouts);
    stores.grid.noteAsked(question, nowMs(), pages[0]?.tokens[0] ?? newest);
    return payouts.filter((payout) => stores.payouts.add(payout)).length;
  });
}

/**
 * Imports the payouts to all accounts.
 * @returns the number of new payouts
 */
export async function syncPayouts(run: SyncRun, horizon: Horizon): Promise<number> {
  const accounts = accountsOf(run);
  let added = 0;
  for (const [index, account] of accounts.entries()) {
    added += await syncAccount(run, horizon, account);
    run.progress({ part: 'payments', share: (index + 1) / accounts.length, events: 0 });
  }
  return added;
}
