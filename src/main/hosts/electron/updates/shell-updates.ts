import { app, dialog } from 'electron';
import { createCalls } from '#main/app/router.ts';
import type { AppContext } from '#main/app/context.ts';
import type { SystemNotices } from '#main/hosts/electron/notices/system-notices.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';
import { createUpdates, type UpdateOutcome, type Updates } from './updates.ts';
import { findUpdateFeed, writeDevelopmentConfig } from './update-feed.ts';

/** What the updates need from the shell. */
export interface ShellUpdatesOptions {
  readonly context: AppContext;
  readonly texts: ShellTexts;
  readonly notices: SystemNotices;
  readonly resourcesDirectory: string;
}

/** The result of a check that the user started. */
function outcomeText(outcome: UpdateOutcome, t: ShellTexts): string {
  switch (outcome.state) {
    case 'none':
      return t('update.none', { version: outcome.version });
    case 'downloading':
      return t('update.found', { version: outcome.version });
    case 'failed':
      return t('update.failed', { reason: t(`update.reason.${outcome.reason}`) });
    default:
      return t('update.off', { reason: t(`update.reason.${outcome.reason}`) });
  }
}

/** Connects the updates to the release feed of this build, the backups and the notifications. */
export function createShellUpdates({ context, texts, notices, resourcesDirectory }: ShellUpdatesOptions): Updates {
  const feed = findUpdateFeed({ resourcesDirectory, isPackaged: app.isPackaged, env: process.env });
  const development =
    app.isPackaged || 'missing' in feed
      ? {}
      : { developmentConfigPath: writeDevelopmentConfig(app.getPath('userData')) };
  return createUpdates({
    log: context.log,
    platform: process.platform,
    feed,
    currentVersion: app.getVersion(),
    ...development,
    onReady: (version) =>
      notices.show({
        title: texts('update.ready.title', { version }),
        body: texts('update.ready.body'),
        route: '/settings',
        isUrgent: false,
      }),
    backUp: async (version) => {
      await createCalls(context).data.backups.keep({ updateTo: version });
    },
  });
}

/** Checks for updates from the menu and shows the result in a dialog. */
export async function checkUpdatesFromMenu(updates: Updates, texts: ShellTexts): Promise<void> {
  const message = outcomeText(await updates.check(), texts);
  await dialog.showMessageBox({ type: 'info', message, buttons: [texts('update.ok')] });
}
