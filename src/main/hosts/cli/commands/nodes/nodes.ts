import type { Command } from 'commander';
import { readWholeText } from '#main/app/data/read-whole-text.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { type FarmNode, MAX_IMPORT_CHARACTERS, NODE_DEFAULTS } from '#shared/contract/nodes/nodes.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { gibText } from '#shared/domain/hardware/eligibility/wording.ts';
import { importPaths, PATHS_ARGUMENT } from '#main/hosts/cli/import-paths.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { NODE_JSON_NAMES } from './node-json.ts';
import { defineTemplates } from './node-templates.ts';
import { defineCosts } from './nodes-costs.ts';
import { defineLife } from './nodes-life.ts';
import { defineSet } from './nodes-set.ts';
import { defineSites } from './nodes-sites.ts';
import { findTemplate } from '#main/hosts/cli/templates.ts';
import {
  addResourceOptions,
  CONNECTION_PRICE_OPTION,
  POLICY_OPTION,
  type ResourceOptions,
} from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, right, type Style } from '#main/hosts/cli/style.ts';

interface AddOptions extends Partial<ResourceOptions> {
  readonly template?: string;
  readonly certified: boolean;
  readonly policy: number;
  readonly connectionPrice?: number;
}

/** What the grid lists of a node; null if the node was deleted since the nodes were listed. */
async function gridFactsOf(session: CliSession, id: number) {
  try {
    return await session.calls.nodes.getGridFacts({ id });
  } catch (error) {
    if (toFarmerError(error)?.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/** A node with the newest known value of each field that the grid lists, and whether a farmerbot may put it to sleep. */
async function withGridFacts(session: CliSession, node: FarmNode) {
  const known = await gridFactsOf(session, node.id);
  if (known === null) return null;
  const { facts, maySleep, lastReportS, used, rent } = known;
  const listed = facts.toReversed().reduce<Record<string, unknown>>((all, { content }) => ({ ...all, ...content }), {});
  const asOf = facts[0]?.asOfS ?? null;
  return {
    ...Object(toSnakeCase(node, NODE_JSON_NAMES)),
    may_sleep: maySleep,
    last_report: lastReportS,
    used: toSnakeCase(used),
    rent: toSnakeCase(rent),
    grid: facts.length === 0 ? null : { as_of: asOf, sources: facts.map(({ source }) => source), ...listed },
  };
}

const KIND_NAMES = {
  'this-machine': 'this machine',
  planned: 'planned',
  imported: 'imported',
} as const satisfies Record<FarmNode['kind'], string>;

function toRow(node: FarmNode): readonly string[] {
  const { resources } = node;
  const amount = (pick: (resources: NonNullable<FarmNode['resources']>) => string) =>
    resources === null ? 'unknown' : pick(resources);
  return [
    String(node.id),
    node.name,
    KIND_NAMES[node.kind],
    node.certification === 'diy' ? 'DIY' : 'certified',
    amount(({ cru }) => String(cru)),
    amount(({ mruBytes }) => gibText(mruBytes)),
    amount(({ sruBytes }) => gibText(sruBytes)),
    amount(({ hruBytes }) => gibText(hruBytes)),
  ];
}

function renderNodes(style: Style, nodes: readonly FarmNode[]): string {
  if (nodes.length === 0) {
    return 'No nodes yet. "farmer check --record" adds this machine, "farmer nodes add" one that is only planned.';
  }
  return renderTable(
    style,
    [right('Node'), 'Name', 'Kind', 'Certification', right('Cores'), right('Memory'), right('SSD'), right('HDD')],
    nodes.map(toRow),
  );
}

async function list(session: CliSession): Promise<void> {
  const area = session.calls.nodes;
  const { nodes } = await area.list();
  const listed = session.isJson ? await Promise.all(nodes.map((node) => withGridFacts(session, node))) : [];
  session.print({ nodes: listed.filter((node) => node !== null) }, () => renderNodes(session.style, nodes));
}

/** The resources and costs of a new machine: those given, and for the rest those of the template, if any. */
async function machineOf(session: CliSession, options: AddOptions) {
  const { template: name } = options;
  const template =
    name === undefined ? undefined : findTemplate((await session.calls.nodes.templates.list()).templates, name);
  const cru = options.cru ?? template?.resources.cru;
  const mruBytes = options.mru ?? template?.resources.mruBytes;
  const sruBytes = options.sru ?? template?.resources.sruBytes;
  const hruBytes = options.hru ?? template?.resources.hruBytes;
  if (cru === undefined || mruBytes === undefined || sruBytes === undefined || hruBytes === undefined) {
    throw invalidInput(message('cli:core.machineIncomplete'), message('cli:core.giveResourcesOrTemplate'));
  }
  const { wattsIdle = null, wattsLoaded = null } = template ?? {};
  return {
    resources: { cru, mruBytes, sruBytes, hruBytes },
    costs: { ...NODE_DEFAULTS.costs, wattsIdle, wattsLoaded },
  };
}

async function addNode(session: CliSession, name: string, options: AddOptions): Promise<void> {
  const area = session.calls.nodes;
  const node = await area.addPlanned({
    name,
    ...(await machineOf(session, options)),
    certification: options.certified ? 'certified' : 'diy',
    farmingPolicyId: options.policy,
    connectionPriceMusd: options.connectionPrice,
  });
  session.print(toSnakeCase({ node }, NODE_JSON_NAMES), () => `Added "${node.name}" as node ${node.id}.`);
}

function defineAdd(command: Command, session: CliSession): void {
  const add = command
    .command('add')
    .description('add a machine that is not bought yet')
    .argument('<name>', 'a name for it');
  addResourceOptions(add, false)
    .option('--template <name>', 'a common machine: "farmer nodes templates" lists them')
    .option('--certified', 'a certified node', false)
    .option(...POLICY_OPTION, 1)
    .option(...CONNECTION_PRICE_OPTION)
    .action((name: string, options: AddOptions) => addNode(session, name, options));
}

function sleepersText(sleepers: readonly { readonly gridNodeId: number; readonly maySleep: boolean }[]): string {
  const named = (maySleep: boolean) => sleepers.filter((one) => one.maySleep === maySleep).map((one) => one.gridNodeId);
  const [asleep, awake] = [named(true), named(false)];
  return [
    ...(asleep.length === 0 ? [] : [`May sleep: node ${asleep.join(', ')}.`]),
    ...(awake.length === 0 ? [] : [`Never sleep: node ${awake.join(', ')}.`]),
  ].join(' ');
}

function defineImport(command: Command, session: CliSession): void {
  command
    .command('import')
    .description('import nodes as the grid lists them, hardware passports, or a farmerbot’s config.yml')
    .argument(...PATHS_ARGUMENT)
    .action((paths: readonly string[]) =>
      importPaths(session, paths, { imported: 0, updated: 0 }, async ({ name, chunks }) => {
        const text = readWholeText({ chunks }, MAX_IMPORT_CHARACTERS);
        const result = await session.calls.nodes.importNodes({ text, file: name });
        const { imported, updated, sleepers, rejected } = result;
        if (sleepers.length > 0) {
          session.hint(sleepersText(sleepers));
        }
        return {
          counts: { imported, updated: updated + sleepers.length },
          rejected: rejected.map(({ position, reason }) => ({ line: position, reason })),
          rejectedCount: rejected.length,
        };
      }),
    );
}

/** `farmer nodes`: the nodes of the farm, and the planned ones. */
export function define(command: Command, session: CliSession): void {
  command.action(() => list(session));
  defineSet(command, session);
  defineSites(command, session);
  defineCosts(command, session);
  defineLife(command, session);
  defineTemplates(command, session);
  defineAdd(command, session);
  defineImport(command, session);
}
