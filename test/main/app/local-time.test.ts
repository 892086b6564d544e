import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localTimeZone } from '#main/app/local-time.ts';
import { isTimeZone } from '#shared/domain/earnings/zone-offsets.ts';

const SUMMER_MS = Date.UTC(2026, 6, 1);
const MODULE = join(import.meta.dirname, '../../../src/main/app/local-time.ts');

/** The zone that a process with a setting takes for its own. */
function zoneUnder(TZ: string): string {
  const code = `console.log((await import(${JSON.stringify(MODULE)})).localTimeZone(${SUMMER_MS}))`;
  const words = ['--input-type=module', '--eval', code];
  return spawnSync(process.execPath, words, { env: { ...process.env, TZ }, encoding: 'utf8' }).stdout.trim();
}

// Catches a projection that fails on a computer whose system names no zone: prices by the hour need one.
describe('the time zone of this computer', () => {
  it.each([null, '', 'Etc/Unknown', 'Europe/Atlantis'])('where the system says %j is a distance from UTC', (name) => {
    expect(localTimeZone(SUMMER_MS, name)).toMatch(/^[+-]\d\d:\d\d$/);
  });

  it.each([':/etc/localtime', '', 'foo'])('under TZ=%s is one that exists', (setting) => {
    expect(isTimeZone(zoneUnder(setting))).toBe(true);
  });

  it('is the system’s zone when it has a valid name', () => {
    expect(zoneUnder('Europe/Brussels')).toBe('Europe/Brussels');
  });
});
