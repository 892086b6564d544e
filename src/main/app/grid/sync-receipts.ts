import { importReceipts } from '#main/app/uptime/receipt-import.ts';
import { paymentsQuestion } from '#main/app/uptime/payouts.ts';
import { periodAt } from '#shared/domain/uptime/periods.ts';
import type { Horizon } from '#main/grid/horizon.ts';
import type { StoredReceipt } from '#main/store/uptime/receipt-store.ts';
import { message } from '#shared/message.ts';
import type { SyncRun } from './asking.ts';

const DAY_MS = 86_400_000;
/** Receipts that are there come seldom: a correction may follow. */
const WEEK_MS = 7 * DAY_MS;
/** More pages of payments than this are not read at once. */
const MOST_PAGES = 100;

/** Whether a question is due again. */
function isDue({ stores, nowMs, isFresh }: SyncRun, question: string, intervalMs: number): boolean {
  const asked = stores.grid.lastAsked(question);
  return isFresh || asked === undefined || nowMs() - asked.askedAtMs >= intervalMs;
}

function hasReceiptOf(receipts: readonly StoredReceipt[], periodIndex: number): boolean {
  return receipts.some((receipt) => receipt.periodIndex === periodIndex);
}

/** Asks for the receipts of one node where they are due. @returns how many were new */
async function syncNodeReceipts(run: SyncRun, importId: number, nodeId: number, gridNodeId: number): Promise<number> {
  const { stores, services, nowMs } = run;
  const question = `receipts of node ${gridNodeId}`;
  const endedPeriod = periodAt(nowMs() / 1000).index - 1;
  const intervalMs = hasReceiptOf(stores.receipts.list(nodeId), endedPeriod) ? WEEK_MS : DAY_MS;
  if (services.receipts === null || !isDue(run, question, intervalMs)) {
    return 0;
  }
  run.signal?.throwIfAborted();
  const text = (await services.receipts.ofNode(gridNodeId)) ?? '[]';
  return stores.transaction(() => {
    const { imported, fixups, retries, rejectedCount } = importReceipts(stores, text, '', nowMs(), importId);
    if (rejectedCount > 0) {
      const problem = message('grid:core.badReceipts', { count: rejectedCount, node: gridNodeId });
      run.note({ source: 'receipts', code: 'BAD_ROWS', message: problem });
    }
    stores.grid.noteAsked(question, nowMs(), null);
    return imported + fixups + retries;
  });
}

/** Brings in the receipts of every node that is followed. @returns how many were new */
export async function syncReceipts(run: SyncRun, importId: number): Promise<number> {
  const followed = run.stores.grid.followed();
  let added = 0;
  for (const [index, { nodeId, gridNodeId }] of followed.entries()) {
    added += await syncNodeReceipts(run, importId, nodeId, gridNodeId);
    run.progress({ part: 'receipts', share: (index + 1) / followed.length, events: 0 });
  }
  return added;
}

/** The accounts that are paid: those of the farms, and those on receipts. */
function accountsOf({ stores }: SyncRun): readonly string[] {
  const farms = stores.grid.farms().flatMap(({ stellarAddress }) => stellarAddress ?? []);
  const receipts = stores.grid.followed().flatMap(({ nodeId }) => stores.receipts.list(nodeId));
  const named = receipts.map(({ contentJson }) => /"stellar_payout_address":"(G[A-Z2-7]{55})"/.exec(contentJson)?.[1]);
  return [...new Set([...farms, ...named.flatMap((address) => address ?? [])])].toSorted();
}

/** Reads the payments of an account back to those that are known, and keeps them all at once: nothing is left out. */
async function syncAccount(run: SyncRun, horizon: Horizon, account: string): Promise<number> {
  const { stores, nowMs } = run;
  const question = paymentsQuestion(account);
  if (!isDue(run, question, DAY_MS)) {
    return 0;
  }
  const newest = stores.grid.lastAsked(question)?.answer ?? null;
  const seen = new Set<string>();
  const pages: Awaited<ReturnType<Horizon['payments']>>[] = [];
  for (let cursor: string | null = null; pages.length < MOST_PAGES; ) {
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

/** Brings in the payouts of every account that is paid. @returns how many were new */
export async function syncPayouts(run: SyncRun, horizon: Horizon): Promise<number> {
  const accounts = accountsOf(run);
  let added = 0;
  for (const [index, account] of accounts.entries()) {
    added += await syncAccount(run, horizon, account);
    run.progress({ part: 'payments', share: (index + 1) / accounts.length, events: 0 });
  }
  return added;
}
