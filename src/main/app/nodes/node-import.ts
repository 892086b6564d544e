import { type FarmNode, NODE_DEFAULTS } from '#shared/contract/nodes/nodes.ts';
import { NotJson, parseJsonDocuments } from '#shared/domain/data/json-documents.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { Stores } from '#main/store/stores.ts';
import { addImportedNode } from './imported-node.ts';
import { type GridNode, type ParsedNodes, readFacts, readGridNodes } from './grid-nodes.ts';

/** The fields that the grid determines; all others belong to the farmer. */
type GridFields = Pick<
  FarmNode,
  'kind' | 'certification' | 'farmingPolicyId' | 'connectionPriceMusd' | 'resources' | 'isVirtual' | 'location' | 'grid'
>;

function gridFieldsOf(node: FarmNode): GridFields {
  const { kind, certification, farmingPolicyId, connectionPriceMusd, resources, isVirtual, location, grid } = node;
  return { kind, certification, farmingPolicyId, connectionPriceMusd, resources, isVirtual, location, grid };
}

/** The newest known value of each field, so that the order of imports does not matter. */
function newest(known: readonly GridNode[]) {
  return <K extends keyof GridNode>(field: K): GridNode[K] | undefined =>
    known.find((entry) => entry[field] !== null)?.[field];
}

/** A node updated by the grid's listings; fields without a listed value stay unchanged. */
export function withGridFacts(stores: Stores, node: FarmNode): FarmNode {
  const facts = stores.gridFacts.ofNode(node.id).flatMap((one) => readFacts(one) ?? []);
  const of = newest(facts);
  // A planned machine whose number the grid lists was bought.
  const kind = node.kind === 'planned' && facts.length > 0 ? 'imported' : node.kind;
  const isImported = kind === 'imported';
  const { location, grid } = node;
  return {
    ...node,
    kind,
    certification: of('certification') ?? node.certification,
    farmingPolicyId: of('farmingPolicyId') ?? node.farmingPolicyId,
    connectionPriceMusd: of('connectionPriceMusd') ?? node.connectionPriceMusd,
    resources: (isImported ? of('resources') : null) ?? node.resources,
    isVirtual: (isImported ? of('isVirtual') : null) ?? node.isVirtual,
    location: {
      ...location,
      country: location.country ?? of('country') ?? null,
      city: location.city ?? of('city') ?? null,
    },
    grid: { nodeId: grid.nodeId, farmId: of('farmId') ?? grid.farmId, twinId: of('twinId') ?? grid.twinId },
  };
}

/**
 * Adds listed nodes to the farm as part of an import; requires a transaction.
 * @returns all listed nodes, and the number of new nodes and new entries
 */
export function addListedNodes(stores: Stores, importId: number, listed: ParsedNodes['nodes'], nowMs: number) {
  let rowCount = 0;
  let imported = 0;
  const nodes = listed.map(({ node, facts }) => {
    const known = stores.nodes.byGridNode(node.nodeId);
    const before = known ?? addImportedNode(stores, node.nodeId, facts.source, nowMs);
    const isNew = stores.gridFacts.add(importId, before.id, facts);
    imported += known === undefined ? 1 : 0;
    if (!isNew) {
      return before;
    }
    const after = withGridFacts(stores, before);
    rowCount += 1;
    stores.imports.noteNode(importId, { nodeId: before.id, before: known === undefined ? null : gridFieldsOf(known) });
    return JSON.stringify(after) === JSON.stringify(before) ? before : stores.nodes.save(after, nowMs);
  });
  return { nodes, imported, rowCount };
}

function importListed(stores: Stores, { nodes: listed }: ParsedNodes, file: string, nowMs: number) {
  const importId = stores.imports.begin('nodes', file, nowMs);
  const { nodes, imported, rowCount } = addListedNodes(stores, importId, listed, nowMs);
  stores.imports.finish(importId, rowCount);
  return { nodes, imported, updated: nodes.length - imported };
}

/**
 * Imports nodes as listed by services of the grid, in one transaction. A known node, identified by its grid number, is
 * updated by newer values; what the farmer entered stays.
 * @throws FarmerError INVALID_INPUT when the text is not JSON, is an error answer of a service, or has too many nodes
 */
export function importGridNodes(stores: Stores, text: string, file: string, nowMs: number) {
  let documents: readonly unknown[];
  try {
    documents = parseJsonDocuments(text);
  } catch (error) {
    if (error instanceof FarmerError) throw error;
    const details = error instanceof NotJson ? { line: error.line } : {};
    throw invalidInput(message('nodes:core.fileNotJson'), message('nodes:core.saveGridProxyAnswer'), details);
  }
  const parsed = readGridNodes(documents);
  return { ...stores.transaction(() => importListed(stores, parsed, file, nowMs)), rejected: parsed.rejected };
}

/** The state of a node before an import of events whose rows contain its grid number. */
interface NumberedNode extends GridFields {
  readonly takenNodeId: number | null;
}

/** What is recorded about a node whose grid number is in the rows of an import. */
export function numberedNode(node: FarmNode, takenNodeId: number | null): NumberedNode {
  return { ...gridFieldsOf(node), takenNodeId };
}

/** Removes the grid number that a node got from an import that is undone; one that the farmer entered stays. */
export function undoGridNumber(stores: Stores, node: FarmNode, before: unknown, nowMs: number): void {
  const { grid, takenNodeId } = before as NumberedNode;
  if (grid.nodeId === null && node.grid.nodeId === takenNodeId) {
    stores.nodes.save({ ...node, grid: { ...node.grid, nodeId: null } }, nowMs);
  }
}

/**
 * Restores a node to its state before an import that is undone; the facts of other imports must be applied again
 * afterwards.
 */
export function undoGridFacts(stores: Stores, node: FarmNode, before: unknown, nowMs: number): void {
  const { certification, farmingPolicyId, connectionPriceMusd } = NODE_DEFAULTS;
  const grid = { nodeId: node.grid.nodeId, farmId: null, twinId: null };
  const unlisted = { certification, farmingPolicyId, connectionPriceMusd, resources: null, isVirtual: null, grid };
  // The stored state was written by an import and has the fields of this type.
  const fields = before === null ? unlisted : (before as GridFields);
  stores.nodes.save({ ...node, ...fields }, nowMs);
}
