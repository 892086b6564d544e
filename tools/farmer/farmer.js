#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../../out/main/cli.js', import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  process.stderr.write('error: Farmer is not built yet.\nhint: Run "npm run build" once, then try again.\n');
  process.exitCode = 1;
}
