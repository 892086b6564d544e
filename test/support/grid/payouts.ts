import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TimeWindow } from '#shared/contract/uptime/uptime.ts';
import { FARM_ADDRESS } from './world.ts';

const ISSUER = 'GBOVQKJYHXRR3DX6NOX2RRYFRCUMSADGDESTDNBDS6CDVLGVESRTAC47';
const RECEIPTS = join(import.meta.dirname, '../../fixtures/grid/receipts/node.json');

/** A payment as Horizon lists it. */
export function payment(number: number, memoHex: string, amount: string, from = ISSUER): Record<string, unknown> {
  return {
    id: String(number),
    paging_token: String(number),
    type: 'payment',
    transaction_successful: true,
    source_account: from,
    from,
    to: FARM_ADDRESS,
    asset_type: 'credit_alphanum4',
    asset_code: 'TFT',
    asset_issuer: ISSUER,
    amount,
    created_at: '2025-02-08T12:00:00Z',
    transaction_hash: String(number % 10).repeat(64),
    transaction: { memo_type: 'hash', memo: Buffer.from(memoHex, 'hex').toString('base64') },
  };
}

/**
 * The receipts of a node as the service lists them: aa… over 162.5 TFT, bb… over 282.5 TFT that corrects it, and the
 * correction cc… over the 120 TFT between them.
 */
export function receiptsOfNode(gridNodeId: number, period?: TimeWindow): unknown[] {
  const text = readFileSync(RECEIPTS, 'utf8').replaceAll('"node_id": 1,', `"node_id": ${gridNodeId},`);
  const { startS, endS } = period ?? { startS: 1_735_602_280, endS: 1_738_233_160 };
  return JSON.parse(text.replaceAll('1735602280', String(startS)).replaceAll('1738233160', String(endS))) as unknown[];
}
