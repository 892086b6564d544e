import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FarmerError } from '#shared/errors.ts';
import {
  type ServiceCommand,
  serviceDefinition,
  type ServiceDefinition,
  type ServicePlace,
} from './service-definition.ts';

/** What was done, and what the system said to it. */
export interface ServiceOutcome {
  readonly path: string;
  /** Whether the system took it; false where its service manager is not to be had, and the file only waits for it. */
  readonly isActive: boolean;
  /** What to do by hand where the system did not take it; null otherwise. */
  readonly advice: string | null;
}

/** Runs a command of the system; @returns whether it did what it was told */
export type RunCommand = (command: readonly string[]) => boolean;

function runCommand([program = '', ...args]: readonly string[]): boolean {
  const { status } = spawnSync(program, args, { stdio: 'ignore', timeout: 20_000, windowsHide: true });
  return status === 0;
}

/** The templates lie beside the program: in the source tree, in the build, or in the packed app's resources. */
function findTemplate(name: string): string {
  for (let directory = dirname(fileURLToPath(import.meta.url)), up = 0; up < 8; up += 1) {
    const path = join(directory, 'resources', 'services', name);
    if (existsSync(path)) {
      return readFileSync(path, 'utf8');
    }
    directory = dirname(directory);
  }
  throw new FarmerError('NOT_FOUND', 'The template of the service is missing from this installation.', {
    hint: 'Install Farmer again.',
  });
}

/** What the service runs: this very program, with the same data. */
export function ownCommand(dataDirectory: string): ServiceCommand {
  return { program: process.execPath, args: [process.argv[1] ?? '', '--data-dir', dataDirectory, 'record'] };
}

function byHand(commands: readonly (readonly string[])[]): string {
  return commands.map((command) => command.join(' ')).join(' && ');
}

function write(path: string, text: string, encoding: ServiceDefinition['encoding']): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, encoding === 'utf16le' ? `\uFEFF${text}` : text, { encoding, mode: 0o644 });
  } catch (error) {
    throw new FarmerError('REFUSED', 'The service file cannot be written.', {
      hint: `Check the permissions of ${dirname(path)}.`,
      cause: error,
    });
  }
}

/**
 * Writes the recorder's service and starts it, now and at every login.
 * @throws FarmerError REFUSED when the file cannot be written or the platform has no way
 */
export function installService(
  place: ServicePlace,
  command: ServiceCommand,
  run: RunCommand = runCommand,
): ServiceOutcome {
  const definition = serviceDefinition(place);
  write(definition.path, definition.render(findTemplate(definition.template), command), definition.encoding);
  const isActive = definition.enable.every((step) => run(step));
  return { path: definition.path, isActive, advice: isActive ? null : byHand(definition.enable) };
}

/** Stops the recorder's service and removes its file. Doing it twice is fine. */
export function uninstallService(
  place: ServicePlace,
  run: RunCommand = runCommand,
): ServiceOutcome & { readonly wasInstalled: boolean } {
  const definition = serviceDefinition(place);
  const wasInstalled = existsSync(definition.path);
  for (const step of wasInstalled ? definition.disable : []) {
    run(step);
  }
  rmSync(definition.path, { force: true });
  return { path: definition.path, isActive: false, advice: null, wasInstalled };
}
