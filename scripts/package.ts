// Builds the app and its installers: npm run package -- --linux deb --x64
import { run } from './run.ts';

/** What electron-builder is told beside the user's own words; publishing is the workflow's, after the tests. */
const steps = [
  { name: 'build', command: 'electron-vite', args: ['build', '--logLevel', 'warn'] },
  { name: 'notices', command: 'node', args: ['scripts/build-notices.ts'] },
  { name: 'installers', command: 'electron-builder', args: ['--publish', 'never', ...process.argv.slice(2)] },
];
for (const step of steps) {
  const { code } = await run(step);
  if (code !== 0) {
    process.exitCode = 1;
    break;
  }
}
