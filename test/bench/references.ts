import { spawnSync } from 'node:child_process';
import { fsyncSync, writeSync } from 'node:fs';
import { Decimal } from '#shared/decimal.ts';

/** What other figures are measured against: the least that a machine needs for such work. */

let sink = 0;

/** One thread of plain arithmetic: two million rounds of an integer mix. */
export function plainArithmetic(): void {
  let state = sink | 1;
  for (let round = 0; round < 2_000_000; round += 1) {
    state = Math.imul(state ^ (state >>> 15), 0x2c_1b_3c_6d) ^ (state >>> 12);
  }
  sink = state;
}

/** A thousand multiplications and additions of decimals. */
export function thousandDecimals(): void {
  const factor = new Decimal('1.000123');
  let sum = new Decimal('0.5');
  for (let round = 0; round < 1000; round += 1) {
    sum = sum.times(factor).plus('0.001');
  }
  sink += sum.gt(0) ? 1 : 0;
}

/** A process that does nothing. */
export function bareProcess(): void {
  spawnSync(process.execPath, ['-e', '0'], { stdio: 'ignore' });
}

const PAGE = Buffer.alloc(4096, 1);

/** One page that is written and is on the disk. @param file an open file */
export function bareFsync(file: number): void {
  writeSync(file, PAGE);
  fsyncSync(file);
}
