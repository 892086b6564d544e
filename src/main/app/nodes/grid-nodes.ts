import { z } from 'zod';
import { bytes, resourcesSchema, wholeNumber } from '#shared/contract/base.ts';
import { chooseIssue, issueField, issueMessage } from '#shared/contract/issue-message.ts';
import { connectionPriceMusd } from '#shared/contract/earnings/rewards.ts';
import { farmingPolicyId } from '#shared/contract/rules/policies.ts';
import type { GridFacts } from '#shared/contract/nodes/nodes.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { isRecord } from '#shared/records.ts';

/** The maximum number of nodes in one file. */
const MAX_IMPORTED_NODES = 10_000;
/** A longer entry cannot be a node, in characters. */
const MAX_ENTRY_CHARACTERS = 65_536;

/** A higher fee is implausible, in milli-USD per month. */
const MAX_EXTRA_FEE_MUSD = 1_000_000_000;

type Fields = Readonly<Record<string, unknown>>;

/** GraphQL writes 64-bit numbers as text. */
function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,16}$/.test(value.trim()) ? Number(value) : value;
}

/** A number for which some services write 0 or an empty text when there is none. */
const gridNumber = z.preprocess(
  (value) => (value === 0 || value === '' ? null : numberOf(value)),
  wholeNumber.min(1).max(4_294_967_295).nullable(),
);
/** Services write certifications in different cases; an empty one means none. */
function certificationName(value: unknown): unknown {
  return typeof value === 'string' && value !== ''
    ? `${value.slice(0, 1).toUpperCase()}${value.slice(1).toLowerCase()}`
    : value || null;
}

/** A registrar writes times as text, with the year 1 for none. */
function secondsOf(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return value;
  const ms = Date.parse(value);
  return Number.isNaN(ms) || ms < 0 ? null : Math.floor(ms / 1000);
}

/** Null where an entry leaves it out. */
const orNull = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);

const amount = z.preprocess(numberOf, bytes);
const gridResources = z
  .object({ cru: z.preprocess(numberOf, resourcesSchema.shape.cru), mru: amount, sru: amount, hru: amount })
  .transform(({ cru, mru: mruBytes, sru: sruBytes, hru: hruBytes }) => ({ cru, mruBytes, sruBytes, hruBytes }));
const place = z
  .string()
  .transform((text) =>
    text
      .replaceAll(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, 80),
  )
  .transform((text) => (text === '' || text === 'Unknown' ? null : text));

/** The fields that are read, under the names used by the grid proxy. */
const nodeSchema = z.object({
  nodeId: z.preprocess(numberOf, wholeNumber.min(1).max(4_294_967_295)),
  farmId: orNull(gridNumber),
  twinId: orNull(gridNumber),
  country: orNull(place),
  city: orNull(place),
  farmingPolicyId: z.preprocess(numberOf, orNull(farmingPolicyId)),
  certificationType: z
    .preprocess(certificationName, orNull(z.enum(['Diy', 'Certified'])))
    .transform((name) => (name === null ? null : name === 'Certified' ? ('certified' as const) : ('diy' as const))),
  total_resources: gridResources.nullable(),
  connectionPrice: z.preprocess((value) => numberOf(value) || null, orNull(connectionPriceMusd)),
  virtualized: orNull(z.boolean()),
  updatedAt: z.preprocess((value) => numberOf(secondsOf(value)), orNull(wholeNumber)),
  lastSeen: z.preprocess(secondsOf, orNull(wholeNumber).catch(null)),
  // For display only, so an invalid value does not reject the node.
  usedResources: orNull(gridResources).catch(null),
  priceUsd: orNull(
    z
      .number()
      .min(0)
      .max(1e9)
      .transform((price) => toPlain(new Decimal(price))),
  ).catch(null),
  extraFee: z.preprocess(numberOf, orNull(wholeNumber.max(MAX_EXTRA_FEE_MUSD))).catch(null),
});

/** The node of an entry, with Farmer's own field names; missing values are null. */
const gridNodeSchema = nodeSchema.transform(
  ({
    certificationType: certification,
    total_resources: resources,
    usedResources: used,
    connectionPrice,
    virtualized: isVirtual,
    extraFee: extraFeeMusd,
    ...node
  }) => ({ ...node, certification, resources, used, connectionPriceMusd: connectionPrice, isVirtual, extraFeeMusd }),
);

/** A node as the grid lists it. */
export type GridNode = z.output<typeof gridNodeSchema>;

/** The valid nodes of a file, and the errors of the others. */
export interface ParsedNodes {
  readonly nodes: readonly { readonly node: GridNode; readonly facts: GridFacts }[];
  readonly rejected: readonly { readonly position: number; readonly reason: Message }[];
}

/**
 * Alternative names of the same fields in other services and older versions, compared in lower case without
 * underscores.
 */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  resources: 'total_resources',
  resourcestotal: 'total_resources',
  resourcesused: 'usedResources',
  totalresources: 'total_resources',
  certification: 'certificationType',
};
const NAMES = new Map([
  ...Object.keys(nodeSchema.shape).map((name) => [name.toLowerCase(), name] as const),
  ...Object.entries(OTHER_NAMES),
]);

function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

