import { z } from 'zod';
import { command, query, unixSeconds, wholeNumber } from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { PROBE_VERDICTS } from '#shared/domain/grid/probe.ts';
import type { MessageKey } from '#shared/message.ts';

const address = z
  .string()
  .max(260)
  .regex(/^(?:\[[\da-fA-F:.]+\]|[^\s/:[\]]+):\d{1,5}$/, {
    error: 'settings:core.mustBeHostAndPort' satisfies MessageKey,
  })
  .refine((text) => Number(text.slice(text.lastIndexOf(':') + 1)) <= 65_535 && !text.endsWith(':0'), {
    error: 'settings:core.portOutOfRange' satisfies MessageKey,
  });

const probeSchema = z.object({
  node: z.object({ id: nodeId, name: z.string(), gridNodeId: wholeNumber.nullable() }),
  address: address.nullable().describe('What is tried; null while that is off'),
  proposed: address
    .nullable()
    .describe('By the public address or gateway that the grid lists; tried only when it is set'),
  last: z
    .object({ startS: unixSeconds, endS: unixSeconds, isAnswered: z.boolean(), tries: wholeNumber })
    .nullable()
    .describe('The latest tries that went alike'),
  verdict: z.enum(PROBE_VERDICTS).describe('What the tries and the record of the grid say together'),
});
/** A node as it is tried from here. */
export type Probe = z.infer<typeof probeSchema>;

const probes = z.object({ probes: z.array(probeSchema).readonly() });

/** Calls about trying nodes from here. Nothing is tried before an address was set. */
export const probesContract = {
  list: query('Which nodes are tried from here, and what that says beside the record of the grid')
    .input(z.object({ nodeId: nodeId.nullable().default(null).describe('Null: every node with something to try') }))
    .output(probes),
  set: command('Try a node at an address from now on, every five minutes, or no more')
    .input(z.object({ nodeId, address: address.nullable() }))
    .output(probes),
  tryNow: command('Try every node that has an address, or one, once')
    .input(z.object({ nodeId: nodeId.nullable().default(null) }))
    .output(probes),
};
