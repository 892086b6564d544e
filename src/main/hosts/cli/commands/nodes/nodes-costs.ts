import type { Command } from 'commander';
import { readTextFile } from '#main/hosts/cli/options/input-file.ts';
import { writeTextFile } from '#main/hosts/cli/options/output-file.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderRejected } from '#main/hosts/cli/text/rejected-text.ts';

/** `farmer nodes export-costs` and `import-costs`: what nodes draw and cost, through a spreadsheet. */
export function defineCosts(command: Command, session: CliSession): void {
  command
    .command('export-costs')
    .description('write what was entered of the nodes as CSV: site, labels, watts, tariff, price paid, hardware')
    .argument('<file>', 'the CSV to write')
    .action(async (path: string) => {
      const { csv, rows } = await session.calls.nodes.costs.export();
      await writeTextFile(path, csv);
      session.print({ written: path, rows }, () => `Wrote ${rows} nodes to ${path}.`);
    });
  command
    .command('import-costs')
    .description(
      'import such a CSV: each row changes its node or adds one; bad rows are listed, the others are imported',
    )
    .argument('<file>', 'the CSV, or - for standard input')
    .action(async (path: string) => {
      const { added, updated, unchanged, rejected } = await session.calls.nodes.costs.import({
        csv: readTextFile(path, session),
      });
      session.print({ added, updated, unchanged, rejected }, () =>
        [
          `Added ${added.length} nodes, changed ${updated.length}; ${unchanged} are as they were, ${rejected.length} rows were refused.`,
          ...renderRejected(
            session.style,
            rejected.map(({ line, reason }) => ({ where: `line ${line}`, reason })),
          ),
        ].join('\n'),
      );
    });
}
