import { z } from 'zod';

/**
 * Where an assumed value comes from. `slice-plan`: how the farmer cuts and prices the node. `preset`: what every
 * scenario begins with. `missing`: not given, so it counts as zero and is reported as missing.
 */
const ORIGINS = [
  'node',
  'settings',
  'scenario',
  'preset',
  'record',
  'rules',
  'bids',
  'slice-plan',
  'computer',
  'missing',
] as const;

/**
 * Which figures an assumed value moves: all, the months with their low and high case, or the simulation alone. `none`: it
 * describes the machine and its market, and the rule set does not look at it.
 */
const USES = ['all', 'cases', 'simulation', 'none'] as const;

/** One value that a projection is computed from, as it is shown beside the figures. */
export const assumptionSchema = z.object({
  id: z.string(),
  value: z.string(),
  unit: z.string(),
  origin: z.enum(ORIGINS),
  usedIn: z.enum(USES),
});

/** One value that a projection is computed from. */
export type StatedAssumption = z.infer<typeof assumptionSchema>;
