import { z } from 'zod';
import { command, query, unixMs, wholeNumber } from '#shared/contract/base.ts';
import type { MessageKey } from '#shared/message.ts';

/** The fewest characters of a passphrase that a backup is encrypted with. */
const MIN_PASSPHRASE_CHARACTERS = 8;

const backupName = z.string().min(1).max(200);
const filePath = z.string().min(1).max(4096);
const passphrase = z.string().min(1).max(1024);
const newPassphrase = passphrase.min(MIN_PASSPHRASE_CHARACTERS, {
  error: 'data:core.passphraseTooShort' satisfies MessageKey,
});

/** Why a copy of the data was kept. */
export const BACKUP_REASONS = [
  'manual',
  'daily',
  'before-migration',
  'before-update',
  'before-restore',
  'unreadable',
] as const;

/** A copy of the data inside the data directory. */
const keptBackupSchema = z.object({
  name: backupName,
  reason: z.enum(BACKUP_REASONS),
  sizeBytes: wholeNumber,
  createdAtMs: unixMs,
  isEncrypted: z.boolean(),
});
/** A copy of the data inside the data directory. */
export type KeptBackup = z.infer<typeof keptBackupSchema>;

/** When and by what a backup was made, and its contents. */
const backupContentsSchema = z.object({
  isEncrypted: z.boolean(),
  createdAtMs: unixMs.nullable().describe('Null for a copy made before a migration or by hand'),
  programVersion: z.string().nullable(),
  schemaVersion: wholeNumber,
  nodeCount: wholeNumber,
  sizeBytes: wholeNumber,
});
/** When and by what a backup was made, and its contents. */
export type BackupContents = z.infer<typeof backupContentsSchema>;

const writtenBackupSchema = z.object({
  path: z.string(),
  sizeBytes: wholeNumber,
  isEncrypted: z.boolean(),
  sha256: z.string().describe('SHA-256 of the file, hex'),
});
/** A backup that was written and checked. */
export type WrittenBackup = z.infer<typeof writtenBackupSchema>;

const restoreResultSchema = z.object({
  contents: backupContentsSchema,
  setAsideName: z.string().nullable().describe('The data as it was before; null when there was none'),
  leftOut: z
    .object({ count: wholeNumber, where: z.string() })
    .nullable()
    .describe('Rows with values that Farmer does not write; null where there were none'),
});
/** What a restore did. */
export type RestoreResult = z.infer<typeof restoreResultSchema>;

/** Where a backup is. */
const backupSourceSchema = z.union([
  z.object({ name: backupName }),
  z.object({ path: filePath }),
  z.object({ fileId: z.string().max(64).describe('A file that waits to be imported') }),
]);
/** A backup by its name in the data directory, a file on this computer, or one that waits to be imported. */
export type BackupSourceInput = z.infer<typeof backupSourceSchema>;

const openBackup = z.object({ source: backupSourceSchema, passphrase: passphrase.optional() });

/** Calls about backups. Passphrases are used and forgotten: they are neither stored nor logged. */
export const backupsContract = {
  list: query('Every copy of the data that is kept, newest first').output(
    z.object({ directory: z.string(), totalBytes: wholeNumber, backups: z.array(keptBackupSchema) }),
  ),
  keep: command('Make a checked backup inside the data directory')
    .input(
      z.object({
        passphrase: newPassphrase.optional(),
        updateTo: z
          .string()
          .regex(/^[\w.+-]{1,40}$/)
          .optional()
          .describe('Before an update to this version: made once for each, and pruned like a daily one'),
      }),
    )
    .output(keptBackupSchema),
  exportTo: command('Make a checked backup in a new file of this computer')
    .input(z.object({ path: filePath, passphrase: newPassphrase.optional() }))
    .output(writtenBackupSchema),
  inspect: query('Open a backup and check it, without using it').input(openBackup).output(backupContentsSchema),
  restore: command('Put a backup in the place of the data in use, which is kept aside')
    .input(
      openBackup.extend({
        isFromOtherMachine: z.boolean().default(false).describe('Its "this machine" becomes an imported node'),
      }),
    )
    .output(restoreResultSchema),
  remove: command('Delete a kept copy for good')
    .input(z.object({ name: backupName }))
    .output(z.object({})),
};
