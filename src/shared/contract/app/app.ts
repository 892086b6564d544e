import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { command, query, wholeNumber, words } from '#shared/contract/base.ts';
import { TOPICS } from './topics.ts';

const plannedErrorSchema = z.object({ code: z.string(), message: z.string(), hint: z.string() });

/** What the app says of itself. It answers even when the database cannot be opened. */
export const appInfoSchema = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'web', 'cli']),
  nodeVersion: z.string(),
  platform: z.string(),
  dataDirectory: z.string(),
  database: z.discriminatedUnion('state', [
    z.object({ state: z.literal('ready'), sizeBytes: wholeNumber, schemaVersion: wholeNumber }),
    z.object({ state: z.literal('unusable'), error: plannedErrorSchema }),
  ]),
});

/** How a check of the doctor ended. `unknown` where it could not be carried out. */
export const DOCTOR_STATES = ['ok', 'warn', 'fail', 'unknown'] as const;

/** One check of the doctor. */
export const doctorCheckSchema = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(DOCTOR_STATES),
  finding: words,
  remedy: words.nullable().describe('What to do, or null when nothing is needed'),
  canMend: z.boolean().describe('The doctor can put it right by itself'),
  mended: words.nullable().describe('What the doctor just did about it'),
});

/** One check of the doctor. */
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;

/** Everything the doctor found. Healthy when no check failed. */
export const doctorReportSchema = z.object({ isHealthy: z.boolean(), checks: z.array(doctorCheckSchema) });

/** Calls about the app itself. */
export const appContract = {
  getInfo: query('Version, place of the data, size of the database').output(appInfoSchema),
  diagnose: query('Check the installation and its data').output(doctorReportSchema),
  mend: command('Check, and put right what can be put right').output(doctorReportSchema),
  watchChanges: query('A stream of the areas whose answers may differ now').output(
    eventIterator(z.object({ topic: z.enum(TOPICS) })),
  ),
};
