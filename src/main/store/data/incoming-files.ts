import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { type ImportSource, readFinitePath } from './import-sources.ts';

/** The most bytes that all waiting files may have together. */
const MAX_WAITING_BYTES = 1024 ** 3;
/** The most files that may wait. */
const MAX_WAITING_FILES = 20_000;

/** A file that waits to be imported. */
export interface IncomingFile {
  readonly id: string;
  /** The file's own name, with the folder that was dropped. */
  readonly name: string;
}

/** A source in a waiting file. */
export interface IncomingSource extends ImportSource {
  readonly id: string;
  /** The name of the file that it is in. */
  readonly fileName: string;
}

/** A piece of a file that a page sends. Pieces come in order. */
export interface FilePiece {
  readonly id: string;
  readonly name: string;
  /** The position of the piece in the file: the number of bytes received before it. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

interface Waiting {
  readonly name: string;
  readonly path: string;
  /** The bytes received so far; null for a file of this computer, which is read where it is. */
  bytes: number | null;
}

function tooMuch(): FarmerError {
  return new FarmerError('TOO_LARGE', message('data:core.tooMuchAtOnce', { mebibytes: MAX_WAITING_BYTES / 2 ** 20 }), {
    hint: message('data:core.importLargeByCommand'),
  });
}

/** SECURITY: only the user may read it, and a first piece never overwrites an existing file. */
function append(path: string, bytes: Uint8Array, isFirst: boolean): void {
  const target = openSync(path, isFirst ? 'wx' : 'a', 0o600);
  try {
    writeSync(target, bytes);
  } finally {
    closeSync(target);
  }
}

/**
 * Files that wait until the farmer agrees to import them: dropped on a page, or opened with the program. Files from a
 * page are kept in a private folder among the system's temporary files, so that they take no memory.
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

  /**
   * Stores the next piece of a file from a page.
   * @throws FarmerError INVALID_INPUT for a piece out of order, TOO_LARGE
   */
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

  /**
   * Adds files and folders of this computer.
   * @param nameOf the name of each; default: its own name, without its folder
   */
  open(paths: readonly string[], nameOf: (path: string) => string = (path) => basename(path)): void {
    for (const path of paths) {
      this.#openedCount += 1;
      this.#waiting.set(`opened-${this.#openedCount}`, { name: nameOf(path), path, bytes: null });
    }
  }

  /** The files added by {@link open} and not discarded yet. */
  opened(): readonly IncomingFile[] {
    return [...this.#waiting].flatMap(([id, { name, bytes }]) => (bytes === null ? [{ id, name }] : []));
  }

  /**
   * The sources in the files: each text of a folder or an archive is a source of its own.
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

  /** The path of a file. @throws FarmerError NOT_FOUND */
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
