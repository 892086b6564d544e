import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes the smallest thing that looks like a built renderer, for tests of how a host serves files. */
export function writeRendererFiles(directory: string): string {
  const renderer = join(directory, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(
    join(renderer, 'index.html'),
    '<!doctype html>\n<html lang="en"><head><title>Farmer</title></head></html>',
  );
  writeFileSync(
    join(renderer, 'assets', 'index-a1b2c3d4.js'),
    `export {};\n${'// A comment that compresses well.\n'.repeat(100)}`,
  );
  writeFileSync(join(directory, 'secret.json'), '{"secret":true}');
  return renderer;
}
