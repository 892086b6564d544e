import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';

/** A package whose code reaches the user: beside the program or inside its bundles. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression out of the package's own manifest. */
  readonly license: string;
  readonly author: string;
  /** Text of the licence files that the package brings, or "". */
  readonly licenseText: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type: string };
  readonly author?: string | { readonly name?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const ROOT = join(import.meta.dirname, '..');
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|@import\s+(?:url\()?)(['"])([^'"]+)\1/g;
const LICENSE_FILE = /^(?:licen[cs]e|copying|notice|unlicense)(?:[.-].*)?$/i;
/** Comes with licences of its own, or exists only while the program is built. */
const NOT_SHIPPED = new Set(['electron', 'node-addon-api']);
/** Types that a package names among its dependencies hold no code. */
const TYPES_ONLY = /^@types\//;

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isPackage(specifier: string): boolean {
  return /^@?[a-z\d]/i.test(specifier) && !specifier.includes(':') && !builtinModules.includes(packageName(specifier));
}

/** Names of the packages that the sources import, and of those that npm installs beside the program. */
function rootPackages(): readonly string[] {
  const sources = globSync('src/**/*.{ts,tsx,css}', { cwd: ROOT });
  const imported = sources.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)].map((match) => match[2] ?? ''),
  );
  const own = readManifest(ROOT);
  return [...imported.filter(isPackage).map(packageName), ...Object.keys(own.dependencies ?? {})];
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Node's own look-up: in the package's folder, then upwards. */
function findPackage(name: string, from: string): string | null {
  for (let folder = from; folder.startsWith(ROOT); folder = join(folder, '..')) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) {
      return candidate;
    }
  }
  return null;
}

function licenseTextOf(folder: string): string {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENSE_FILE.test(entry.name))
    .map((entry) => entry.name)
    .sort();
  return files.map((file) => readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n').trim()).join('\n\n');
}

function describe(folder: string): ShippedPackage {
  const { name, version, license, author } = readManifest(folder);
  return {
    name,
    version,
    license: typeof license === 'string' ? license : (license?.type ?? ''),
    author: typeof author === 'string' ? author : (author?.name ?? ''),
    licenseText: licenseTextOf(folder),
  };
}

/**
 * Every package whose code reaches the user, by name: what the sources import, what npm installs beside the program,
 * and all that those need in turn.
 */
export function shippedPackages(): readonly ShippedPackage[] {
  const found = new Map<string, ShippedPackage>();
  const waiting = rootPackages().map((name) => ({ name, from: ROOT }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const folder = NOT_SHIPPED.has(next.name) || TYPES_ONLY.test(next.name) ? null : findPackage(next.name, next.from);
    if (folder === null || found.has(folder)) {
      continue;
    }
    found.set(folder, describe(folder));
    const { dependencies = {}, peerDependencies = {} } = readManifest(folder);
    // A peer that is imported is found in the sources; one that is not, is not bundled either.
    const needs = Object.keys(dependencies).filter((name) => !Object.hasOwn(peerDependencies, name));
    waiting.push(...needs.map((name) => ({ name, from: folder })));
  }
  return [...found.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}
