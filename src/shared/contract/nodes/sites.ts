import { z } from 'zod';
import {
  command,
  nonNegativeDecimal,
  positiveDecimal,
  query,
  timeZoneName,
  wholeNumber,
  typedText,
} from '#shared/contract/base.ts';
import type { MessageKey } from '#shared/message.ts';

const siteName = typedText().min(1).max(80);

/** What is entered of a site. */
const enteredShape = {
  timeZone: timeZoneName.nullable(),
  electricityPerKwh: nonNegativeDecimal.nullable().describe('In the currency of the site'),
  currency: z.string().regex(/^[A-Z]{3}$/, { error: 'settings:core.mustBeCurrencyCode' satisfies MessageKey }),
  unitsPerUsd: positiveDecimal.nullable().describe('Units of that currency for one USD; null until it was entered'),
};

/** A site of nodes, identified by its name. */
export const siteSchema = z.object({
  name: siteName,
  nodeCount: wholeNumber,
  ...enteredShape,
  electricityUsdPerKwh: nonNegativeDecimal.nullable().describe('Null while the price or the rate is missing'),
});
/** A site of nodes. */
export type Site = z.infer<typeof siteSchema>;

const sitesSchema = z.object({ sites: z.array(siteSchema).readonly() });

/** Calls about the sites of nodes. */
export const sitesContract = {
  list: query('The sites of the farm, with what holds for the nodes there').output(sitesSchema),
  set: command('Enter what holds at a site, or give it another name; what is absent stays')
    .input(z.object({ name: siteName, newName: siteName.optional(), ...z.object(enteredShape).partial().shape }))
    .output(sitesSchema),
  remove: command('Forget a site; its nodes stay, without one')
    .input(z.object({ name: siteName }))
    .output(sitesSchema),
};
