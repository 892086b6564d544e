import { z } from 'zod';
import { command, messageSchema, query, unixMs, unixSeconds, wholeNumber } from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { FILE_KINDS } from '#shared/domain/data/file-kinds.ts';

const contentKind = z.enum(FILE_KINDS).exclude(['backup']);

/** The kind of an import in the list of imports: that of its files, with a passport as a node, or the grid. */
export const importKind = z.enum([...contentKind.exclude(['passport']).options, 'grid']);

/** One of {@link importKind}. */
export type ImportKind = z.infer<typeof importKind>;

const importSchema = z.object({
  id: wholeNumber,
  atMs: unixMs,
  kind: importKind,
  file: z.string().describe('As it was named; empty for pasted text'),
  rowCount: wholeNumber.describe('Rows that were new'),
});

/** An import that added data. */
export type Import = z.infer<typeof importSchema>;

/** The largest piece of a file that is sent at once, in bytes. */
export const MAX_PIECE_BYTES = 3 * 1024 * 1024;

const fileId = z.string().regex(/^[\w-]{1,64}$/);
const fileName = z.string().max(4096);
const waitingFile = z.object({ id: fileId, name: fileName });
/** A file that waits to be imported. */
export type WaitingFile = z.infer<typeof waitingFile>;

const rejectedSchema = z.object({
  file: fileName,
  line: wholeNumber.nullable().describe('Null where the file as a whole was refused'),
  reason: messageSchema,
});

const groupSchema = z.object({
  kind: contentKind,
  files: z.array(fileName).readonly(),
  imported: wholeNumber.describe('What was new'),
  updated: wholeNumber.describe('Nodes that were here already'),
  duplicates: wholeNumber.describe('What was here already'),
  fixups: wholeNumber.describe('Corrections of receipts'),
  retries: wholeNumber.describe('Payments that were sent again'),
  unverified: wholeNumber.describe('Receipts whose hash cannot be verified'),
  readAsWindows: wholeNumber.describe('Files that are neither UTF-8 nor UTF-16, read as Windows-1252'),
  nodes: z
    .array(
      z.object({
        id: nodeId.nullable().describe('Null for one that is not here yet'),
        name: z.string(),
        isNew: z.boolean(),
        rowCount: wholeNumber,
      }),
    )
    .readonly()
    .describe('The nodes that it belongs to'),
  range: z.object({ fromS: unixSeconds, toS: unixSeconds }).nullable().describe('Of uptime events'),
  namelessCount: wholeNumber.describe('Uptime events that name no node, and none was chosen for them'),
  sleepers: z.array(z.object({ gridNodeId: wholeNumber, maySleep: z.boolean() })).readonly(),
  rejectedCount: wholeNumber,
  rejected: z.array(rejectedSchema).readonly().describe('The first 100'),
});
/** The result of importing the files of one kind. */
export type ImportGroup = z.infer<typeof groupSchema>;

const filesOutcomeSchema = z.object({
  groups: z.array(groupSchema).readonly().describe('What was recognised, by kind'),
  backups: z.array(waitingFile).readonly().describe('Backups: each is restored by itself'),
  unknown: z
    .array(z.object({ file: fileName, reason: messageSchema, hint: messageSchema }))
    .readonly()
    .describe('Files that hold nothing that Farmer knows, or cannot be read'),
});
/** What files hold, or what became of it. */
export type FilesOutcome = z.infer<typeof filesOutcomeSchema>;

const files = z.object({
  fileIds: z.array(fileId).min(1).max(20_000),
  nodeId: nodeId.nullable().default(null).describe('Of uptime events; null: each names its own by its grid number'),
});

/** Calls about imports. */
export const importsContract = {
  list: query('Every import that brought something, latest first').output(
    z.object({ imports: z.array(importSchema).readonly() }),
  ),
  undo: command('Take away what an import brought, and no other import brought too')
    .input(z.object({ id: wholeNumber }))
    .output(z.object({ rowCount: wholeNumber.describe('Rows that went') })),
  receive: command('Send a file that is to be imported, piece by piece; nothing of it is imported yet')
    .input(
      z.object({
        id: fileId,
        name: fileName,
        offset: wholeNumber.describe('How much of it was sent before, in bytes'),
        base64: z.base64().max(Math.ceil(MAX_PIECE_BYTES / 3) * 4),
      }),
    )
    .output(z.object({})),
  listOpened: query('Files that were opened with Farmer, and wait').output(
    z.object({ files: z.array(waitingFile).readonly() }),
  ),
  preview: query('What files hold and what their import would bring; nothing is written')
    .input(files)
    .output(filesOutcomeSchema),
  importFiles: command('Import files, each by what it holds')
    .input(files)
    .output(filesOutcomeSchema.extend({ importIds: z.array(wholeNumber).readonly() })),
  discard: command('Forget files that wait')
    .input(z.object({ fileIds: z.array(fileId).max(20_000) }))
    .output(z.object({})),
};
