import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { composeApp } from '#main/compose.ts';
import { openConnection } from '#main/store/database.ts';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { fillEveryTable } from '#test/support/full-farm.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const NOW_MS = Date.UTC(2026, 10, 28, 12);
const directory = makeTemporaryDirectory();
const farm = join(directory.path, 'farm');

/** One row of each list, changed past every check of the program. */
const POISON = `
  UPDATE nodes SET connection_price_musd = 9007199254740991, watts_idle = 'NaN' WHERE id = 1;
  UPDATE hardware_snapshots SET reading_json = '{}' WHERE id = (SELECT max(id) FROM hardware_snapshots);
  UPDATE maintenance SET end_s = 253402300800 WHERE id = (SELECT max(id) FROM maintenance);
  UPDATE wake_requests SET asleep_since_s = 9007199254740991 WHERE id = (SELECT max(id) FROM wake_requests);
  UPDATE notifications SET kind = char(27) || '[2J' WHERE id = (SELECT max(id) FROM notifications);
  UPDATE rates SET rate = '1e300' WHERE id = (SELECT max(id) FROM rates);
  UPDATE price_changes SET to_price_month = 'Infinity' WHERE id = (SELECT max(id) FROM price_changes);
  UPDATE bids SET price_month = '-1' WHERE bid_id = 'b4';
  UPDATE receipts SET content_json = '{' WHERE id = (SELECT max(id) FROM receipts);
  UPDATE imports SET at_ms = 9007199254740991 WHERE id = (SELECT max(id) FROM imports);
  UPDATE farming_policies SET cu_musd = 9007199254740991 WHERE id = 9;
`;

const COMMANDS = [
  ['nodes'],
  ['farm'],
  ['uptime'],
  ['wakeups'],
  ['payouts'],
  ['receipts'],
  ['imports'],
  ['bids', 'list', '--state', 'open'],
  ['bids', 'rank'],
  ['bids', 'best'],
  ['price'],
  ['offers'],
  ['rules', 'policies'],
  ['export', '--format', 'csv'],
  ['export', '--format', 'json'],
] as const;

beforeAll(async () => {
  const app = composeApp({ host: 'cli', env: {}, dataDir: farm, nowMs: () => NOW_MS });
  await fillEveryTable(createCalls(app.context), await app.context.stores(), NOW_MS);
  await app.close();
  const database = openConnection(join(farm, 'farmer.sqlite'), { mustExist: true });
  database.execute(POISON);
  database.close();
});
afterAll(directory.remove);

interface Doctor {
  readonly checks: readonly { readonly id: string; readonly state: string; readonly found?: string }[];
}

async function rowCheck(data: string, ...options: readonly string[]) {
  const report = jsonOf(await runFarmer(['doctor', ...options, '--json'], data)) as Doctor;
  return report.checks.find(({ id }) => id === 'rows');
}

describe('rows with values that the program never writes', () => {
  // Catches a list that one row takes away, and one that leaves a row out in silence.
  it('are skipped and reported by every command', async () => {
    const hints: string[] = [];
    for (const argv of COMMANDS) {
      const { code, stdout, stderr } = await runFarmer(argv, farm);
      expect([argv.join(' '), code, stdout.length > 0, stderr.match(/error: .*/)?.[0]]).toEqual([
        argv.join(' '),
        0,
        true,
        undefined,
      ]);
      hints.push(stderr);
    }
    expect(hints.join('')).toMatch(/hint: Some rows were left out: .*bids \(price_month\)/);
    expect(hints.join('')).toMatch(/receipts \(content_json\)/);
    const { stdout } = await runFarmer(['bids', 'list', '--state', 'open'], farm);
    expect(stdout).not.toContain('b4');
    expect((await runFarmer(['nodes'], farm)).stdout).toContain('Attic server');
  });

  // Catches a doctor that calls such data healthy, and one that takes a whole node away for one number.
  it('are found and removed by the doctor, after a backup', async () => {
    const data = join(directory.path, 'mended');
    cpSync(farm, data, { recursive: true });
    const before = await rowCheck(data);
    expect(before).toMatchObject({ state: 'warn' });
    expect(JSON.stringify(before)).toMatch(/11 rows .*nodes id 1: connection_price_musd, watts_idle/);
    expect(JSON.stringify(await rowCheck(data, '--mend'))).toMatch(/kept as unreadable-/);
    expect(await rowCheck(data)).toMatchObject({ state: 'ok' });
    const { stdout, stderr } = await runFarmer(['nodes'], data);
    expect(stdout).toContain('Attic server');
    expect(stderr).toBe('');
  });

  // Catches a backup that brings rows which nobody can work with into a sound farm.
  it('are skipped and reported when a backup is restored', async () => {
    const backup = join(directory.path, 'poisoned.sqlite');
    const data = join(directory.path, 'restored');
    expect((await runFarmer(['backup', backup], farm)).code).toBe(0);
    const restored = jsonOf(await runFarmer(['restore', backup, '--json'], data));
    expect(restored).toMatchObject({ restored: true, left_out: { count: 11 } });
    expect(await rowCheck(data)).toMatchObject({ state: 'ok' });
    expect((await runFarmer(['receipts'], data)).stderr).toBe('');
  });
});
