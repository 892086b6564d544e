import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The longest a download may take, in milliseconds. */
const DOWNLOAD_LIMIT_MS = 240_000;
/** How long a download may stand still before it is given up, in milliseconds. */
const STALL_LIMIT_MS = 20_000;
const BAR_WIDTH = 24;

const require = createRequire(import.meta.url);

interface Progress {
  readonly transferred: number;
  readonly total: number | null;
}

interface Downloader {
  readonly downloadArtifact: (request: Readonly<Record<string, unknown>>) => Promise<string>;
}

/** The file of Electron's runtime that starts it, or null while it is not installed. */
export function findElectron(): string | null {
  const home = dirname(require.resolve('electron/package.json'));
  const pathFile = join(home, 'path.txt');
  if (!existsSync(pathFile)) {
    return null;
  }
  const executable = join(home, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : null;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** One line that shows how far a download is. */
export function progressLine({ transferred, total }: Progress): string {
  if (total === null || total <= 0) {
    return `Downloading the desktop runtime: ${megabytes(transferred)}`;
  }
  const share = Math.min(1, transferred / total);
  const bar = '█'.repeat(Math.floor(share * BAR_WIDTH)).padEnd(BAR_WIDTH, '░');
  return `Downloading the desktop runtime ${bar} ${Math.floor(share * 100)} % of ${megabytes(total)}`;
}

/** Shows progress: redrawn in place on a terminal, a line every tenth part elsewhere. */
function progressPrinter(): (progress: Progress) => void {
  let lastTenth = -1;
  return (progress) => {
    if (process.stderr.isTTY) {
      process.stderr.write(`\r${progressLine(progress)}`);
      return;
    }
    const tenth = progress.total === null ? 0 : Math.floor((progress.transferred / progress.total) * 10);
    if (tenth !== lastTenth) {
      lastTenth = tenth;
      process.stderr.write(`${progressLine(progress)}\n`);
    }
  };
}

/** Downloads into the cache that Electron's own installer reads. @throws when it fails, stalls or takes too long */
async function download(home: string): Promise<void> {
  const requireThere = createRequire(join(home, 'package.json'));
  const { downloadArtifact } = (await import(pathToFileURL(requireThere.resolve('@electron/get')).href)) as Downloader;
  const { version } = requireThere('./package.json') as { readonly version: string };
  const controller = new AbortController();
  const limit = setTimeout(() => controller.abort(new Error('it took too long')), DOWNLOAD_LIMIT_MS);
  let stall = setTimeout(() => controller.abort(new Error('nothing arrived')), STALL_LIMIT_MS);
  const print = progressPrinter();
  try {
    await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums: requireThere('./checksums.json') as unknown,
      downloadOptions: {
        quiet: true,
        signal: controller.signal,
        getProgressCallback: async (progress: Progress) => {
          clearTimeout(stall);
          stall = setTimeout(() => controller.abort(new Error('nothing arrived any more')), STALL_LIMIT_MS);
          print(progress);
        },
      },
    });
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(limit);
    clearTimeout(stall);
    if (process.stderr.isTTY) {
      process.stderr.write('\r\u001b[K');
    }
  }
}

function unpack(home: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(home, 'install.js')], { stdio: 'ignore' });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
}

/** What came of the attempt to get the runtime. */
export type Installed = { readonly executable: string } | { readonly reason: string };

/** Downloads and unpacks Electron's runtime, within a time limit and with its progress shown. */
export async function installElectron(): Promise<Installed> {
  const home = dirname(require.resolve('electron/package.json'));
  try {
    await download(home);
  } catch (error) {
    return { reason: `the desktop runtime could not be downloaded (${reasonOf(error)})` };
  }
  const executable = (await unpack(home)) ? findElectron() : null;
  return executable === null ? { reason: 'the desktop runtime could not be unpacked' } : { executable };
}
