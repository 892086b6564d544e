// Writes the licences of everything that ships, after a build: node scripts/build-notices.ts [FILE]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { init, type ModuleInfo } from 'license-checker-rseidelsohn';

/** Licences that ask for no more than their text and the authors' names. Anything else is a decision for a person. */
const ACCEPTED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** One of the alternatives is enough; all of a combination must be accepted. */
function isAccepted(expression: string): boolean {
  const plain = expression.replace(/[()]/g, '');
  return plain
    .split(/\s+OR\s+/)
    .some((part) => part.split(/\s+AND\s+/).every((license) => ACCEPTED.has(license.trim())));
}

/** A package by its name and version: "react@19.3.1". */
type PackageId = string;

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** What the bundler took into the three bundles: electron.vite.config.ts has it written down. */
function bundledPackages(): readonly PackageId[] {
  return ['main', 'preload', 'renderer']
    .flatMap((bundle) => readJson(`out/${bundle}/licenses.json`) as { name: string; version: string }[])
    .map(({ name, version }) => `${name}@${version}`);
}

interface LockedPackage {
  readonly version: string;
  /** Only for what comes from a registry. */
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

/** What npm installs beside the program. */
function installedPackages(): readonly PackageId[] {
  const { packages } = readJson('package-lock.json') as { packages: Record<string, LockedPackage> };
  return Object.entries(packages)
    .filter(([, { integrity, dev, devOptional }]) => integrity !== undefined && dev !== true && devOptional !== true)
    .map(
      ([path, { version }]) => `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`,
    );
}

async function readLicenses(ids: ReadonlySet<PackageId>): Promise<readonly (readonly [PackageId, ModuleInfo])[]> {
  const { promise, resolve, reject } = Promise.withResolvers<Record<PackageId, ModuleInfo>>();
  init(
    { start: process.cwd(), packages: [...ids].join(';'), customFormat: { licenseText: '', publisher: '' } },
    (error: unknown, found) => (error instanceof Error ? reject(error) : resolve(found)),
  );
  const found = await promise;
  return [...ids].sort().map((id) => [id, found[id] ?? {}] as const);
}

const licenseOf = ({ licenses = '' }: ModuleInfo): string => [licenses].flat().join(' AND ').replaceAll('*', '');

function section([id, info]: readonly [PackageId, ModuleInfo]): string {
  const license = licenseOf(info);
  const heading = `${id.slice(0, id.lastIndexOf('@'))} ${id.slice(id.lastIndexOf('@') + 1)} (${license})`;
  const by = info.publisher === undefined ? '' : ` By ${info.publisher}.`;
  // Where a package brings no licence file, the checker takes its README.
  const isLicense = info.licenseFile !== undefined && !/readme/i.test(info.licenseFile);
  const texts = [
    isLicense ? (info.licenseText ?? '').trim() : `Licensed under ${license}.${by}`,
    ...(info.noticeFile === undefined ? [] : [readFileSync(info.noticeFile, 'utf8').trim()]),
  ];
  return `${'='.repeat(100)}\n${heading}\n${'='.repeat(100)}\n\n${texts.join('\n\n')}\n`;
}

const packages = await readLicenses(new Set([...bundledPackages(), ...installedPackages()]));
const refused = packages.filter(([, info]) => !isAccepted(licenseOf(info)));
if (refused.length > 0) {
  for (const [id, info] of refused) {
    process.stderr.write(`error: ${id} ships under "${licenseOf(info)}", which nobody has agreed to\n`);
  }
  process.stderr.write('hint: read the licence, then add it to scripts/build-notices.ts or leave the package out\n');
  process.exit(1);
}
const file = process.argv[2] ?? 'out/THIRD-PARTY-NOTICES.txt';
const intro = `Farmer contains the work of others. These are their licences, ${packages.length} packages in all.\nThe desktop runtime brings its own: LICENSE.electron.txt and LICENSES.chromium.html.\n`;
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${intro}\n${packages.map(section).join('\n')}`);
console.log(`${file}: ${packages.length} packages`);
