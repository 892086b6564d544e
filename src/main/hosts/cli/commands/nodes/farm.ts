import type { Command } from 'commander';
import { concernRank, needsAttention } from '#shared/domain/nodes/farm.ts';
import { renderFarm } from './farm-text.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

/** The fields of the farm that scripts know by another name, and those that they find in `farmer nodes` and `reward`. */
const NAMES = {
  isDemo: 'demo',
  isAsIfMinted: 'as_if_minted',
  periodName: 'period',
  periodIndex: null,
  quietSinceS: 'quiet_since',
  resources: null,
  grid: null,
  baseMusd: null,
  fullMusd: null,
  fullTft: null,
  'reward.permille': null,
} as const;

/** `farmer farm`: the totals of the farm and every node, worst first. */
export function define(command: Command, session: CliSession): void {
  command
    .option('--attention', 'only the nodes that need a hand', false)
    .action(async ({ attention }: { readonly attention: boolean }) => {
      const { nodes, totals, planned, isAsIfMinted } = await session.calls.nodes.summariseFarm();
      const rows = nodes
        .filter(({ concern }) => !attention || needsAttention(concern))
        .toSorted((a, b) => concernRank(a.concern) - concernRank(b.concern) || a.id - b.id);
      session.print(toSnakeCase({ totals, planned, nodes: rows, isAsIfMinted }, NAMES), () =>
        nodes.length === 0
          ? 'No nodes yet. "farmer check --record" adds this machine, "farmer nodes import" those of the grid.'
          : [
              renderFarm(session.style, { totals, planned }, rows),
              ...(isAsIfMinted ? ['Amounts are as if minted: see "farmer rules minting".'] : []),
            ].join('\n\n'),
      );
    });
}
