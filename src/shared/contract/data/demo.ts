import { z } from 'zod';
import { command, query, wholeNumber } from '#shared/contract/base.ts';

/** Whether demo data is there, and how many nodes it has. */
const demoStateSchema = z.object({ isPresent: z.boolean(), nodeCount: wholeNumber });

/** Calls about the demo data: it is marked, never counted with real data, and goes without a trace. */
export const demoContract = {
  getState: query('Whether demo data is there').output(demoStateSchema),
  fill: command('Add a small farm with a history to look around in; does nothing when it is there').output(
    demoStateSchema,
  ),
  remove: command('Remove all demo data and nothing else').output(demoStateSchema),
};
