import { createHash } from 'node:crypto';
import { type FarmNode, NODE_DEFAULTS } from '#shared/contract/nodes/nodes.ts';
import type { Stores } from '#main/store/stores.ts';
import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { periodAt } from '#shared/domain/uptime/periods.ts';
import { type MintingReceipt, paidPriceMusd, readReceipt } from '#shared/domain/uptime/receipts.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import { MAX_CONNECTION_PRICE_MUSD } from '#shared/domain/earnings/reward-terms.ts';
import { GIB_BYTES } from '#shared/units.ts';

const HINT = message('uptime:core.giveReceipts');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    const line = text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length;
    throw invalidInput(message('uptime:core.receiptsJsonNotWhole', { line }), HINT, { line });
  }
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The receipts in a text. @throws FarmerError INVALID_INPUT when it holds none */
function receiptsIn(text: string): readonly unknown[] {
  const content = parse(text);
  if (Array.isArray(content)) {
    return content;
  }
  if (!isFields(content)) {
    throw invalidInput(message('uptime:core.noReceipts'), HINT);
  }
  const list = content['receipts'];
  return Array.isArray(list) ? list : [content];
}

function amount(units: Readonly<Record<string, unknown>>, name: string, factor: number): number {
  const value = units[name];
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
    ? new Decimal(value).times(factor).floor().toNumber()
    : 0;
}

/** What the receipt says the node has; memory and disks are in GiB there. */
function resourcesOf(content: unknown): Resources | null {
  const units = isFields(content) ? content['resource_units'] : null;
  if (!isFields(units)) {
    return null;
  }
  return {
    cru: amount(units, 'cru', 1),
    mruBytes: amount(units, 'mru', GIB_BYTES),
    sruBytes: amount(units, 'sru', GIB_BYTES),
    hruBytes: amount(units, 'hru', GIB_BYTES),
  };
}

function nodeFor(stores: Stores, receipt: MintingReceipt, content: unknown, nowMs: number): FarmNode {
  return (
    stores.nodes.byGridNode(receipt.gridNodeId) ??
    stores.nodes.add(
      {
        ...NODE_DEFAULTS,
        kind: 'imported',
        name: `Node ${receipt.gridNodeId}`,
        certification: receipt.certification,
        connectionPriceMusd: Math.min(MAX_CONNECTION_PRICE_MUSD, Math.max(1, paidPriceMusd(receipt))),
        resources: resourcesOf(content),
        isVirtual: null,
        grid: { nodeId: receipt.gridNodeId, farmId: receipt.gridFarmId || null, twinId: null },
        importSource: 'receipt',
        isDemo: false,
      },
      nowMs,
    )
  );
}

function store(stores: Stores, content: unknown, receipt: MintingReceipt, nowMs: number): boolean {
  const contentJson = JSON.stringify(content);
  return stores.receipts.add({
    nodeId: nodeFor(stores, receipt, content, nowMs).id,
    periodStartS: receipt.periodStartS,
    periodIndex: periodAt((receipt.periodStartS + receipt.periodEndS) / 2).index,
    measuredUptimeS: receipt.measuredUptimeS,
    rewardMusd: receipt.rewardMusd,
    rewardTftUnits: receipt.rewardTftUnits,
    contentSha256: createHash('sha256').update(contentJson).digest('hex'),
    contentJson,
    importedAtMs: nowMs,
  });
}

/**
 * Imports receipts in one transaction: bad ones are named by their place in the list, good ones kept, known ones left.
 * A receipt of a node that is not here brings the node with it.
 * @throws FarmerError INVALID_INPUT for a text that is no JSON or holds no receipts
 */
export function importReceipts(stores: Stores, text: string, nowMs: number) {
  const rejected: { line: number; reason: Message }[] = [];
  let imported = 0;
  let duplicates = 0;
  stores.transaction(() => {
    receiptsIn(text).forEach((content, index) => {
      const reading = readReceipt(content);
      if (!reading.ok) {
        rejected.push({
          line: index + 1,
          reason: message('uptime:core.fieldReason', { field: reading.fault.field, reason: reading.fault.reason }),
        });
      } else if (store(stores, content, reading.receipt, nowMs)) {
        imported += 1;
      } else {
        duplicates += 1;
      }
    });
  });
  return { imported, duplicates, rejectedCount: rejected.length, rejected: rejected.slice(0, 1000) };
}
