import { isSupportedNode, keepCompiledCode, unsupportedNodeMessage } from './runtime.ts';

if (isSupportedNode(process.versions.node)) {
  keepCompiledCode(import.meta);
  const { runCli } = await import('./hosts/cli/run.ts');
  process.exitCode = await runCli(process.argv.slice(2));
} else {
  process.stderr.write(unsupportedNodeMessage(process.versions.node));
  process.exitCode = 1;
}
