import { z } from 'zod';
import { decimalString, messageSchema, query } from '#shared/contract/base.ts';

/**
 * A set of farming rules as data, with a source for every figure. Dates are ISO 8601, as exact as the source gives them
 * ("2022-01"), null when open or not stated. A set that changes another names it in `basedOn`; `anchor` is a heading of
 * docs/rules.md.
 */
export const ruleSetSchema = z.object({
  id: z.string(),
  title: messageSchema,
  status: z.enum(['running', 'adopted', 'plan', 'historic']),
  summary: messageSchema,
  basedOn: z.string().nullable(),
  from: z.string().nullable(),
  until: z.string().nullable(),
  sources: z.array(z.object({ id: z.string(), title: messageSchema, reference: z.string() })).readonly(),
  constants: z
    .array(
      z.object({
        id: z.string(),
        label: messageSchema,
        value: decimalString,
        unit: z.string(),
        source: z.string(),
      }),
    )
    .readonly(),
  formulas: z
    .array(
      z.object({ id: z.string(), label: messageSchema, text: messageSchema, anchor: z.string(), source: z.string() }),
    )
    .readonly(),
  conflicts: z
    .array(
      z.object({
        id: z.string(),
        question: messageSchema,
        readings: z.array(z.object({ says: messageSchema, source: z.string() })).readonly(),
        decision: messageSchema,
      }),
    )
    .readonly(),
});

/** A set of farming rules. */
export type RuleSet = z.infer<typeof ruleSetSchema>;

/** Calls about the rule sets. */
export const rulesContract = {
  list: query('Every rule set').output(z.object({ ruleSets: z.array(ruleSetSchema).readonly() })),
  get: query('One rule set')
    .input(z.object({ id: z.string().max(200) }))
    .output(ruleSetSchema),
};
