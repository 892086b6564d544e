import { toFarmerError } from '#shared/contract/transport-error.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { inEnglish, message, type Message } from '#shared/message.ts';
import { type ImportSource, readSources } from '#main/store/data/import-sources.ts';
import type { CliSession } from './session.ts';
import { renderRejected } from './text/rejected-text.ts';

/** The result of importing one source: the number of rows by outcome, and the rejected rows. */
export interface SourceOutcome<Count extends string> {
  readonly counts: Readonly<Record<Count, number>>;
  readonly rejectedCount: number;
  /** The first of them. `line` is null if the whole source was rejected. */
  readonly rejected: readonly { readonly line: number | null; readonly reason: Message }[];
}

/** The result of importing several sources. */
interface ImportOutcome<Count extends string> {
  readonly counts: Record<Count, number>;
  rejectedCount: number;
  readonly rejected: { readonly file: string; readonly line: number | null; readonly reason: Message }[];
}

/** The argument of every import command. */
export const PATHS_ARGUMENT = ['<path...>', 'files, folders, ZIP archives, or - for standard input'] as const;

function lineOf(error: FarmerError): number | null {
  return typeof error.details['line'] === 'number' ? error.details['line'] : null;
}

/** Imports one source; returns the error if the whole source is rejected. */
async function importOne<Count extends string>(
  source: ImportSource,
  run: (source: ImportSource) => Promise<SourceOutcome<Count>>,
): Promise<SourceOutcome<Count> | FarmerError> {
  try {
    return await run(source);
  } catch (error) {
    const refusal = toFarmerError(error);
    if (refusal !== null && refusal.code !== 'INTERNAL') {
      return refusal;
    }
    throw error;
  }
}

function report<Count extends string>(session: CliSession, outcome: ImportOutcome<Count>, isOneFile: boolean): void {
  const { counts, rejected, rejectedCount } = outcome;
  session.print({ ...counts, rejected_count: rejectedCount, rejected }, () =>
    [
      `${Object.entries(counts)
        .map(([name, count]) => `${name} ${String(count)}`)
        .join(', ')}, rejected ${rejectedCount}.`.replace(/^./, (letter) => letter.toUpperCase()),
      ...renderRejected(
        session.style,
        rejected.map(({ file, line, reason }) => ({
          where: [...(isOneFile ? [] : [file]), ...(line === null ? [] : [`line ${line}`])].join(' ') || file,
          reason,
        })),
        rejectedCount,
      ),
    ].join('\n'),
  );
}

/** Warns that a file was read as Windows-1252, because its characters may be wrong. */
export function hintEncoding(session: CliSession, { name, isWindows }: ImportSource): void {
  if (isWindows()) session.hint(inEnglish(message('data:core.readAsWindows', { file: name })));
}

/**
 * Imports the given paths one after the other and prints the result. The exit code is 2 if every row was rejected; this
 * is the same for all imports.
 * @param none all counts at zero
 * @throws FarmerError the error of the source, if a single file was given and all of it was rejected
 */
export async function importPaths<Count extends string>(
  session: CliSession,
  paths: readonly string[],
  none: Readonly<Record<Count, number>>,
  run: (source: ImportSource) => Promise<SourceOutcome<Count>>,
): Promise<void> {
  const outcome: ImportOutcome<Count> = { counts: { ...none }, rejectedCount: 0, rejected: [] };
  const reject = (file: string, line: number | null, reason: Message) => outcome.rejected.push({ file, line, reason });
  const names: string[] = [];
  for (const source of readSources(paths)) {
    names.push(source.name);
    const result = await importOne(source, run);
    hintEncoding(session, source);
    if (result instanceof FarmerError) {
      if (paths.length === 1 && source.name === paths[0]) {
        throw result;
      }
      outcome.rejectedCount += 1;
      reject(source.name, lineOf(result), result.messages.message);
      continue;
    }
    for (const name of Object.keys(none) as Count[]) {
      outcome.counts[name] += result.counts[name];
    }
    outcome.rejectedCount += result.rejectedCount;
    for (const { line, reason } of result.rejected) {
      reject(source.name, line, reason);
    }
  }
  if (names.length === 0) {
    throw invalidInput(message('cli:core.noFilesFound'), message('app:core.checkNamePermissions'));
  }
  report(session, outcome, names.length === 1);
  if (outcome.rejectedCount > 0 && Object.values(outcome.counts).every((count) => count === 0)) {
    session.endRefused(outcome.rejectedCount);
  }
}
