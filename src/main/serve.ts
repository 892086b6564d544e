import { isSupportedNode, unsupportedNodeMessage } from './runtime.ts';

if (isSupportedNode(process.versions.node)) {
  const { runWebHost } = await import('./hosts/web/main.ts');
  process.exitCode = await runWebHost(process.argv.slice(2), process.env);
} else {
  process.stderr.write(unsupportedNodeMessage(process.versions.node));
  process.exitCode = 1;
}
