import { z } from 'zod';
import { bytes, resourcesSchema, wholeNumber } from '#shared/contract/base.ts';
import { chooseIssue, issueField, issueMessage } from '#shared/contract/issue-message.ts';
import { NODE_DEFAULTS } from '#shared/contract/nodes/nodes.ts';
import { farmingPolicyId } from '#shared/contract/rules/policies.ts';
import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import type { NewNode } from '#main/store/nodes/node-store.ts';

/** The most nodes taken from one file. */
export const MAX_IMPORTED_NODES = 10_000;

/** What a text holds: the nodes that could be read, and what was wrong with the others. */
export interface ParsedImport {
  readonly nodes: readonly NewNode[];
  readonly rejected: readonly { readonly position: number; readonly reason: Message }[];
}

const gridResources = z.object({ cru: resourcesSchema.shape.cru, mru: bytes, sru: bytes, hru: bytes });
const gridText = z.string().trim().max(80).optional();
const gridNumber = wholeNumber.min(1);

/** The fields of a node as the grid's proxy lists it; what is not named here is not kept. */
const gridNodeSchema = z.object({
  nodeId: gridNumber,
  farmId: gridNumber.optional(),
  twinId: gridNumber.optional(),
  country: gridText,
  city: gridText,
  farmingPolicyId: farmingPolicyId.default(1),
  certificationType: z.enum(['Diy', 'Certified']).default('Diy'),
  total_resources: gridResources,
});

type GridNode = z.infer<typeof gridNodeSchema>;

/** The proxy says "Unknown" where it knows no place. */
function placeOf(text: string | undefined): string | null {
  return text === undefined || text === '' || text === 'Unknown' ? null : text;
}

function fromGridNode(node: GridNode): NewNode {
  const { cru, mru, sru, hru } = node.total_resources;
  return {
    ...NODE_DEFAULTS,
    kind: 'imported',
    name: `Node ${node.nodeId}`,
    certification: node.certificationType === 'Certified' ? 'certified' : 'diy',
    farmingPolicyId: node.farmingPolicyId,
    resources: { cru, mruBytes: mru, sruBytes: sru, hruBytes: hru },
    isVirtual: null,
    location: { zone: null, country: placeOf(node.country), city: placeOf(node.city) },
    grid: { nodeId: node.nodeId, farmId: node.farmId ?? null, twinId: node.twinId ?? null },
    importSource: 'grid-proxy',
    isDemo: false,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidInput(message('nodes:core.fileNotJson'), message('nodes:core.saveGridProxyAnswer'), {
      reason: error instanceof Error ? error.message.slice(0, 120) : '',
    });
  }
}

/** One node's page nests its resources; the list has them at the top. */
function withTopLevelResources(entry: unknown): unknown {
  const nested = z.object({ capacity: z.object({ total_resources: z.unknown() }) }).safeParse(entry);
  return nested.success ? { ...Object(entry), total_resources: nested.data.capacity.total_resources } : entry;
}

function reasonOf(error: z.ZodError): Message {
  const issue = chooseIssue(error.issues);
  if (issue === undefined) {
    return message('nodes:core.isNotNode');
  }
  const field = issueField(issue);
  return field === ''
    ? message('nodes:core.entryProblem', { problem: issueMessage(issue) })
    : message('nodes:core.fieldProblem', { field, problem: issueMessage(issue) });
}

/**
 * Reads nodes out of the grid proxy's JSON: one node, or a list. A bad one is reported with its position, counted from
 * 1, and the rest is taken.
 * @throws FarmerError INVALID_INPUT when the text is not JSON, holds no node at all, or too many
 */
export function parseGridNodes(text: string): ParsedImport {
  const document = parseJson(text);
  const entries: readonly unknown[] = Array.isArray(document) ? document : [document];
  if (entries.length > MAX_IMPORTED_NODES) {
    throw invalidInput(
      message('nodes:core.fileListsTooMany', { length: entries.length }),
      message('nodes:core.importLimit', { maxImportedNodes: MAX_IMPORTED_NODES }),
    );
  }
  const parsed = entries.map((entry) => gridNodeSchema.safeParse(withTopLevelResources(entry)));
  return {
    nodes: parsed.flatMap((result) => (result.success ? [fromGridNode(result.data)] : [])),
    rejected: parsed.flatMap((result, index) =>
      result.success ? [] : [{ position: index + 1, reason: reasonOf(result.error) }],
    ),
  };
}
