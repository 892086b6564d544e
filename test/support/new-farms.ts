import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type * as FarmFile from '#main/store/data/farm-file.ts';

/** Where temporary files of the run are: a test may choose another place for its own. */
const TEMPORARY = tmpdir();

/**
 * A new farm is a copy of one that the program made in this process: to make each of them by all the migrations takes a
 * tenth of a second, and most tests make one. Tests of the making itself call it as it is, with `vi.importActual`.
 */
vi.mock('#main/store/data/farm-file.ts', async (importActual) => {
  const actual = await importActual<typeof FarmFile>();
  let made: string | undefined;
  return {
    ...actual,
    createFarm: (...[paths, nowMs]: Parameters<typeof FarmFile.createFarm>): void => {
      if (made !== undefined && existsSync(made)) {
        copyFileSync(made, paths.database);
        return;
      }
      actual.createFarm(paths, nowMs);
      const path = mkdtempSync(join(TEMPORARY, 'farmer-template-'));
      process.on('exit', () => rmSync(path, { recursive: true, force: true }));
      made = join(path, 'new.sqlite');
      copyFileSync(paths.database, made);
    },
  };
});
