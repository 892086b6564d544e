import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** A browser that tests can drive. */
export interface FoundChromium {
  readonly executablePath: string;
  /** How it was found, for messages. */
  readonly source: 'CHROMIUM_PATH' | 'installed' | 'npm';
  /** Variables its process needs. */
  readonly env: Readonly<Record<string, string>>;
}

/** What every test browser is started with: no sandbox (tests run as root in containers), no traffic of its own. */
export const CHROMIUM_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

const INSTALLED_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const INSTALLED_PATHS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
    String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
  ],
};

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function findInstalled(): string | undefined {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((directory) => INSTALLED_NAMES.map((name) => join(directory, name)));
  return [...onPath, ...(INSTALLED_PATHS[process.platform] ?? [])].find(isExecutable);
}

function lacksLibraries(executablePath: string): boolean {
  try {
    return execFileSync('ldd', [executablePath], { encoding: 'utf8' }).includes('not found');
  } catch {
    return false;
  }
}

/** Unpacks the browser that npm brought, once, into the project's cache; several processes may try at the same time. */
async function unpackFromNpm(): Promise<FoundChromium> {
  const packagePath = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..');
  const { version } = JSON.parse(readFileSync(join(packagePath, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const cache = join(import.meta.dirname, '../../node_modules/.cache');
  const home = join(cache, `chromium-${version}`);
  const libraries = join(home, 'al2023', 'lib');
  if (!existsSync(join(home, 'chromium'))) {
    const fresh = join(cache, `chromium-${version}.${process.pid}`);
    mkdirSync(fresh, { recursive: true });
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = fresh;
    try {
      const { default: chromium, inflate } = await import('@sparticuz/chromium');
      await chromium.executablePath();
      await inflate(join(packagePath, 'bin', 'al2023.tar.br'));
    } finally {
      restore('TMPDIR', before);
    }
    try {
      renameSync(fresh, home);
    } catch {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  const executablePath = join(home, 'chromium');
  // A bare system lacks the libraries for TLS that the browser links to; the package brings them as well.
  const env = lacksLibraries(executablePath) ? { LD_LIBRARY_PATH: libraries } : {};
  return { executablePath, source: 'npm', env };
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) {
    delete process.env[name];
  } else {
    process.env[name] = value;
  }
}

let found: Promise<FoundChromium> | undefined;

async function find(): Promise<FoundChromium> {
  const asked = process.env['CHROMIUM_PATH'];
  if (asked !== undefined && asked !== '') {
    if (!isExecutable(asked)) {
      throw new Error(`CHROMIUM_PATH names no program that can be run: ${asked}`);
    }
    return { executablePath: asked, source: 'CHROMIUM_PATH', env: {} };
  }
  const installed = findInstalled();
  if (installed !== undefined) {
    return { executablePath: installed, source: 'installed', env: {} };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No browser to test in: install Chromium or Chrome, or set CHROMIUM_PATH.');
  }
  return unpackFromNpm();
}

/**
 * The browser to test in: CHROMIUM_PATH, an installed Chromium or Chrome, else the one that npm brings on Linux x64.
 * @throws Error when there is none
 */
export function findChromium(): Promise<FoundChromium> {
  found ??= find();
  return found;
}
