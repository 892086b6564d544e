import { z } from 'zod';
import { command, messageSchema, query, wholeNumber, typedText } from '#shared/contract/base.ts';
import { MAX_CHAIN_NUMBER } from '#shared/domain/rules/policy-limits.ts';
import type { MessageKey } from '#shared/message.ts';

/** The number of a farming policy of the chain. */
export const farmingPolicyId = z
  .number()
  .int()
  .min(0)
  .max(MAX_CHAIN_NUMBER, { error: 'rules:core.policyNumberTooHigh' satisfies MessageKey })
  .describe('Farming policy of the chain');

const musd = wholeNumber.max(MAX_CHAIN_NUMBER).describe('Milli-USD');
const minimumPermille = wholeNumber.max(1000).describe('Uptime below which an all-or-nothing policy pays nothing');

/** What a policy pays per unit. */
const policyRatesSchema = z.object({
  cuMusd: musd.describe('Milli-USD per CU and month'),
  suMusd: musd.describe('Milli-USD per SU and month'),
  nuMusd: musd.describe('Milli-USD per GiB of public traffic'),
  ipv4HourMusd: musd.describe('Milli-USD per IPv4 hour'),
});

/** What a policy pays per unit. */
export type PolicyRates = z.infer<typeof policyRatesSchema>;

/** A farming policy as far as it is known: what is not known is null, and so is every amount that depends on it. */
export const farmingPolicySchema = z.object({
  id: farmingPolicyId,
  name: z.string().nullable(),
  rates: policyRatesSchema.nullable(),
  minimumPermille: minimumPermille.nullable(),
  isDefault: z.boolean().nullable().describe('As the chain marks it'),
  isImmutable: z.boolean().nullable().describe('As the chain marks it'),
  origin: z.enum(['published', 'typed', 'grid', 'receipt', 'unknown']),
  source: z.string().nullable(),
});

/** A farming policy as far as it is known. */
export type FarmingPolicy = z.infer<typeof farmingPolicySchema>;

const shortText = typedText().min(1).max(200);

/** A policy that the farmer types in. */
const typedPolicySchema = z.object({
  id: farmingPolicyId,
  name: shortText.nullable().default(null),
  rates: policyRatesSchema,
  minimumPermille: minimumPermille.nullable().default(null),
  isDefault: z.boolean().nullable().default(null),
  isImmutable: z.boolean().nullable().default(null),
  source: shortText.nullable().default(null).describe('Where the numbers were read'),
});

/** A policy that the farmer types in. */
export type TypedPolicy = z.infer<typeof typedPolicySchema>;

/** Numbers that were published for a policy and not checked against the chain: shown, never computed with. */
const publishedExampleSchema = z.object({
  name: z.string(),
  rates: policyRatesSchema,
  minimumPermille,
  note: messageSchema,
});

/** Calls about farming policies. */
export const policiesContract = {
  list: query('Farming policies: published, typed in, from receipts, and those of nodes that are not known').output(
    z.object({
      policies: z.array(farmingPolicySchema).readonly(),
      examples: z.array(publishedExampleSchema).readonly(),
    }),
  ),
  save: command('Add a farming policy, or change one that was typed in')
    .input(typedPolicySchema)
    .output(farmingPolicySchema),
  remove: command('Remove a farming policy that was typed in')
    .input(z.object({ id: farmingPolicyId }))
    .output(z.object({ removed: z.boolean() })),
};
