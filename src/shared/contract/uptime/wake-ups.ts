import { z } from 'zod';
import { command, query, unixSeconds, wholeNumber } from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';

const node = nodeId.nullable().default(null).describe('Null: this machine, or the only node there is');

/** A wake-up and how it went. Times in unix seconds, lengths in seconds. */
export const wakeUpSchema = z.object({
  id: wholeNumber.nullable().describe('Null for one that imported power events tell of'),
  kind: z.enum(['drill', 'farmerbot']),
  requestedAtS: unixSeconds,
  asleepSinceS: unixSeconds.nullable(),
  state: z.enum(['waiting', 'in-time', 'late', 'missed']),
  bootedAtS: unixSeconds.nullable(),
  tookS: wholeNumber.nullable(),
  isOverslept: z.boolean().nullable(),
  isStrike: z.boolean(),
});

/** A wake-up and how it went. */
export type WakeUpWire = z.infer<typeof wakeUpSchema>;

/** Calls about wake-ups. */
export const wakeupsContract = {
  list: query('The wake-ups of a period and what they add up to')
    .input(z.object({ nodeId: node, periodIndex: z.number().int().min(0).nullable().default(null) }))
    .output(
      z.object({
        wakeUps: z.array(wakeUpSchema),
        strikes: wholeNumber,
        drillStrikes: wholeNumber,
        isLastChance: z.boolean(),
        isLost: z.boolean(),
        p95S: wholeNumber.nullable(),
        limitS: wholeNumber.describe('Seconds a node has to boot'),
        sleepLimitS: wholeNumber.describe('The longest sleep that is credited'),
      }),
    ),
  startDrill: command('Note that a wake-up was asked for now; the recorder of the woken machine supplies the boot')
    .input(
      z.object({
        nodeId: node,
        requestedAtS: unixSeconds.nullable().default(null),
        asleepSinceS: unixSeconds.nullable().default(null),
      }),
    )
    .output(z.object({ id: wholeNumber, requestedAtS: unixSeconds })),
  removeDrill: command('Forget a drill')
    .input(z.object({ nodeId: node, id: wholeNumber }))
    .output(z.object({})),
};
