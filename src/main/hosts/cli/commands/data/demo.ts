import type { Command } from 'commander';
import { oneOf } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

const ACTIONS = ['fill', 'remove', 'state'] as const;

/** `farmer demo [fill|remove|state]`: a small farm to look around in, and gone again without a trace. */
export function define(command: Command, session: CliSession): void {
  command
    .argument('[action]', 'fill, remove or state', oneOf('action', ACTIONS), 'fill')
    .action(async (action: (typeof ACTIONS)[number]) => {
      const area = session.calls.data.demo;
      const calls = { fill: () => area.fill(), remove: () => area.remove(), state: () => area.getState() };
      const { isPresent, nodeCount } = await calls[action]();
      session.print({ present: isPresent, nodes: nodeCount }, () =>
        isPresent
          ? `Demo data is there: ${nodeCount} nodes, each marked "(demo)". "farmer demo remove" takes it away.`
          : 'There is no demo data. "farmer demo" adds a small farm to look around in.',
      );
    });
}
