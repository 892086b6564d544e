import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface AsarFile {
  readonly size: number;
  readonly offset?: string;
  readonly unpacked?: boolean;
}
interface AsarFolder {
  readonly files: Readonly<Record<string, AsarFile | AsarFolder>>;
}

/** One file of an archive. */
export interface ArchivedFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** It lies beside the archive, because the system has to load it from a real path. */
  readonly isUnpacked: boolean;
  /** SHA-256 and blocks of it are in the archive's header, for the runtime to check. */
  readonly hasIntegrity: boolean;
  readonly read: () => Buffer;
}

/** Four numbers precede the header; the second counts the bytes up to the first file, the fourth those of the header. */
const PREFIX_BYTES = 16;

/** The files of an Electron archive, by path. */
export function readAsar(archive: string): readonly ArchivedFile[] {
  const bytes = readFileSync(archive);
  const header = JSON.parse(bytes.toString('utf8', PREFIX_BYTES, PREFIX_BYTES + bytes.readUInt32LE(12))) as AsarFolder;
  const firstFile = 8 + bytes.readUInt32LE(4);
  const listed: ArchivedFile[] = [];
  const walk = (folder: AsarFolder, path: string): void => {
    for (const [name, entry] of Object.entries(folder.files)) {
      const full = path === '' ? name : `${path}/${name}`;
      if ('files' in entry) {
        walk(entry, full);
        continue;
      }
      const isUnpacked = entry.unpacked === true;
      const start = firstFile + Number(entry.offset ?? 0);
      listed.push({
        path: full,
        sizeBytes: entry.size,
        isUnpacked,
        hasIntegrity: 'integrity' in entry,
        read: () =>
          isUnpacked ? readFileSync(join(`${archive}.unpacked`, full)) : bytes.subarray(start, start + entry.size),
      });
    }
  };
  walk(header, '');
  return listed;
}

/** Writes the files of an archive into a folder. */
export function extractAsar(archive: string, folder: string): void {
  for (const file of readAsar(archive)) {
    const target = join(folder, file.path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, file.read());
  }
}
