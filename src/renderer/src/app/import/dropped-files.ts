import type { WaitingFile } from '#shared/contract/data/imports.ts';

/** A file that the reader gave, with a name that identifies it. */
export interface GivenFile {
  /** With the folders that were dropped around it; empty for pasted text. */
  readonly name: string;
  readonly content: Blob;
}

/** What is to be imported: files of the reader, or files that wait in the program already. */
export interface ImportRequest {
  readonly files: readonly GivenFile[];
  readonly waiting: readonly WaitingFile[];
}

/** Whether something that is dragged over the window holds files. */
export function holdsFiles(data: DataTransfer | null): data is DataTransfer {
  return data !== null && data.types.includes('Files');
}

/** A browser lists so many entries of a folder at once, then the next ones, until there are none. */
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

async function filesIn(entry: FileSystemEntry): Promise<readonly GivenFile[]> {
  if (entry.isDirectory) {
    const inner = await listFolder(entry as FileSystemDirectoryEntry);
    return (await Promise.all(inner.map(filesIn))).flat();
  }
  const content = await new Promise<File>((resolve, reject) => {
    (entry as FileSystemFileEntry).file(resolve, reject);
  });
  return [{ name: entry.fullPath.replace(/^\//, ''), content }];
}

/** What a system keeps beside the files of a folder is no content. */
function isContent({ name }: GivenFile): boolean {
  return !/(^|\/)(\.|Thumbs\.db$)/.test(name);
}

/** Files as a file field gives them. */
export function chosenFiles(files: Iterable<File>): readonly GivenFile[] {
  return Array.from(files, (file) => ({ name: file.name, content: file }));
}

/** The files of a drop, with those in folders. It must be called while the drop is handled: afterwards it is empty. */
export async function droppedFiles(data: DataTransfer): Promise<readonly GivenFile[]> {
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry());
  const plain = chosenFiles(data.files);
  const found = entries.every((entry) => entry !== null) ? (await Promise.all(entries.map(filesIn))).flat() : plain;
  return found.filter(isContent);
}
