import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a build is made from, relative to the project. */
const SOURCES = ['src', 'resources', 'package.json', 'package-lock.json', 'electron.vite.config.ts'] as const;
/** What a build leaves, one file of each part. */
const OUTPUTS = [
  'out/main/index.js',
  'out/main/serve.js',
  'out/main/cli.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
];

function modifiedMs(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

function newestMs(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isDirectory()) {
    return stats?.mtimeMs ?? 0;
  }
  const entries: readonly Dirent[] = readdirSync(path, { withFileTypes: true });
  // The directory itself counts: a removed file changes nothing else.
  return entries.reduce((newest, entry) => Math.max(newest, newestMs(join(path, entry.name))), stats.mtimeMs);
}

/**
 * Why the project has to be built before it can start, or null when the last build is of these sources.
 * @param root the project's directory
 */
export function whyBuild(root: string): string | null {
  const built = OUTPUTS.map((path) => modifiedMs(join(root, path)));
  if (built.includes(null)) {
    return 'it is not built yet';
  }
  const oldestOutputMs = Math.min(...built.map((time) => time ?? 0));
  const newestSourceMs = Math.max(...SOURCES.map((path) => newestMs(join(root, path))));
  return newestSourceMs > oldestOutputMs ? 'its sources changed since the last build' : null;
}
