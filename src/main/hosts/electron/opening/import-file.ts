import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { dialog } from 'electron';
import { createCalls } from '#main/app/router.ts';
import type { AppContext } from '#main/app/context.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { FarmerError } from '#shared/errors.ts';
import { type Message, storedText } from '#shared/message.ts';
import { type ImportKind, kindOfFile, MAX_IMPORT_BYTES } from './file-kinds.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';

/** What an import did. */
interface Imported {
  readonly imported: number;
  readonly rejected: number;
}

/** What imports each kind, and the page that shows what came of it. */
const IMPORTS: Readonly<
  Record<ImportKind, { readonly route: string; readonly run: (context: AppContext, text: string) => Promise<Imported> }>
> = {
  nodes: {
    route: '/hardware',
    run: async (context, text) => {
      const { nodes, rejected } = await createCalls(context).nodes.importNodes({ text });
      return { imported: nodes.length, rejected: rejected.length };
    },
  },
  bids: {
    route: '/bids',
    run: async (context, text) => {
      const { imported, rejected } = await createCalls(context).bids.importFile({ text });
      return { imported, rejected: rejected.length };
    },
  },
  receipts: {
    route: '/uptime',
    run: async (context, text) => {
      const { imported, rejectedCount } = await createCalls(context).uptime.receipts.importReceipts({ text });
      return { imported, rejected: rejectedCount };
    },
  },
};

/** Reads a file that was handed in from outside. @throws FarmerError FILE_UNREADABLE, TOO_LARGE */
export async function readHandedFile(path: string, texts: ShellTexts): Promise<string> {
  const name = basename(path);
  const hint = storedText(texts('import.choose'));
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new FarmerError('FILE_UNREADABLE', storedText(texts('import.unreadable', { name })), { hint, cause });
  });
  try {
    const stats = await file.stat();
    // SECURITY: a pipe or a device could be read for ever.
    if (!stats.isFile()) {
      throw new FarmerError('FILE_UNREADABLE', storedText(texts('import.noFile', { name })), { hint });
    }
    if (stats.size > MAX_IMPORT_BYTES) {
      throw new FarmerError('TOO_LARGE', storedText(texts('import.tooLarge', { name })), { hint });
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** What importing a file needs from the shell. */
export interface FileImportOptions {
  readonly context: AppContext;
  readonly texts: ShellTexts;
  /** Puts what the core refused into the reader's language. */
  readonly translate: (text: Message) => string;
  readonly openPage: (route: string) => void;
}

async function confirmAndImport(path: string, { context, texts, openPage }: FileImportOptions): Promise<void> {
  const text = await readHandedFile(path, texts);
  const kind = kindOfFile(text);
  if (kind === null) {
    throw new FarmerError('INVALID_INPUT', storedText(texts('import.unknown', { name: basename(path) })), {
      hint: storedText(texts('import.known')),
    });
  }
  // SECURITY: a file can be opened by a double click in a mail; nothing of it is stored before the user agrees.
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: texts('import.title'),
    message: texts('import.title'),
    detail: texts(`import.${kind}`, { name: basename(path) }),
    buttons: [texts('import.confirm'), texts('import.cancel')],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  if (response !== 0) {
    return;
  }
  const { route, run } = IMPORTS[kind];
  const outcome = await run(context, text);
  openPage(route);
  await dialog.showMessageBox({
    type: 'info',
    message: texts('import.done', { ...outcome }),
    buttons: [texts('import.ok')],
  });
}

/** Imports a file that the user opened with Farmer, after asking. What goes wrong is shown, never thrown. */
export async function importFile(path: string, options: FileImportOptions): Promise<void> {
  try {
    await confirmAndImport(path, options);
  } catch (error) {
    const planned = toFarmerError(error);
    options.context.log.warn('file not imported', { error });
    const { texts, translate } = options;
    const reason =
      planned === null
        ? texts('import.unplanned')
        : `${translate(planned.messages.message)}\n${translate(planned.messages.hint)}`;
    dialog.showErrorBox(texts('import.failed'), reason);
  }
}

/** Lets the user choose a file, and imports it. */
export async function chooseAndImportFile(options: FileImportOptions): Promise<void> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    properties: ['openFile'],
    filters: [{ name: options.texts('import.filter'), extensions: ['farmer', 'json', 'csv'] }],
  });
  const [path] = filePaths;
  if (!canceled && path !== undefined) {
    await importFile(path, options);
  }
}
