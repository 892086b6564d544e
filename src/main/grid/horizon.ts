import { z } from 'zod';
import { readAnswer, usdPrice } from './json-answer.ts';
import { GridProblem } from './problem.ts';
import type { SourceAnswer, AnswerLimits, Source } from './source.ts';

/** Limits for answers of Horizon. */
export const HORIZON_LIMITS: AnswerLimits = { maxBytes: 2_097_152, timeoutMs: 10_000 };

/** The Stellar account that issues TFT. Source: docs/grid.md#payments */
export const TFT_ISSUER = 'GBOVQKJYHXRR3DX6NOX2RRYFRCUMSADGDESTDNBDS6CDVLGVESRTAC47';

/** A payout: TFT sent by its issuer, with the hash of a receipt as its memo. */
export interface Payout {
  readonly operationId: string;
  readonly transactionHash: string;
  readonly account: string;
  readonly atS: number;
  readonly tftUnits: number;
  readonly receiptHash: string;
}

/** Payments of an account, the latest first. */
export interface PayoutPage {
  readonly payouts: readonly Payout[];
  /** The number of payments of any kind on the page. */
  readonly size: number;
  /** The paging token of each payment, the latest first. */
  readonly tokens: readonly string[];
}

/** Horizon, the public API of the Stellar network. */
export interface Horizon {
  readonly source: Source;
  /** The number of payments on every page but the last. */
  readonly pageSize: number;
  /** The cheapest price in USDC of this amount of TFT on Stellar's exchange; null when there is no offer. */
  readonly costOfTft: (tft: number) => Promise<string | null>;
  /** @param cursor the paging token after which the page starts; null for the latest payments */
  readonly payments: (account: string, cursor: string | null) => Promise<PayoutPage>;
}

/** USDC of Circle on Stellar. */
const USDC = 'USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN';

const PAGE_SIZE = 200;

const token = z.string().regex(/^\d{1,20}(?:-\d{1,10})?$/);
const anyPayment = z.object({ paging_token: token });

/** An amount with seven decimals, in units of 1e-7. */
const amount = z
  .string()
  .regex(/^\d{1,9}(?:\.\d{1,7})?$/)
  .transform((text) => {
    const [whole = '0', part = ''] = text.split('.');
    return Number(whole + part.padEnd(7, '0'));
  })
  .pipe(z.number().int().max(Number.MAX_SAFE_INTEGER));

/** A memo of 32 bytes. */
const memoHash = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/)
  .transform((text) => Buffer.from(text, 'base64').toString('hex'));

const account = z.string().regex(/^G[A-Z2-7]{55}$/);

// SECURITY: anyone can send any asset with any memo, so only a successful payment by the issuer counts as a payout.
const payoutSchema = z
  .object({
    id: z.string().regex(/^\d{1,20}$/),
    type: z.literal('payment'),
    transaction_successful: z.literal(true).optional(),
    from: z.literal(TFT_ISSUER),
    to: account,
    asset_code: z.literal('TFT'),
    asset_issuer: z.literal(TFT_ISSUER),
    amount,
    created_at: z.iso.datetime(),
    transaction_hash: z.string().regex(/^[0-9a-f]{64}$/),
    transaction: z.object({
      memo_type: z.literal('hash'),
      memo: memoHash,
      successful: z.literal(true).optional(),
    }),
  })
  .transform(
    (found): Payout => ({
      operationId: found.id,
      transactionHash: found.transaction_hash,
      account: found.to,
      atS: Math.floor(Date.parse(found.created_at) / 1000),
      tftUnits: found.amount,
      receiptHash: found.transaction.memo,
    }),
  );

const pathsSchema = z.object({
  _embedded: z.object({
    records: z.array(z.object({ source_asset_code: z.literal('USDC'), source_amount: usdPrice })),
  }),
});

const pageSchema = z.object({ _embedded: z.object({ records: z.array(z.unknown()) }) });

function readPage({ document, host }: SourceAnswer, to: string): PayoutPage {
  const { records } = readAnswer(pageSchema, document, host)._embedded;
  const known = records.flatMap((record) => {
    const read = anyPayment.safeParse(record);
    return read.success ? [read.data] : [];
  });
  const payouts = records.flatMap((record) => {
    const read = payoutSchema.safeParse(record);
    return read.success && read.data.account === to ? [read.data] : [];
  });
  return {
    payouts,
    size: records.length,
    tokens: known.map(({ paging_token: found }) => found),
  };
}

export function createHorizon(source: Source): Horizon {
  return {
    source,
    pageSize: PAGE_SIZE,
    costOfTft: (tft) => {
      const wanted = `destination_asset_type=credit_alphanum4&destination_asset_code=TFT&destination_asset_issuer=${TFT_ISSUER}`;
      const path = `/paths/strict-receive?source_assets=${USDC}&${wanted}&destination_amount=${tft}`;
      return source.request({ path }, ({ document, host }) => {
        const { records } = readAnswer(pathsSchema, document, host)._embedded;
        const [cheapest] = records.map((record) => record.source_amount).sort((a, b) => Number(a) - Number(b));
        return cheapest ?? null;
      });
    },
    payments: async (address, cursor) => {
      const from = cursor === null ? '' : `&cursor=${cursor}`;
      const path = `/accounts/${address}/payments?join=transactions&order=desc&limit=${PAGE_SIZE}${from}`;
      try {
        return await source.request({ path }, (answer) => readPage(answer, address));
      } catch (error) {
        // Horizon answers 404 for an account that never received a payment.
        if (error instanceof GridProblem && error.kind === 'not-found') {
          return { payouts: [], size: 0, tokens: [] };
        }
        throw error;
      }
    },
  };
}
