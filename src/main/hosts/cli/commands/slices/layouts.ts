import type { Command } from 'commander';
import { MAX_PASSMARK } from '#shared/domain/slices/constants.ts';
import type { PricedLayout } from '#shared/contract/slices/slices.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { ensureFarmNode } from '../nodes/farm-nodes.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { nodeOption, whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { moneyText } from '#shared/number-text.ts';
import { renderTable, right, type Style } from '#main/hosts/cli/style.ts';
import { betweenText } from '#main/hosts/cli/text/amounts.ts';

interface NodeOption {
  readonly node?: number;
}

const ONE_NODE = nodeOption('the node; left out, this machine or the first');

/** The node in the options, or else this machine, or else the first node of the farm. */
async function chooseNode(session: CliSession, { node }: NodeOption): Promise<number> {
  await ensureFarmNode(session);
  const { nodes } = await session.calls.nodes.list();
  const found = node ?? nodes.find((entry) => entry.kind === 'this-machine')?.id ?? nodes[0]?.id;
  if (found === undefined) {
    throw invalidInput(message('cli:core.noNodeYet'), message('cli:core.addNodeFirst'));
  }
  return found;
}

const JSON_NAMES = {
  sliceCount: 'slices',
  kindId: 'kind',
  amounts: '...',
  passmark: null,
  sellable: null,
  reserve: null,
  unusedShares: null,
  wasteShare: 'waste',
} as const;

function percent(share: string): string {
  return `${toPlain(new Decimal(share).times(100).toDecimalPlaces(1))} %`;
}

function renderLayouts(style: Style, layouts: readonly PricedLayout[], chosen: string): string {
  return renderTable(
    style,
    ['Layout', right('Slices'), right('Waste'), right('Stranded'), 'Stops at', right('Income a month')],
    layouts.map((layout) => [
      layout.id === chosen ? style.strong(`${layout.id} (chosen)`) : layout.id,
      String(layout.sliceCount),
      percent(layout.wasteShare),
      percent(layout.fragmentation),
      layout.binding,
      `${betweenText(moneyText(layout.incomeMonth.min), moneyText(layout.incomeMonth.max))} USD`,
    ]),
  );
}

async function show(session: CliSession, options: NodeOption): Promise<void> {
  const nodeId = await chooseNode(session, options);
  const { layouts, chosen, needsPassmark } = await session.calls.slices.listLayouts({ nodeId });
  session.print(toSnakeCase({ node: nodeId, chosen, needsPassmark, layouts }, JSON_NAMES), () =>
    [
      renderLayouts(session.style, layouts, chosen),
      ...(needsPassmark
        ? [session.style.warning('Layouts that need a PassMark are left out: see "farmer layouts passmark".')]
        : []),
    ].join('\n'),
  );
}

async function choose(session: CliSession, layout: string, options: NodeOption): Promise<void> {
  const nodeId = await chooseNode(session, options);
  const { layout: chosen } = await session.calls.slices.updatePlan({ nodeId, patch: { layout } });
  session.print(toSnakeCase({ node: nodeId, chosen: chosen.id, layout: chosen }, JSON_NAMES), () =>
    renderLayouts(session.style, [chosen], chosen.id),
  );
}

async function passmark(session: CliSession, points: number | undefined, options: NodeOption): Promise<void> {
  const nodeId = await chooseNode(session, options);
  const area = session.calls.slices;
  const given =
    points === undefined
      ? await session.wait('measuring', area.measurePassmark())
      : { value: points, basis: 'given' as const, uncertaintyPercent: 0, note: '' };
  const { layout } = await area.updatePlan({ nodeId, patch: { passmark: given } });
  session.print(
    toSnakeCase({ node: nodeId, ...given, chosen: layout.id }, { value: 'passmark', note: null }),
    () => `PassMark ${given.value}${given.basis === 'measured' ? ` ±${given.uncertaintyPercent} %, measured` : ''}.`,
  );
}

/** `farmer layouts`: every way to divide a node into slices, side by side, and the choice of one. */
export function define(command: Command, session: CliSession): void {
  command
    .command('show', { isDefault: true })
    .description('every way to divide a node into slices')
    .option(...ONE_NODE)
    .action((options: NodeOption) => show(session, options));
  command
    .command('choose')
    .description('divide the node by a definition, parts-N, or auto')
    .argument('<layout>', 'a layout of "farmer layouts"')
    .option(...ONE_NODE)
    .action((layout: string, options: NodeOption) => choose(session, layout, options));
  command
    .command('passmark')
    .description("set a node's CPU Mark; without a number, this computer is measured")
    .argument('[points]', 'CPU Mark of the whole node', whole('the PassMark', MAX_PASSMARK, 1))
    .option(...ONE_NODE)
    .action((points: number | undefined, options: NodeOption) => passmark(session, points, options));
}
