import { globSync } from 'node:fs';
import { run } from './run.ts';

/** Runs every benchmark (or those whose name holds a given word), each in its own process, one after another. */
const word = process.argv[2] ?? '';
const files = globSync('test/bench/*.bench.ts')
  .toSorted()
  .filter((file) => file.includes(word));
let failed = 0;
for (const file of files) {
  console.log(`\n# ${file}`);
  const { code } = await run({ name: file, command: 'node', args: [file] });
  failed += code === 0 ? 0 : 1;
}
console.log(`\n${files.length} benchmark files, ${failed} with a missed figure`);
process.exitCode = failed === 0 && files.length > 0 ? 0 : 1;
