import type { FilesOutcome, ImportGroup } from '#shared/contract/data/imports.ts';
import { importEventFiles } from './event-file-import.ts';
import type { RecognisedFiles } from './file-recognition.ts';
import { type FileImport, importWholeFiles } from './whole-file-import.ts';

/** Imports what was recognised; what the files of a kind bring is one import, but each file of uptime events is its own. */
export async function importRecognised({ known, backups, unknown }: RecognisedFiles, given: FileImport) {
  const whole = importWholeFiles(known, given);
  const importIds = [...whole.importIds];
  const events = await importEventFiles(known, given, importIds);
  return { groups: [...whole.groups, ...events], backups, unknown, importIds };
}

/** Takes a transaction back with what was found in it. */
class Found extends Error {
  readonly groups: readonly ImportGroup[];
  constructor(groups: readonly ImportGroup[]) {
    super('taken back');
    this.groups = groups;
  }
}

/** Does what an import of whole files does, and takes all of it back at once. */
function lookAtWholeFiles(known: RecognisedFiles['known'], given: FileImport): readonly ImportGroup[] {
  try {
    return given.stores.transaction(() => {
      throw new Found(importWholeFiles(known, given).groups);
    });
  } catch (error) {
    if (error instanceof Found) {
      return error.groups;
    }
    throw error;
  }
}

/** What {@link importRecognised} would bring; nothing is written. Which uptime events are here already is not looked up. */
export async function previewRecognised(
  { known, backups, unknown }: RecognisedFiles,
  given: FileImport,
): Promise<FilesOutcome> {
  const groups = lookAtWholeFiles(known, given);
  return { groups: [...groups, ...(await importEventFiles(known, given, null))], backups, unknown };
}
