import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { CHECKS } from './checks.ts';
import { runAll } from './run.ts';

/** The whole suite: verify without its unit tests, build, then every test, closing with one line that counts them. */
const REPORT = 'test-results/report.json';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
}

function runVitest(): Promise<number> {
  return new Promise((resolve) => {
    const args = ['run', '--reporter', 'default', '--reporter', 'json', '--outputFile.json', REPORT];
    const child = spawn('vitest', args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

rmSync(REPORT, { force: true });
await runAll([...CHECKS, { name: 'build', command: 'electron-vite', args: ['build', '--logLevel', 'warn'] }]);
const code = await runVitest();
const report = JSON.parse(readFileSync(REPORT, 'utf8')) as Report;
const failed = Math.max(report.numFailedTests, report.numFailedTestSuites > 0 && report.numFailedTests === 0 ? 1 : 0);
const skipped = report.numPendingTests === 0 ? '' : `, ${report.numPendingTests} skipped`;
console.log(`${report.numPassedTests} passed, ${failed} failed${skipped}`);
process.exitCode = code === 0 && failed === 0 && report.numPassedTests > 0 ? 0 : 1;
