import { implement } from '@orpc/server';
import { type FilesOutcome, type ImportGroup, importsContract } from '#shared/contract/data/imports.ts';
import type { AppContext } from '#main/app/context.ts';
import { importEventFiles } from './event-file-import.ts';
import { recogniseFiles, type RecognisedFiles } from './file-recognition.ts';
import { undoImport } from './undo-import.ts';
import { type FileImport, importWholeFiles } from './whole-file-import.ts';

const area = implement(importsContract).$context<AppContext>();

/** The topics that an import of files may change. */
const TOPICS = ['data', 'nodes', 'uptime', 'bids'] as const;

interface Given {
  readonly fileIds: readonly string[];
  readonly nodeId: number | null;
}

async function prepare(context: AppContext, { fileIds, nodeId }: Given) {
  const stores = await context.stores();
  const files = await recogniseFiles((await context.incomingFiles()).sources(fileIds));
  return { files, given: { stores, yaml: await import('yaml'), nodeId, nowMs: context.nowMs() } };
}

/**
 * Imports recognised files. All files of one kind become one import, except that each file of uptime events is its own.
 */
async function importRecognised({ known, backups, unknown }: RecognisedFiles, given: FileImport) {
  const whole = importWholeFiles(known, given);
  const importIds = [...whole.importIds];
  const events = await importEventFiles(known, given, importIds);
  return { groups: [...whole.groups, ...events], backups, unknown, importIds };
}

/** Thrown to roll back the transaction of a preview; carries its result. */
class PreviewResult extends Error {
  readonly groups: readonly ImportGroup[];
  constructor(groups: readonly ImportGroup[]) {
    super('taken back');
    this.groups = groups;
  }
}

/** Previews an import of whole files by running it in a transaction that is rolled back. */
function previewWholeFiles(known: RecognisedFiles['known'], given: FileImport): readonly ImportGroup[] {
  try {
    return given.stores.transaction(() => {
      throw new PreviewResult(importWholeFiles(known, given).groups);
    });
  } catch (error) {
    if (error instanceof PreviewResult) {
      return error.groups;
    }
    throw error;
  }
}

/**
 * Previews {@link importRecognised} without writing anything. It does not check which uptime events are already stored.
 */
async function previewRecognised(
  { known, backups, unknown }: RecognisedFiles,
  given: FileImport,
): Promise<FilesOutcome> {
  const groups = previewWholeFiles(known, given);
  return { groups: [...groups, ...(await importEventFiles(known, given, null))], backups, unknown };
}

export default area.router({
  list: area.list.handler(async ({ context }) => ({ imports: (await context.stores()).imports.list() })),
  undo: area.undo.handler(async ({ context, input }) => {
    const stores = await context.stores();
    const rowCount = stores.transaction(() => undoImport(stores, input.id, context.nowMs()));
    for (const topic of TOPICS) context.events.publish(topic);
    return { rowCount };
  }),
  receive: area.receive.handler(async ({ context, input: { base64, ...piece } }) => {
    (await context.incomingFiles()).receive({ ...piece, bytes: Buffer.from(base64, 'base64') });
    return {};
  }),
  listOpened: area.listOpened.handler(async ({ context }) => ({ files: (await context.incomingFiles()).opened() })),
  preview: area.preview.handler(async ({ context, input }) => {
    const { files, given } = await prepare(context, input);
    return previewRecognised(files, given);
  }),
  importFiles: area.importFiles.handler(async ({ context, input }) => {
    const { files, given } = await prepare(context, input);
    const outcome = await importRecognised(files, given);
    for (const topic of TOPICS) context.events.publish(topic);
    return outcome;
  }),
  discard: area.discard.handler(async ({ context, input }) => {
    (await context.incomingFiles()).discard(input.fileIds);
    return {};
  }),
});
