import { z } from 'zod';
import { command, messageSchema, query } from '#shared/contract/base.ts';

/** One check of the doctor. */
const doctorCheckSchema = z.object({
  id: z.string(),
  title: messageSchema,
  state: z.enum(['ok', 'warn', 'fail', 'unknown']).describe('`unknown` where it could not be carried out'),
  finding: messageSchema,
  remedy: messageSchema.nullable().describe('What to do, or null when nothing is needed'),
  canRepair: z.boolean().describe('The doctor can repair it'),
  repaired: messageSchema.nullable().describe('What the doctor just did about it'),
});

/** One check of the doctor. */
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;

/** Everything the doctor found. Healthy when no check failed. */
const doctorReportSchema = z.object({ isHealthy: z.boolean(), checks: z.array(doctorCheckSchema) });
/** Everything the doctor found. */
export type DoctorReport = z.infer<typeof doctorReportSchema>;

/** Calls that check the installation and repair it. */
export const doctorContract = {
  diagnose: query('Check the installation and its data').output(doctorReportSchema),
  repair: command('Check, and put right what can be put right').output(doctorReportSchema),
};
