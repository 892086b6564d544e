import { implement } from '@orpc/server';
import { importsContract } from '#shared/contract/data/imports.ts';
import type { AppContext } from '#main/app/context.ts';
import { importRecognised, previewRecognised } from './file-import.ts';
import { recogniseFiles } from './file-recognition.ts';
import { undoImport } from './undo-import.ts';

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
