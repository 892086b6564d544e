import { findElectron, installElectron } from './start/electron-runtime.ts';
import { run } from './run.ts';

/**
 * Runs the flows of the app on the real Electron runtime as well, which is downloaded when it is not there. Where it
 * cannot be had, that is an error: `npm test` skips it with a warning.
 */
if (findElectron() === null) {
  const installed = await installElectron();
  if ('reason' in installed) {
    console.error(`error: The flows did not run on Electron: ${installed.reason}.`);
    console.error('hint: "npm test" runs them in a browser and through the built desktop entry with a stand-in.');
    process.exit(1);
  }
}
const builder = 'node_modules/electron-vite/bin/electron-vite.js';
const built = await run({ name: 'build', command: process.execPath, args: [builder, 'build', '--logLevel', 'warn'] });
const files = ['test/e2e/flows.test.ts', 'test/e2e/pages.test.ts', 'test/e2e/electron-recorder.test.ts'];
const tested =
  built.code === 0
    ? await run({ name: 'flows', command: 'vitest', args: ['run', '--project', 'e2e', ...files] })
    : built;
process.exitCode = tested.code;
