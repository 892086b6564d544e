import { readFileSync } from 'node:fs';

// Plain JavaScript: it must answer on a Node.js that is too old for everything else.
const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const oldest = engines.node.replace('>=', '');
const [major, minor] = process.versions.node.split('.').map(Number);
const [oldestMajor, oldestMinor] = oldest.split('.').map(Number);

if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) {
  await import('./start.ts');
} else {
  process.stderr.write(
    `error: Farmer needs Node.js ${oldest} or newer, and this is ${process.versions.node}.\n` +
      'hint: On Linux, "npm ci" brings one and "npm start" uses it; elsewhere install a newer Node.js.\n',
  );
  process.exitCode = 1;
}
