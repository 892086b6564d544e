import { app } from 'electron';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { prepareProfile } from './profile.ts';
import { systemSealing } from './system-sealing.ts';
import type { AppLog } from '#main/app/context.ts';
import { createFileLog } from '#main/log.ts';

/**
 * Composes the app for a process of the desktop program, with its own log file and Electron profile. Must run before
 * Electron is ready.
 * @returns null when another instance is already running; this process then exits
 */
export function openFarmer(
  dataDirectory: string,
  name: 'desktop' | 'recorder',
): { readonly farmer: ComposedApp; readonly log: AppLog } | null {
  app.setPath('userData', prepareProfile(dataDirectory, name));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return null;
  }
  const log = createFileLog(dataDirectory, name);
  process.on('uncaughtException', (error) => log.error('uncaught', { error }));
  process.on('unhandledRejection', (error) => log.error('unhandled', { error }));
  const options = { host: 'desktop', env: process.env, dataDir: dataDirectory, log, sealing: systemSealing } as const;
  return { farmer: composeApp(options), log };
}
