import { z } from 'zod';
import { command, messageSchema, query, unixSeconds, wholeNumber } from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { periodIndex } from '#shared/contract/uptime/periods.ts';

/** The networks of the grid; those of grid 4 begin with "v4". The number of a node belongs to one of them. */
export const GRID_NETWORKS = ['main', 'test', 'qa', 'dev', 'v4-main', 'v4-test', 'v4-qa', 'v4-dev'] as const;
const network = z.enum(GRID_NETWORKS);
/** One of {@link GRID_NETWORKS}. */
export type GridNetwork = z.infer<typeof network>;

const chainNumber = z.number().int().min(1).max(4_294_967_295);

/** What the farmer typed in: a farm, a node, a twin, or the account that is paid. */
export const gridTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['farm', 'node', 'twin']), id: chainNumber }),
  z.object({
    kind: z.literal('address'),
    address: z.string().regex(/^G[A-Z2-7]{55}$/),
  }),
]);
/** What is connected. */
export type GridTarget = z.infer<typeof gridTargetSchema>;

const address = z.string().max(300).nullable().default(null);
const addressesSchema = z
  .object({ proxy: address, graphql: address, receipts: address, horizon: address, registrar: address })
  .describe('Addresses instead of the published ones: HTTPS, or HTTP to this computer');
/** Addresses of services that the farmer gave instead of the published ones. */
export type GridAddresses = z.output<typeof addressesSchema>;
/** No address but the published ones. */
export const PUBLISHED_ADDRESSES: GridAddresses = {
  proxy: null,
  graphql: null,
  receipts: null,
  horizon: null,
  registrar: null,
};

const problemSchema = z.object({ code: z.string(), message: messageSchema });
/** Why a service gave no answer that can be used. */
export type GridProblemNote = z.infer<typeof problemSchema>;

/** The services of the grid. */
export const GRID_SOURCES = ['proxy', 'graphql', 'receipts', 'horizon', 'registrar'] as const;
const sourceName = z.enum(GRID_SOURCES);
/** One of {@link GRID_SOURCES}. */
export type GridSourceName = z.infer<typeof sourceName>;

/** The services that a network can have. Grid 4 has a registrar alone: no uptime, receipts or payments. */
export function sourcesOfNetwork(of: GridNetwork): readonly GridSourceName[] {
  return GRID_SOURCES.filter((name) => (name === 'registrar') === of.startsWith('v4-'));
}

const sourceSchema = z.object({
  name: sourceName,
  url: z.string(),
  lastSuccessS: unixSeconds.nullable(),
  lastProblem: problemSchema.extend({ atS: unixSeconds }).nullable(),
  nextTryS: unixSeconds.nullable().describe('When it is asked next by itself; null while that is off'),
});
/** A grid service, and the result of the last requests to it. */
export type GridSource = z.infer<typeof sourceSchema>;

const asOf = {
  height: wholeNumber.nullable().describe('The block up to which the chain is indexed'),
  asOfS: unixSeconds.nullable().describe('The time of that block'),
};

const connectionSchema = z.object({
  network,
  farms: z.array(z.object({ id: chainNumber, name: z.string() })).readonly(),
  nodes: z.array(z.object({ id: nodeId, nodeId: chainNumber, name: z.string() })).readonly(),
});
/** What a connection follows. */
export type GridConnection = z.infer<typeof connectionSchema>;

const syncSchema = z.object({
  nodes: wholeNumber.describe('Nodes that are followed'),
  events: wholeNumber.describe('Events that were new'),
  receipts: wholeNumber.describe('Receipts and corrections that were new'),
  payments: wholeNumber.describe('Payouts that were new'),
  ...asOf,
  problems: z.array(problemSchema.extend({ source: sourceName })).readonly(),
  isAnswered: z.boolean().describe('Whether any service answered'),
  isStopped: z.boolean().describe('Whether it was ended before it was through; what it kept stays'),
});
/** The result of a synchronisation. */
export type GridSync = z.infer<typeof syncSchema>;

const runSchema = z.object({
  part: z.enum(['nodes', 'events', 'receipts', 'payments']),
  percent: wholeNumber.nullable(),
  events: wholeNumber,
  eventsPerSecond: wholeNumber.nullable(),
  remainingS: wholeNumber.nullable(),
});
/** How far a synchronisation is. */
export type GridRun = z.infer<typeof runSchema>;

const connectSchema = z.object({
  target: gridTargetSchema,
  network: network.default('main'),
  addresses: addressesSchema.default(PUBLISHED_ADDRESSES),
});
/** The farms or nodes to follow, and on which network. */
export type ConnectInput = z.infer<typeof connectSchema>;

/** Calls about the connection to the grid. Nothing is sent before `connect`. */
export const gridContract = {
  connect: command('Follow the nodes of a farm, a node, a twin or an account; asks the service that lists nodes')
    .input(connectSchema)
    .output(connectionSchema),
  sync: command('Bring in what the grid recorded since the last time')
    .input(
      z
        .object({
          periods: z.number().int().min(1).max(400).nullable().default(null).describe('The latest so many periods'),
          sincePeriod: periodIndex.nullable().default(null),
          isFresh: z.boolean().default(false).describe('Asks also what was asked lately'),
        })
        .default({ periods: null, sincePeriod: null, isFresh: false }),
    )
    .output(syncSchema),
  getStatus: query('Whether a connection is on, and how asking each service went').output(
    z.object({
      isConnected: z.boolean(),
      network: network.nullable(),
      targets: z.array(gridTargetSchema).readonly(),
      nodes: wholeNumber,
      ...asOf,
      addresses: addressesSchema.describe('Those that the farmer gave instead of the published ones'),
      run: runSchema.nullable().describe('The synchronisation of this process that is under way'),
      sources: z.array(sourceSchema).readonly(),
    }),
  ),
  stop: command('End the synchronisation of this process; what it kept stays').output(
    z.object({ isStopped: z.boolean() }),
  ),
  setAddresses: command('Ask other addresses from now on, or the published ones again')
    .input(addressesSchema)
    .output(addressesSchema),
  disconnect: command('Ask the grid nothing any more')
    .input(z.object({ forget: z.boolean().default(false).describe('Takes away what the connection brought') }))
    .output(z.object({ isDisconnected: z.boolean(), isForgotten: z.boolean(), rowCount: wholeNumber })),
};
