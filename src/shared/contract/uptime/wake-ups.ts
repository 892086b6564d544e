import { z } from 'zod';
import { command, query, unixSeconds, wholeNumber } from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';

const node = nodeId.nullable().default(null).describe('Null: this machine, or the only node there is');

const wakeUpSchema = z.object({
  id: wholeNumber.nullable().describe('Null for one that imported power events tell of'),
  kind: z.enum(['drill', 'farmerbot']).describe('A drill of the farmer, or a request of the farmerbot'),
  requestedAtS: unixSeconds,
  asleepSinceS: unixSeconds.nullable().describe('Null where it is not known'),
  state: z
    .enum(['waiting', 'in-time', 'late', 'missed'])
    .describe('Waiting within its time; missed when they are over and nothing booted'),
  bootedAtS: unixSeconds.nullable(),
  tookS: wholeNumber.nullable().describe('Seconds from the request to the boot'),
  lateByS: wholeNumber
    .nullable()
    .describe('Seconds beyond the time to boot; until now for one that is missed. Null where it is not late'),
  isOverslept: z.boolean().nullable().describe('Whether it slept too long, so that the sleep is not credited'),
  isStrike: z.boolean().describe('Whether it counts against the period: drills do not'),
});

/** A wake-up and how it went. */
export type WakeUp = Readonly<z.infer<typeof wakeUpSchema>>;
/** A wake-up that was requested. */
export type WakeRequest = Pick<WakeUp, 'id' | 'kind' | 'requestedAtS' | 'asleepSinceS'>;

const wakeUpSummarySchema = z.object({
  strikes: wholeNumber.describe('Late or missed wake-ups that the grid counts'),
  drillStrikes: wholeNumber.describe('Late or missed drills'),
  isLastChance: z.boolean().describe('Whether one more strike loses the period'),
  isLost: z.boolean().describe('Whether the period is lost to late wake-ups'),
  p95S: wholeNumber.nullable().describe('95th percentile of request to boot, by nearest rank'),
});

/** The figures of a period's wake-ups. */
export type WakeUpSummary = Readonly<z.infer<typeof wakeUpSummarySchema>>;

const wakeUpListSchema = wakeUpSummarySchema.extend({
  wakeUps: z.array(wakeUpSchema).readonly(),
  limitS: wholeNumber.nullable().describe('Seconds a node has to boot; null where boots are not timed'),
  sleepLimitS: wholeNumber.nullable().describe('The longest sleep that is credited; null where none is'),
  losingStrikes: wholeNumber.describe('So many late boots lose the period'),
});

/** The wake-ups of a period, their totals, and the limits that applied. */
export type WakeUpList = Readonly<z.infer<typeof wakeUpListSchema>>;

const nodeWakeUpsSchema = wakeUpSummarySchema.extend({
  node: z.object({ id: nodeId, name: z.string(), gridNodeId: wholeNumber.nullable() }),
  count: wholeNumber.describe('Wake-ups that were requested'),
  late: z.array(wakeUpSchema).readonly().describe('Those that came late or never'),
});
/** The wake-ups of one node of a farm. */
export type NodeWakeUps = Readonly<z.infer<typeof nodeWakeUpsSchema>>;

/** Calls about wake-ups. */
export const wakeupsContract = {
  list: query('The wake-ups of a period and what they add up to')
    .input(z.object({ nodeId: node, periodIndex: z.number().int().min(0).nullable().default(null) }))
    .output(wakeUpListSchema),
  listFarm: query('Which nodes of the farm woke late, by how much, and how fast they wake')
    .input(z.object({ periodIndex: z.number().int().min(0).nullable().default(null) }))
    .output(
      z.object({
        nodes: z.array(nodeWakeUpsSchema).readonly().describe('Nodes with a wake-up in the period, the worst first'),
        p95S: wholeNumber.nullable().describe('95th percentile of request to boot over all of them'),
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
};
