import { readFileSync } from 'node:fs';

/**
 * Checks package-lock.json without a network: no hole (every optional dependency of a locked package is locked too),
 * an integrity for every package from a registry, and no install script that package.json does not list.
 */
interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly allowScripts: Readonly<Record<string, boolean>>;
};
const packages = Object.entries(lock.packages);
const problems: string[] = [];

/** Node's own look-up: from the package's folder upwards through every node_modules. */
function isLocked(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    if (Object.hasOwn(lock.packages, folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`)) {
      return true;
    }
    if (folder === '') {
      return false;
    }
  }
}

for (const [path, entry] of packages) {
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (!isLocked(path, name)) {
      problems.push(`Missing: ${name}, an optional dependency of ${path === '' ? 'the project' : path}`);
    }
  }
  const isFromRegistry = path.includes('node_modules/') && entry.link !== true;
  if (isFromRegistry && entry.integrity === undefined) {
    problems.push(`No integrity: ${path}`);
  }
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (entry.hasInstallScript === true && !Object.hasOwn(manifest.allowScripts, name)) {
    problems.push(`Install script that nobody decided on: ${name} (list it under allowScripts)`);
  }
}

for (const problem of problems) {
  console.error(problem);
}
console.log(`${packages.length} locked packages, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
