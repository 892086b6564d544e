import type { FilesOutcome, ImportGroup } from '#shared/contract/data/imports.ts';
import { HEAD_CHARACTERS, kindOfFile } from '#shared/domain/data/file-kinds.ts';
import { message } from '#shared/message.ts';
import type { ImportSource } from '#main/store/data/import-sources.ts';
import type { IncomingSource } from '#main/store/data/incoming-files.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';
import { toRefusal } from './to-refusal.ts';

/** A source of a known kind. */
export interface KnownSource {
  readonly kind: ImportGroup['kind'];
  readonly source: IncomingSource;
}

/** Sources by kind. */
export interface RecognisedFiles {
  readonly known: readonly KnownSource[];
  readonly backups: FilesOutcome['backups'];
  readonly unknown: FilesOutcome['unknown'];
}

function headOf({ chunks }: ImportSource): string {
  let head = '';
  for (const chunk of chunks) {
    head += chunk;
    if (head.length >= HEAD_CHARACTERS) {
      break;
    }
  }
  return head.slice(0, HEAD_CHARACTERS);
}

const NOTHING_TO_IMPORT = {
  empty: message('data:core.fileIsEmpty'),
  'service-error': message('data:core.fileHoldsServiceError'),
  unknown: message('data:core.fileNotRecognised'),
} as const;

/**
 * Sorts sources by the kind of their content. Errors are collected instead of thrown, so that one bad file does not
 * block the others.
 */
export async function recogniseFiles(sources: Iterable<IncomingSource>): Promise<RecognisedFiles> {
  const known: KnownSource[] = [];
  const backups: { id: string; name: string }[] = [];
  const unknown: FilesOutcome['unknown'][number][] = [];
  for (const source of sources) {
    const file = source.name;
    await yieldToEventLoop();
    try {
      const kind = kindOfFile(headOf(source));
      if (kind === 'backup') {
        backups.push({ id: source.id, name: file });
      } else if (kind === null || kind === 'empty' || kind === 'service-error') {
        unknown.push({ file, reason: NOTHING_TO_IMPORT[kind ?? 'unknown'], hint: message('data:core.filesTaken') });
      } else {
        known.push({ kind, source });
      }
    } catch (error) {
      const { messages } = toRefusal(error);
      unknown.push({ file, reason: messages.message, hint: messages.hint });
    }
  }
  return { known, backups, unknown };
}
