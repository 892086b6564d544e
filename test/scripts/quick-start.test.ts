import { describe, expect, it } from 'vitest';
import { START_MODULES, takeBuiltinsDirectly } from '../../scripts/quick-start.ts';

function rewrite(code: string): string {
  const { renderChunk } = takeBuiltinsDirectly();
  const result = typeof renderChunk === 'function' ? Reflect.apply(renderChunk, undefined, [code]) : null;
  return (result as { readonly code: string }).code;
}

describe('imports of Node’s own modules', () => {
  it.each([
    ['import fs from "node:fs";', 'const fs = process.getBuiltinModule("node:fs");'],
    [
      'import { join, sep as slash } from "node:path";',
      'const { join, sep: slash } = process.getBuiltinModule("node:path");',
    ],
    [
      'import { readFile } from "node:fs/promises";',
      'const { readFile } = process.getBuiltinModule("node:fs/promises");',
    ],
    [
      'import process$1, { argv } from "node:process";',
      'const process$1 = process.getBuiltinModule("node:process"), { argv } = process.getBuiltinModule("node:process");',
    ],
    ['import { Command } from "commander";', 'import { Command } from "commander";'],
    ['import * as path from "node:path";', 'import * as path from "node:path";'],
    ['import { a } from "./chunk.js";', 'import { a } from "./chunk.js";'],
  ])('%s: keep their names and lines, which the build and its source map need', (before, after) => {
    expect(rewrite(`${before}\nrun();`)).toBe(`${after}\nrun();`);
  });
});

describe('the start file', () => {
  it('excludes what must work on an old Node.js, and the code of individual commands', () => {
    expect(START_MODULES.test('/farmer/src/main/hosts/cli/run.ts')).toBe(true);
    expect(START_MODULES.test('/farmer/node_modules/commander/lib/command.js')).toBe(true);
    expect(START_MODULES.test('/farmer/src/main/runtime.ts')).toBe(false);
    expect(START_MODULES.test('/farmer/src/main/hosts/cli/commands/hardware/check.ts')).toBe(false);
  });
});
