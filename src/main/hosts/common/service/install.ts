import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDirectory } from '#main/store/make-directory.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
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

/** Runs a command of the system; @returns whether it succeeded */
export type RunCommand = (command: readonly string[]) => Promise<boolean>;

function runCommand([program = '', ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 20_000, windowsHide: true }, (error) => resolve(error === null));
  });
}

/** @returns whether all of them succeeded; the first that fails is the last to run */
async function runAll(steps: readonly (readonly string[])[], run: RunCommand): Promise<boolean> {
  for (const step of steps) {
    if (!(await run(step))) {
      return false;
    }
  }
  return true;
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
  throw new FarmerError('NOT_FOUND', message('app:core.serviceTemplateMissing'), {
    hint: message('app:core.installFarmerAgain'),
  });
}

function byHand(commands: readonly (readonly string[])[]): string {
  return commands.map((command) => command.join(' ')).join(' && ');
}

function textOf(text: string, encoding: ServiceDefinition['encoding']): string {
  return encoding === 'utf16le' ? `\uFEFF${text}` : text;
}

function write(path: string, text: string, encoding: ServiceDefinition['encoding']): void {
  try {
    makeDirectory(dirname(path));
    writeFileSync(path, text, { encoding, mode: 0o644 });
  } catch (error) {
    throw new FarmerError('REFUSED', message('app:core.serviceFileNotWritable'), {
      hint: message('app:core.checkPermissions', { path: dirname(path) }),
      cause: error,
    });
  }
}

/** The service's file as it would be installed for a command. */
function serviceText(place: ServicePlace, command: ServiceCommand): string {
  const { template, encoding, render } = serviceDefinition(place);
  return textOf(render(findTemplate(template), command), encoding);
}

/** The service's file as it lies there; null where none does. */
export function installedServiceText(place: ServicePlace): string | null {
  const { path, encoding } = serviceDefinition(place);
  try {
    return readFileSync(path, encoding);
  } catch {
    return null;
  }
}

/** Whether the recorder's service lies there as it would be installed for a command, and the system has taken it. */
export async function isServiceInstalled(
  place: ServicePlace,
  command: ServiceCommand,
  run: RunCommand = runCommand,
): Promise<boolean> {
  const { isTaken } = serviceDefinition(place);
  return installedServiceText(place) === serviceText(place, command) && (await run(isTaken));
}

/**
 * Writes the recorder's service and starts it, now and at every login. One that runs already is started anew, so that
 * what was written holds.
 * @throws FarmerError REFUSED when the file cannot be written or the platform has no way
 */
export async function installService(
  place: ServicePlace,
  command: ServiceCommand,
  run: RunCommand = runCommand,
): Promise<ServiceOutcome> {
  const { path, encoding, forget, enable } = serviceDefinition(place);
  write(path, serviceText(place, command), encoding);
  await runAll(forget, run);
  const isActive = await runAll(enable, run);
  return { path, isActive, advice: isActive ? null : byHand(enable) };
}

/** Stops the recorder's service and removes its file. Doing it twice is fine. */
export async function uninstallService(
  place: ServicePlace,
  run: RunCommand = runCommand,
): Promise<ServiceOutcome & { readonly wasInstalled: boolean }> {
  const { path, disable } = serviceDefinition(place);
  const wasInstalled = existsSync(path);
  for (const step of wasInstalled ? disable : []) {
    await run(step);
  }
  rmSync(path, { force: true });
  return { path, isActive: false, advice: null, wasInstalled };
}
