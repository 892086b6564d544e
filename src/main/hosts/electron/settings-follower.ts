import { app } from 'electron';
import { homedir } from 'node:os';
import { openArea } from '#main/app/areas.ts';
import type { AppContext } from '#main/app/context.ts';
import type { Settings } from '#shared/contract/settings.ts';
import { applyAutostart } from './autostart.ts';
import type { Updates } from './updates/updates.ts';

function apply(settings: Settings, context: AppContext, updates: Updates): void {
  updates.setDaily(settings.updates.checksDaily);
  // A program that runs from its sources has no lasting place to be started from.
  if (!app.isPackaged) {
    return;
  }
  try {
    applyAutostart(settings.autostart, {
      platform: process.platform,
      env: process.env,
      home: homedir(),
      executable: app.getPath('exe'),
      setLoginItem: (item) => app.setLoginItemSettings(item),
    });
  } catch (error) {
    context.log.warn('autostart not set', { error });
  }
}

/**
 * Carries out the settings that concern the shell, now and after each change.
 * @returns stops it
 */
export function followSettings(context: AppContext, updates: Updates): () => void {
  const read = async (): Promise<void> => {
    const area = await openArea('settings', context);
    apply(await area.get(), context, updates);
  };
  const readSafely = (): void => {
    read().catch((error: unknown) => context.log.warn('settings not read', { error }));
  };
  readSafely();
  return context.events.subscribe((topic) => {
    if (topic === 'settings') {
      readSafely();
    }
  });
}
