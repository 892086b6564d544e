import { z } from 'zod';
import { nonNegativeDecimal, query, resourcesSchema } from '#shared/contract/base.ts';
import { architectureSchema } from '#shared/contract/hardware/hardware-reading.ts';
import { tftPriceSchema } from '#shared/contract/earnings/value.ts';
import { farmFiguresSchema } from './farm.ts';

/** A common machine as farmers buy it, with the power that one like it was measured to draw. */
export const machineTemplateSchema = z.object({
  id: z.string().describe('As the command line names it'),
  name: z.string(),
  cpu: z.string(),
  architecture: architectureSchema,
  resources: resourcesSchema,
  wattsIdle: nonNegativeDecimal.describe('Typical, at the wall'),
  wattsLoaded: nonNegativeDecimal.describe('Typical, at the wall'),
  isSameModel: z.boolean().describe('Whether this very model was measured, or one like it'),
  sources: z
    .array(z.object({ title: z.string(), url: z.url(), note: z.string().describe('What was measured') }))
    .min(1)
    .readonly(),
});

/** A common machine. */
export type MachineTemplate = z.infer<typeof machineTemplateSchema>;

const figures = farmFiguresSchema.pick({
  verdict: true,
  capacity: true,
  reward: true,
  money: true,
  paybackMonths: true,
  watts: true,
});

/** A template with the figures of such a machine on this farm. */
const assessedTemplateSchema = machineTemplateSchema.extend(figures.shape);
/** A template with the figures of such a machine on this farm. */
export type AssessedTemplate = z.output<typeof assessedTemplateSchema>;

/** Calls about common machines. */
export const templatesContract = {
  list: query('Common machines with typical power, and what each would bring at the prices of this farm')
    .input(z.object({}).default({}))
    .output(z.object({ templates: z.array(assessedTemplateSchema).readonly(), tftPrice: tftPriceSchema })),
};
