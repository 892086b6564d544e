import { isSupportedNode, unsupportedNodeMessage } from './runtime.ts';

if (isSupportedNode(process.versions.node)) {
  const { runCli } = await import('./hosts/cli/run.ts');
  process.exitCode = await runCli(process.argv.slice(2));
} else {
  process.stderr.write(unsupportedNodeMessage(process.versions.node));
  process.exitCode = 1;
}
