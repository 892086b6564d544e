import type { FilesOutcome, ImportGroup } from '#shared/contract/data/imports.ts';
import { importEventFiles } from './event-file-import.ts';
import type { RecognisedFiles } from './file-recognition.ts';
import { type FileImport, importWholeFiles } from './whole-file-import.ts';

/**
 * Imports recognised files. All files of one kind become one import, except that each file of uptime events is its own.
 */
export async function importRecognised({ known, backups, unknown }: RecognisedFiles, given: FileImport) {
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
export async function previewRecognised(
  { known, backups, unknown }: RecognisedFiles,
  given: FileImport,
): Promise<FilesOutcome> {
  const groups = previewWholeFiles(known, given);
  return { groups: [...groups, ...(await importEventFiles(known, given, null))], backups, unknown };
}
