import { z } from 'zod';
import { command, query, unixMs, wholeNumber } from '#shared/contract/base.ts';

/** What an import brings: nodes, uptime events, minting receipts, or a farmerbot's configuration. */
export const importKind = z.enum(['nodes', 'uptime', 'receipts', 'farmerbot']);

/** One of {@link importKind}. */
export type ImportKind = z.infer<typeof importKind>;

const importSchema = z.object({
  id: wholeNumber,
  atMs: unixMs,
  kind: importKind,
  file: z.string().describe('As it was named; empty for pasted text'),
  rowCount: wholeNumber.describe('Rows that were new'),
});

/** An import that brought something. */
export type Import = z.infer<typeof importSchema>;

/** Calls about imports. */
export const importsContract = {
  list: query('Every import that brought something, latest first').output(
    z.object({ imports: z.array(importSchema).readonly() }),
  ),
  undo: command('Take away what an import brought, and no other import brought too')
    .input(z.object({ id: wholeNumber }))
    .output(z.object({ rowCount: wholeNumber.describe('Rows that went') })),
};
