import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { type ImportSource, readFinitePath } from './import-sources.ts';

/** What all files that wait together may hold, in bytes. */
const MAX_WAITING_BYTES = 1024 ** 3;
/** The most files that wait. */
const MAX_WAITING_FILES = 20_000;

/** A file that waits to be imported. */
export interface IncomingFile {
  readonly id: string;
  /** As the farmer knows it: its own name, with the folder that was dropped. */
  readonly name: string;
}

/** A source in a file that waits. */
export interface IncomingSource extends ImportSource {
  readonly id: string;
  /** Of the file that it stands in. */
  readonly fileName: string;
}

/** A piece of a file that a page sends. Pieces come in order. */
export interface FilePiece {
  readonly id: string;
  readonly name: string;
  /** Where in the file it belongs: what was received before. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

interface Waiting {
  readonly name: string;
  readonly path: string;
  /** What was received so far; null for a file of this computer, which is read where it is. */
  bytes: number | null;
}

function tooMuch(): FarmerError {
  return new FarmerError('TOO_LARGE', message('data:core.tooMuchAtOnce', { mebibytes: MAX_WAITING_BYTES / 2 ** 20 }), {
    hint: message('data:core.importLargeByCommand'),
  });
}

/** SECURITY: only the user may read it; a first piece never writes into a file that is there. */
function append(path: string, bytes: Uint8Array, isFirst: boolean): void {
  const target = openSync(path, isFirst ? 'wx' : 'a', 0o600);
  try {
    writeSync(target, bytes);
  } finally {
    closeSync(target);
  }
}

/**
 * Files that wait for the farmer to agree to their import: dropped on a page, or opened with the program. What a page
 * sends is kept in a private folder of the system's temporary files, so that memory stays small.
 */
export class IncomingFiles {
  readonly #waiting = new Map<string, Waiting>();
  #folder: string | null = null;
  #openedCount = 0;
  #receivedBytes = 0;

  #find(id: string): Waiting {
    const file = this.#waiting.get(id);
    if (file === undefined) {
      throw new FarmerError('NOT_FOUND', message('data:core.fileNotWaiting'), {
        hint: message('data:core.giveFileAgain'),
      });
    }
    return file;
  }

  #begin(id: string, name: string): Waiting {
    if (this.#waiting.size >= MAX_WAITING_FILES) {
      throw tooMuch();
    }
    this.#folder ??= mkdtempSync(join(tmpdir(), 'farmer-import-'));
    const file = { name, path: join(this.#folder, id), bytes: 0 };
    this.#waiting.set(id, file);
    return file;
  }

  /** Takes the next piece of a file from a page. @throws FarmerError INVALID_INPUT for a piece out of turn, TOO_LARGE */
  receive({ id, name, offset, bytes }: FilePiece): void {
    const file = this.#waiting.get(id) ?? this.#begin(id, name);
    const isTooMuch = this.#receivedBytes + bytes.length > MAX_WAITING_BYTES;
    if (file.bytes !== offset || isTooMuch) {
      this.discard([id]);
      throw isTooMuch
        ? tooMuch()
        : invalidInput(message('data:core.fileNotWaiting'), message('data:core.giveFileAgain'));
    }
    append(file.path, bytes, offset === 0);
    file.bytes += bytes.length;
    this.#receivedBytes += bytes.length;
  }

  /** Takes files and folders of this computer. @param nameOf what each is called; default: its own name, without its folder */
  open(paths: readonly string[], nameOf: (path: string) => string = (path) => basename(path)): void {
    for (const path of paths) {
      this.#openedCount += 1;
      this.#waiting.set(`opened-${this.#openedCount}`, { name: nameOf(path), path, bytes: null });
    }
  }

  /** Those that {@link open} took, until they are discarded. */
  opened(): readonly IncomingFile[] {
    return [...this.#waiting].flatMap(([id, { name, bytes }]) => (bytes === null ? [{ id, name }] : []));
  }

  /**
   * What stands in the files: each text of a folder or an archive is a source of its own.
   * @throws FarmerError NOT_FOUND
   */
  *sources(ids: readonly string[]): Generator<IncomingSource, void> {
    for (const id of ids) {
      const { path, name } = this.#find(id);
      for (const source of readFinitePath(path, name)) {
        yield { ...source, id, fileName: name };
      }
    }
  }

  /** Where a file is. @throws FarmerError NOT_FOUND */
  pathOf(id: string): string {
    return this.#find(id).path;
  }

  discard(ids: readonly string[]): void {
    for (const id of ids) {
      const file = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (file !== undefined && file.bytes !== null) {
        this.#receivedBytes -= file.bytes;
        rmSync(file.path, { force: true });
      }
    }
  }

  close(): void {
    this.#waiting.clear();
    if (this.#folder !== null) {
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }
}
