// Writes the licences of everything that ships: node scripts/build-notices.ts [FILE]
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ShippedPackage, shippedPackages } from './shipped-packages.ts';

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

function section(entry: ShippedPackage): string {
  const heading = `${entry.name} ${entry.version} (${entry.license})`;
  const text =
    entry.licenseText || `Licensed under ${entry.license}.${entry.author === '' ? '' : ` By ${entry.author}.`}`;
  return `${'='.repeat(100)}\n${heading}\n${'='.repeat(100)}\n\n${text}\n`;
}

const packages = shippedPackages();
const refused = packages.filter((entry) => !isAccepted(entry.license));
if (refused.length > 0) {
  for (const { name, version, license } of refused) {
    process.stderr.write(`error: ${name} ${version} ships under "${license}", which nobody has agreed to\n`);
  }
  process.stderr.write('hint: read the licence, then add it to scripts/build-notices.ts or leave the package out\n');
  process.exit(1);
}
const file = process.argv[2] ?? 'out/THIRD-PARTY-NOTICES.txt';
const intro = `Farmer contains the work of others. These are their licences, ${packages.length} packages in all.\nThe desktop runtime brings its own: LICENSE.electron.txt and LICENSES.chromium.html.\n`;
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${intro}\n${packages.map(section).join('\n')}`);
console.log(`${file}: ${packages.length} packages`);
