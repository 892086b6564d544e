import type { Command } from 'commander';
import type { FilesOutcome, ImportGroup } from '#shared/contract/data/imports.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { PATHS_ARGUMENT } from '#main/hosts/cli/import-paths.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { nodeOption } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import type { Style } from '#main/hosts/cli/style.ts';
import { renderRejected } from '#main/hosts/cli/text/rejected-text.ts';
import { STANDARD_INPUT } from '#main/store/data/import-sources.ts';

interface Options {
  readonly node?: number;
  readonly dryRun: boolean;
}

const COUNTS = {
  updated: 'updated',
  duplicates: 'here already',
  fixups: 'corrections',
  retries: 'sent again',
  unverified: 'not verified',
  readAsWindows: 'read as Windows-1252',
} as const;

/** The maximum number of nodes listed by name; above it only their number is printed. */
const NAMED_NODES = 12;

function renderGroup(style: Style, group: ImportGroup): readonly string[] {
  const { kind, imported, nodes, rejected, rejectedCount } = group;
  const counts = (Object.keys(COUNTS) as (keyof typeof COUNTS)[]).flatMap((name) =>
    group[name] === 0 ? [] : [`${group[name]} ${COUNTS[name]}`],
  );
  const names = nodes.length > NAMED_NODES ? `${nodes.length} nodes` : nodes.map(({ name }) => name).join(', ');
  const ofNodes = names === '' ? '' : ` for ${names}`;
  return [
    `${[`${kind}: ${imported} new`, ...counts, `${rejectedCount} rejected`].join(', ')}${ofNodes}.`,
    ...renderRejected(
      style,
      rejected.map(({ file, line, reason }) => ({ where: line === null ? file : `${file} line ${line}`, reason })),
      rejectedCount,
    ),
  ];
}

function render(style: Style, { groups, backups, unknown }: FilesOutcome): string {
  return [
    ...groups.flatMap((group) => renderGroup(style, group)),
    ...backups.map(({ name }) => `${name} is a backup: "farmer restore ${name}" puts it in place.`),
    ...renderRejected(
      style,
      unknown.map(({ file, reason }) => ({ where: file, reason })),
      unknown.length,
    ),
  ].join('\n');
}

async function importFiles(session: CliSession, paths: readonly string[], options: Options): Promise<void> {
  if (paths.includes(STANDARD_INPUT)) {
    throw invalidInput(message('cli:core.importTakesFiles'), message('cli:core.pipeIntoArea'));
  }
  const files = await session.app.context.incomingFiles();
  files.open(paths, (path) => path);
  const input = { fileIds: files.opened().map(({ id }) => id), nodeId: options.node ?? null };
  const { imports } = session.calls.data;
  const outcome = options.dryRun
    ? { ...(await session.wait('looking', imports.preview(input))), importIds: [] }
    : await session.wait('importing', imports.importFiles(input));
  const { backups, ...rest } = outcome;
  if (outcome.groups.length + backups.length + outcome.unknown.length === 0) {
    throw invalidInput(message('cli:core.noFilesFound'), message('app:core.checkNamePermissions'));
  }
  session.print({ ...Object(toSnakeCase(rest, { isNew: 'is_new' })), backups: backups.map(({ name }) => name) }, () =>
    render(session.style, outcome),
  );
  const refusedCount = outcome.groups.reduce((sum, { rejectedCount }) => sum + rejectedCount, outcome.unknown.length);
  const isNothing = outcome.groups.every(
    ({ imported, updated, duplicates, fixups, retries }) => imported + updated + duplicates + fixups + retries === 0,
  );
  if (refusedCount > 0 && isNothing) {
    session.endRefused(refusedCount);
  }
}

/** `farmer import`: whatever the grid's tools give, each file by what it holds, as the window takes it. */
export function define(command: Command, session: CliSession): void {
  command
    .argument(PATHS_ARGUMENT[0], 'files, folders or ZIP archives')
    .option(...nodeOption('of uptime events; default: the node that each names'))
    .option('--dry-run', 'show what the files hold, and import nothing', false)
    .action((paths: readonly string[], options: Options) => importFiles(session, paths, options));
}
