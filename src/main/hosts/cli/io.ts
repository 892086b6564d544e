import { ERROR_TABLE, type FarmerError } from '#shared/errors.ts';
import { toTerminal } from './style.ts';

/** Where a command writes, and how much decoration its reader can take. */
export interface CliIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Whether stdout is a terminal that shows colour. */
  readonly isColour: boolean;
  /** Whether a person watches stderr (a spinner makes sense). */
  readonly isInteractive: boolean;
}

/** The real streams of this process. */
export function processIo(env: NodeJS.ProcessEnv): CliIo {
  const isColour = process.stdout.isTTY && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb';
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    isColour,
    isInteractive: process.stderr.isTTY,
  };
}

/** SECURITY: everything that a command writes passes here. */
export function escapeOutput(io: CliIo): CliIo {
  return { ...io, stdout: (text) => io.stdout(toTerminal(text)), stderr: (text) => io.stderr(toTerminal(text)) };
}

/** What the shell sees after an error. */
export function reportError(io: CliIo, error: FarmerError, isJson: boolean): number {
  if (isJson) {
    io.stdout(`${JSON.stringify({ error: { code: error.code, message: error.message, hint: error.hint } })}\n`);
  }
  io.stderr(`error: ${oneLine(error.message)}\nhint: ${oneLine(error.hint)}\n`);
  return ERROR_TABLE[error.code].exitCode;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}
