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

/** The result of installing or removing a service. */
export interface ServiceOutcome {
  readonly path: string;
  /**
   * Whether the service manager has accepted the service; false where it is unavailable and only the file was written.
   */
  readonly isActive: boolean;
  /** What to do by hand when the service manager did not accept it; null otherwise. */
  readonly advice: string | null;
}

/**
 * Runs a system command.
 * @returns whether it succeeded
 */
export type RunCommand = (command: readonly string[]) => Promise<boolean>;

function runCommand([program = '', ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 20_000, windowsHide: true }, (error) => resolve(error === null));
  });
}

/**
 * Runs the steps until one fails.
 * @returns whether all succeeded
 */
async function runAll(steps: readonly (readonly string[])[], run: RunCommand): Promise<boolean> {
  for (const step of steps) {
    if (!(await run(step))) {
      return false;
    }
  }
  return true;
}

/** The templates are next to the program: in the source tree, in the build, or in the resources of the packaged app. */
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

/** The content of the service file for a command. */
function serviceText(place: ServicePlace, command: ServiceCommand): string {
  const { template, encoding, render } = serviceDefinition(place);
  return textOf(render(findTemplate(template), command), encoding);
}

/** The content of the installed service file; null when there is none. */
export function installedServiceText(place: ServicePlace): string | null {
  const { path, encoding } = serviceDefinition(place);
  try {
    return readFileSync(path, encoding);
  } catch {
    return null;
  }
}

/** Whether the installed service file is up to date for a command and the service manager has accepted it. */
export async function isServiceInstalled(
  place: ServicePlace,
  command: ServiceCommand,
  run: RunCommand = runCommand,
): Promise<boolean> {
  const { checkRegistered } = serviceDefinition(place);
  return installedServiceText(place) === serviceText(place, command) && (await run(checkRegistered));
}

/**
 * Writes the recorder's service file and starts the service, now and at every login. A running service is restarted, so
 * that the new file takes effect.
 * @throws FarmerError REFUSED when the file cannot be written or the platform is not supported
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

/** Stops the recorder's service and removes its file. Idempotent. */
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
