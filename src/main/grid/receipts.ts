import { z } from 'zod';
import { readAnswer } from './json-answer.ts';
import { GridProblem } from './problem.ts';
import type { AnswerLimits, Source } from './source.ts';

/** Limits for answers of the receipts service. */
export const RECEIPTS_LIMITS: AnswerLimits = { maxBytes: 2_097_152, timeoutMs: 10_000 };

/** The service that publishes minting receipts. */
export interface ReceiptsService {
  readonly source: Source;
  /** The receipts of a node as JSON text, with their hashes; null when there are none. */
  readonly ofNode: (gridNodeId: number) => Promise<string | null>;
}

export function createReceiptsService(source: Source): ReceiptsService {
  return {
    source,
    ofNode: async (gridNodeId) => {
      try {
        return await source.request({ path: `/node/${gridNodeId}` }, ({ text, document, host }) =>
          readAnswer(z.array(z.unknown()), document, host).length === 0 ? null : text,
        );
      } catch (error) {
        if (error instanceof GridProblem && error.kind === 'not-found') return null;
        throw error;
      }
    },
  };
}
