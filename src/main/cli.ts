import { isSupportedNode, enableCodeCache, unsupportedNodeJson, unsupportedNodeMessage } from './runtime.ts';

if (isSupportedNode(process.versions.node)) {
  enableCodeCache(import.meta);
  const { outliveOutput } = await import('./hosts/cli/broken-output.ts');
  outliveOutput(process.stdout, process.stderr, () => {
    process.once('exit', () => {
      process.exitCode = 1;
    });
  });
  const { runCli } = await import('./hosts/cli/run.ts');
  process.exitCode = await runCli(process.argv.slice(2));
} else {
  if (process.argv.includes('--json')) {
    process.stdout.write(unsupportedNodeJson(process.versions.node));
  }
  process.stderr.write(unsupportedNodeMessage(process.versions.node));
  process.exitCode = 1;
}
