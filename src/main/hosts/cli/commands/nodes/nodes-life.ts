import { type Command, Argument } from 'commander';
import { UNDO_REMOVE_DAYS } from '#shared/contract/nodes/removed.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { whole } from '#main/hosts/cli/options/options.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, right } from '#main/hosts/cli/style.ts';
import { NODE_JSON_NAMES } from './node-json.ts';

const nodeNumber = whole('the node number', undefined, 1);

async function listRemoved(session: CliSession): Promise<void> {
  const { nodes } = await session.calls.nodes.list({ withDeleted: true });
  const removed = nodes.flatMap(({ id, name, deletedAtMs }) => {
    if (deletedAtMs === null) return [];
    const at = isoUtc(deletedAtMs / 1000);
    return [{ id, name, removedAt: at, restorableUntil: isoUtc(deletedAtMs / 1000 + UNDO_REMOVE_DAYS * 86_400) }];
  });
  session.print(toSnakeCase({ nodes: removed }), () =>
    removed.length === 0
      ? 'No node was removed in the last 30 days.'
      : renderTable(
          session.style,
          [right('Node'), 'Name', 'Removed', 'Can be restored until'],
          removed.map(({ id, name, removedAt, restorableUntil }) => [String(id), name, removedAt, restorableUntil]),
        ),
  );
}

function defineRemoval(command: Command, session: CliSession): void {
  command
    .command('remove')
    .description('remove a node; "nodes restore" brings it back for 30 days')
    .argument('<node>', 'its number', nodeNumber)
    .action(async (id: number) => {
      const node = await session.calls.nodes.remove({ id });
      session.print(
        toSnakeCase({ node }, NODE_JSON_NAMES),
        () => `Removed "${node.name}"; "farmer nodes restore ${id}" brings it back.`,
      );
    });
  command
    .command('restore')
    .alias('undo')
    .description('restore a removed node')
    .argument('<node>', 'its number', nodeNumber)
    .action(async (id: number) => {
      const node = await session.calls.nodes.undoRemove({ id });
      session.print(toSnakeCase({ node }, NODE_JSON_NAMES), () => `"${node.name}" is back as node ${id}.`);
    });
  command
    .command('removed')
    .description('the nodes that can be restored')
    .action(() => listRemoved(session));
}

const ANSWERS = { node: true, 'not-a-node': false } as const;

function defineThisComputer(command: Command, session: CliSession): void {
  command
    .command('this-computer')
    .description('whether this computer is a node; one that is none is in no list, total or alert')
    .addArgument(new Argument('[answer]', 'without it, the present answer').choices(Object.keys(ANSWERS)))
    .action(async (answer: keyof typeof ANSWERS | undefined) => {
      const { settings } = session.calls;
      const { thisComputer } =
        answer === undefined
          ? await settings.get()
          : await settings.update({ thisComputer: { isNode: ANSWERS[answer] } });
      session.print({ is_node: thisComputer.isNode }, () =>
        thisComputer.isNode === null
          ? 'Not decided: this computer is in the farm once it was read ("farmer check --record").'
          : thisComputer.isNode
            ? 'This computer is a node of the farm.'
            : 'This computer is not a node: it is in no list, total or alert.',
      );
    });
}

function defineMatch(command: Command, session: CliSession): void {
  command
    .command('match')
    .description('a planned machine became a node of the grid: its costs, plans and prices are kept')
    .argument('<node>', 'the number of the plan', nodeNumber)
    .requiredOption('--grid-node <number>', 'its number on the grid', whole('--grid-node', undefined, 1))
    .action(async (id: number, { gridNode }: { readonly gridNode: number }) => {
      const node = await session.calls.nodes.match({ id, gridNodeId: gridNode });
      session.print(
        toSnakeCase({ node }, NODE_JSON_NAMES),
        () => `"${node.name}" is node ${node.id}, on the grid ${gridNode}.`,
      );
    });
}

/** Matching a planned node, removing and restoring nodes, and whether this computer is a node. */
export function defineLife(command: Command, session: CliSession): void {
  defineMatch(command, session);
  defineRemoval(command, session);
  defineThisComputer(command, session);
}
