import type { z } from 'zod';
import type { ruleSetSchema } from '#shared/contract/rules.ts';

/** A rule set as it comes from the program. */
export type RuleSetWire = z.infer<typeof ruleSetSchema>;
