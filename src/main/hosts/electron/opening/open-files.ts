import { dialog } from 'electron';
import type { AppContext } from '#main/app/context.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';

/** What opening files needs from the shell. */
export interface FileOpening {
  readonly context: AppContext;
  readonly texts: ShellTexts;
  /** Brings the window up. */
  readonly showWindow: () => void;
}

/**
 * Gives files that were opened with Farmer to its window, which shows what they hold.
 * SECURITY: a file can be opened by a double click in a mail; nothing of it is stored before the user agrees there.
 */
export async function openFiles(paths: readonly string[], { context, showWindow }: FileOpening): Promise<void> {
  (await context.incomingFiles()).open(paths);
  showWindow();
  context.events.publish('data');
}

/** Lets the user choose files, and opens them. */
export async function chooseFiles(opening: FileOpening): Promise<void> {
  const { canceled, filePaths } = await dialog.showOpenDialog({ properties: ['openFile', 'multiSelections'] });
  if (!canceled && filePaths.length > 0) {
    await openFiles(filePaths, opening);
  }
}
