import { z } from 'zod';
import { resourcesSchema, typedText } from '#shared/contract/base.ts';
import { hardwareReadingSchema } from './hardware-reading.ts';

/** The `kind` field of a passport. */
export const PASSPORT_KIND = 'farmer-hardware-passport';
/** The largest passport that is read, in characters. */
export const MAX_PASSPORT_CHARACTERS = 1_000_000;

/**
 * A hardware passport, format 1: the readings of one machine, in a JSON file for another computer.
 * The hash shows that the file was not damaged or edited by mistake; it is not a signature. Serial numbers, addresses,
 * host name and contact are not in it. Source: docs/hardware.md#passport
 */
export const passportSchema = z.object({
  kind: z.literal(PASSPORT_KIND),
  format: z.literal(1),
  issuedAt: z.iso.datetime().describe('When it was written, ISO 8601 in UTC'),
  program: z.string().max(80).describe('The program that wrote it, with its version'),
  name: typedText().min(1).max(80),
  resources: resourcesSchema.nullable().describe('Null where the reading does not know all four'),
  reading: hardwareReadingSchema,
  hash: z
    .string()
    .regex(/^sha256:[\da-f]{64}$/)
    .describe('SHA-256 of the passport without this field, as JSON with keys in order and no spaces'),
});

/** A hardware passport. */
export type Passport = z.infer<typeof passportSchema>;
