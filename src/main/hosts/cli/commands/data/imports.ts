import type { Command } from 'commander';
import type { Import } from '#shared/contract/data/imports.ts';
import { whole } from '#main/hosts/cli/options/options.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, right, type Style } from '#main/hosts/cli/style.ts';

function render(style: Style, imports: readonly Import[]): string {
  if (imports.length === 0) {
    return 'Nothing was imported yet.';
  }
  return renderTable(
    style,
    [right('Import'), 'At', 'Kind', right('Rows'), 'File'],
    imports.map(({ id, atMs, kind, rowCount, file }) => [
      String(id),
      isoUtc(Math.floor(atMs / 1000)),
      kind,
      String(rowCount),
      file,
    ]),
  );
}

async function list(session: CliSession): Promise<void> {
  const { imports } = await session.calls.data.imports.list();
  const json = imports.map(({ atMs, rowCount: rows, ...rest }) => ({ ...rest, at: Math.floor(atMs / 1000), rows }));
  session.print({ imports: json }, () => render(session.style, imports));
}

/** `farmer imports`: what was imported, and back to before an import. */
export function define(command: Command, session: CliSession): void {
  command.action(() => list(session));
  command
    .command('list')
    .description('every import that added something, latest first')
    .action(() => list(session));
  command
    .command('undo')
    .description('remove what an import added and no other import added')
    .argument('<import>', 'its number', whole('the import number', undefined, 1))
    .action(async (id: number) => {
      const { rowCount } = await session.calls.data.imports.undo({ id });
      session.print({ undone: id, rows: rowCount }, () => `Import ${id} is undone: ${rowCount} rows went.`);
    });
}
