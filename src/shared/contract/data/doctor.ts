import { z } from 'zod';
import { command, query, words } from '#shared/contract/base.ts';

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

/** Calls that check the installation and repair it. */
export const doctorContract = {
  diagnose: query('Check the installation and its data').output(doctorReportSchema),
  repair: command('Check, and put right what can be put right').output(doctorReportSchema),
};
