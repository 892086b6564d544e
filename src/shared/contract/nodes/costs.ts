import { z } from 'zod';
import { command, messageSchema, query, wholeNumber } from '#shared/contract/base.ts';
import { nodeId } from './nodes.ts';

const MAX_COSTS_CHARACTERS = 16_000_000;

/** Calls about the table of what nodes draw and cost. */
export const costsContract = {
  export: query('What was entered of nodes, one a row, as CSV: edited elsewhere, it can be imported again')
    .input(z.object({ ids: z.array(nodeId).max(100_000).readonly().nullable().default(null) }).default({ ids: null }))
    .output(z.object({ csv: z.string(), rows: wholeNumber })),
  import: command('Take such a table: a row changes its node or adds one, a bad one is named and the others are taken')
    .input(z.object({ csv: z.string().min(1).max(MAX_COSTS_CHARACTERS) }))
    .output(
      z.object({
        added: z.array(nodeId).describe('Nodes that were not here'),
        updated: z.array(nodeId).describe('Nodes of which something changed'),
        unchanged: wholeNumber,
        rejected: z.array(z.object({ line: wholeNumber, reason: messageSchema })).readonly(),
      }),
    ),
};