/**
 * Renames the fields of an entry to those of {@link nodeSchema}, and flattens the nested resources of a single node and
 * the nested location of a registrar.
 */
function withKnownNames(entry: Fields): Fields {
  const nested = { ...fieldsOf(entry['location']), ...fieldsOf(entry['capacity']) };
  return Object.fromEntries(
    Object.entries({ ...nested, ...entry }).flatMap(([name, value]) => {
      const known = NAMES.get(name.toLowerCase().replaceAll('_', ''));
      return known === undefined ? [] : [[known, value]];
    }),
  );
}

function sourceOf(entry: Fields): GridFacts['source'] {
  if ('last_seen' in entry) return 'registrar';
  return ['nodeID', 'resourcesTotal', 'connectionPrice'].some((name) => name in entry) ? 'graphql' : 'grid-proxy';
}

/** Reads a stored entry again; one that only an older program could read is left out. */
export function readFacts({ content }: GridFacts): GridNode | null {
  return gridNodeSchema.safeParse(withKnownNames(content)).data ?? null;
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

/** Whether an entry is too long for a node, or nested too deeply to be serialised. */
function isTooLong(entry: Fields): boolean {
  try {
    return JSON.stringify(entry).length > MAX_ENTRY_CHARACTERS;
  } catch {
    return true;
  }
}

function readEntry(entry: unknown): ParsedNodes['nodes'][number] | Message {
  if (!isRecord(entry)) {
    return message('nodes:core.entryProblem', { problem: message('nodes:core.isNotNode') });
  }
  if (isTooLong(entry)) {
    return message('nodes:core.entryTooLong');
  }
  const parsed = gridNodeSchema.safeParse(withKnownNames(entry));
  if (!parsed.success) return reasonOf(parsed.error);
  const source = sourceOf(entry);
  const asOfS = source === 'registrar' ? parsed.data.lastSeen : parsed.data.updatedAt;
  return { node: parsed.data, facts: { source, asOfS, content: entry } };
}

function assertNoServiceError(document: Fields): void {
  const { errors, error } = document;
  const first: unknown = Array.isArray(errors) ? errors[0] : error;
  if (first !== undefined && first !== null) {
    const reason = isRecord(first) ? first['message'] : first;
    const text = typeof reason === 'string' ? reason : '';
    throw invalidInput(
      message('nodes:core.serviceAnsweredError', { reason: text.slice(0, 200) }),
      message('nodes:core.saveGridProxyAnswer'),
    );
  }
}

/** The entries of a list or a GraphQL connection; anything else is a single entry. */
function listed(value: unknown): readonly unknown[] {
  if (Array.isArray(value) || !isRecord(value)) {
    return Array.isArray(value) ? value : [value];
  }
  const { edges, nodes } = value;
  if (Array.isArray(edges)) {
    return edges.map((edge: unknown) => (isRecord(edge) ? edge['node'] : edge));
  }
  return Array.isArray(nodes) ? nodes : [value];
}

/** The maximum depth of nested lists and answers. */
const MAX_DEPTH = 8;

/** Whether an entry of a list is itself the answer of a service. */
function isAnswer(entry: unknown): boolean {
  return Array.isArray(entry) || (isRecord(entry) && !('nodeId' in withKnownNames(entry)) && 'data' in entry);
}

/** The entries of a list, or of the list in any field of an answer; otherwise the document is a single node. */
function entriesOf(document: unknown, depth = 0): readonly unknown[] {
  if (!isRecord(document)) {
    return listed(document).flatMap((entry) =>
      depth < MAX_DEPTH && isAnswer(entry) ? entriesOf(entry, depth + 1) : [entry],
    );
  }
  assertNoServiceError(document);
  const { data, nodesConnection } = document;
  if (!isRecord(data) || 'nodeId' in withKnownNames(data)) {
    return listed(data ?? nodesConnection ?? document);
  }
  const answers = Object.values(data).filter((value) => typeof value === 'object' && value !== null);
  return 'edges' in data || 'nodes' in data || answers.length === 0 ? listed(data) : answers.flatMap(listed);
}

/** @throws FarmerError INVALID_INPUT */
export function assertNotTooManyNodes(length: number): void {
  if (length > MAX_IMPORTED_NODES) {
    throw invalidInput(
      message('nodes:core.fileListsTooMany', { length }),
      message('nodes:core.importLimit', { maxImportedNodes: MAX_IMPORTED_NODES }),
    );
  }
}

/**
 * Reads nodes as listed by services of the grid: a list or single node of the proxy, or a GraphQL answer. Invalid
 * entries are reported with their position, starting at 1.
 * @throws FarmerError INVALID_INPUT for an error answer of a service, or too many nodes
 */
export function readGridNodes(documents: readonly unknown[]): ParsedNodes {
  const entries = documents.flatMap((document) => entriesOf(document));
  assertNotTooManyNodes(entries.length);
  const nodes: ParsedNodes['nodes'][number][] = [];
  const rejected: ParsedNodes['rejected'][number][] = [];
  entries.forEach((entry, index) => {
    const read = readEntry(entry);
    if ('node' in read) nodes.push(read);
    else rejected.push({ position: index + 1, reason: read });
  });
  return { nodes, rejected };
}
