import { dialog } from 'electron';
import type { AppContext } from '#main/app/context.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';

/** What opening files needs from the shell. */
export interface FileOpening {
  readonly context: AppContext;
  readonly texts: ShellTexts;
  /** Shows and focuses the window. */
  readonly showWindow: () => void;
}

/**
 * Passes opened files to the window, which shows a preview.
 * SECURITY: a file may be opened by a double click in a mail program, so nothing is stored before the user confirms.
 */
export async function openFiles(paths: readonly string[], { context, showWindow }: FileOpening): Promise<void> {
  (await context.incomingFiles()).open(paths);
  showWindow();
  context.events.publish('data');
}

/** Opens the file dialog, and then the chosen files. */
export async function chooseFiles(opening: FileOpening): Promise<void> {
  const { canceled, filePaths } = await dialog.showOpenDialog({ properties: ['openFile', 'multiSelections'] });
  if (!canceled && filePaths.length > 0) {
    await openFiles(filePaths, opening);
  }
}
