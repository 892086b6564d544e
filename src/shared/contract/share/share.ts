import { z } from 'zod';
import { SHARED_AREAS } from '#shared/domain/share/fact-tables.ts';
import { command, messageSchema, query, wholeNumber, typedText } from '#shared/contract/base.ts';

/** Why the shared database cannot be used. */
export const SHARE_PROBLEMS = [
  'unreachable',
  'password',
  'role',
  'tls',
  'no-database',
  'foreign-database',
  'newer-schema',
  'broken-schema',
  'rights',
  'disk-full',
  'clock',
  'network',
  'failed',
] as const;

const problemSchema = z.object({ kind: z.enum(SHARE_PROBLEMS), message: messageSchema, hint: messageSchema });
/** A refusal of the shared database. */
export type ShareProblem = z.infer<typeof problemSchema>;

const milliseconds = z.number().int();
const installationSchema = z.object({ id: z.string(), name: z.string() });
const writtenSchema = z.object({
  area: z.enum(SHARED_AREAS),
  rows: wholeNumber.describe('Sent or taken in so far; a row that changed counts again'),
  lastMs: milliseconds,
});

const statusSchema = z.object({
  state: z.enum(['off', 'connected', 'behind', 'refused']),
  url: z.string().nullable().describe('Without a password'),
  farm: z.string().nullable(),
  installation: installationSchema.nullable(),
  behind: wholeNumber.describe('Rows that wait to be sent'),
  behindSinceMs: milliseconds.nullable(),
  lastSuccessMs: milliseconds.nullable(),
  problem: problemSchema.nullable(),
  tables: z.array(z.string()).readonly().describe('What is shared'),
  installations: z
    .array(installationSchema.extend({ heardAtMs: milliseconds, wrote: z.array(writtenSchema).readonly() }))
    .readonly(),
});
/** How sharing is. */
export type ShareStatus = z.infer<typeof statusSchema>;

const syncSchema = z.object({ sent: wholeNumber, received: wholeNumber });
/** What a synchronisation moved, in rows. */
export type ShareSync = z.infer<typeof syncSchema>;

const connectSchema = z.object({
  url: z.string().max(1000).describe('postgres://user@host/database, without the password'),
  name: typedText().min(1).max(80).nullable().default(null).describe('What this computer is called'),
  password: z
    .string()
    .min(1)
    .max(1000)
    .nullable()
    .default(null)
    .describe('Kept in the key store or a private file; null: PGPASSWORD, the one that is kept, or ~/.pgpass'),
  farm: typedText().min(1).max(80).nullable().default(null).describe('Which farm, where there are several'),
});
/** The shared database, and the name of this computer there. */
export type ShareInput = z.infer<typeof connectSchema>;

/** Calls about sharing one farm between several computers over PostgreSQL. Nothing is sent before `connect`. */
export const shareContract = {
  connect: command('Share this farm over a PostgreSQL database, or join the farm that is there')
    .input(connectSchema)
    .output(statusSchema),
  sync: command('Send what changed here, and take in what changed elsewhere').output(syncSchema),
  getStatus: query('Whether sharing is on, what waits, and who was heard when').output(statusSchema),
  disconnect: command('Stop sharing; what was taken in stays').output(statusSchema),
};
