import type { WaitingFile } from '#shared/contract/data/imports.ts';

/** A file from the user, with a name that identifies it. */
export interface InputFile {
  /** The path including dropped folders; empty for pasted text. */
  readonly name: string;
  readonly content: Blob;
}

/** What to import: files from the user, or files that are already in the program. */
export interface ImportRequest {
  readonly files: readonly InputFile[];
  readonly waiting: readonly WaitingFile[];
}

/** Whether a drag contains files. */
export function hasFiles(data: DataTransfer | null): data is DataTransfer {
  return data !== null && data.types.includes('Files');
}

/** Browsers return the entries of a folder in batches until an empty one. */
async function listFolder(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) {
      return all;
    }
    all.push(...some);
  }
}

async function filesIn(entry: FileSystemEntry): Promise<readonly InputFile[]> {
  if (entry.isDirectory) {
    const inner = await listFolder(entry as FileSystemDirectoryEntry);
    return (await Promise.all(inner.map(filesIn))).flat();
  }
  const content = await new Promise<File>((resolve, reject) => {
    (entry as FileSystemFileEntry).file(resolve, reject);
  });
  return [{ name: entry.fullPath.replace(/^\//, ''), content }];
}

/** Excludes files that operating systems add to folders. */
function isUserFile({ name }: InputFile): boolean {
  return !/(^|\/)(\.|Thumbs\.db$)/.test(name);
}

/** The files of a file input. */
export function chosenFiles(files: Iterable<File>): readonly InputFile[] {
  return Array.from(files, (file) => ({ name: file.name, content: file }));
}

/**
 * The dropped files, including those in folders. Must be called during the drop event, because its data is cleared
 * afterwards.
 */
export async function droppedFiles(data: DataTransfer): Promise<readonly InputFile[]> {
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry());
  const plain = chosenFiles(data.files);
  const found = entries.every((entry) => entry !== null) ? (await Promise.all(entries.map(filesIn))).flat() : plain;
  return found.filter(isUserFile);
}
