import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { query, wholeNumber } from '#shared/contract/base.ts';
import { TOPICS } from './topics.ts';

/** Which host carries the calls. */
export const hostKind = z.enum(['desktop', 'web', 'cli']);
/** Which host carries the calls. */
export type HostKind = z.infer<typeof hostKind>;

const plannedErrorSchema = z.object({ code: z.string(), message: z.string(), hint: z.string() });

/** About the running program. It answers even when the database cannot be opened. */
const appInfoSchema = z.object({
  version: z.string(),
  host: hostKind,
  nodeVersion: z.string(),
  platform: z.string(),
  dataDirectory: z.string(),
  database: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('ready'),
      sizeBytes: wholeNumber,
      schemaVersion: wholeNumber,
      unreadable: z.array(z.string()).readonly().describe('Where rows were left out so far'),
    }),
    z.object({ state: z.literal('unusable'), error: plannedErrorSchema }),
  ]),
});

/** Calls about the app itself. */
export const appContract = {
  getInfo: query('Version, place of the data, size of the database').output(appInfoSchema),
  watchChanges: query('A stream of the areas whose answers may differ now').output(
    eventIterator(z.object({ topic: z.enum(TOPICS) })),
  ),
};
