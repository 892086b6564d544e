import { execFileSync, spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isSupportedNode, unsupportedNodeJson } from '#main/runtime.ts';

/** A Node.js of this computer that is too old for Farmer, where there is one. */
function findOldNode(): string | undefined {
  const candidates = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'));
  return candidates
    .filter((path) => existsSync(path))
    .find((path) => !isSupportedNode(execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()));
}

describe('the minimum Node.js version', () => {
  it.each([
    ['20.20.2', false],
    ['22.9.0', false],
    ['22.17.1', false],
    ['22.18.0', true],
    ['23.0.0', true],
    ['24.21.0', true],
    ['nonsense', false],
  ])('decides for %s whether it is supported: %s', (version, isSupported) => {
    expect(isSupportedNode(version)).toBe(isSupported);
  });

  it('is reported to a script in one document', () => {
    expect(JSON.parse(unsupportedNodeJson('20.20.2'))).toEqual({
      error: {
        code: 'UNSUPPORTED_RUNTIME',
        message: 'Farmer needs Node.js 22.18 or newer, and this is 20.20.2.',
        hint: expect.stringMatching(/^Start it with /),
      },
    });
  });

  const oldNode = findOldNode();

  it.skipIf(oldNode === undefined)('is checked before anything is loaded, with one line and a hint', () => {
    const start = join(import.meta.dirname, '../../scripts/start.js');
    const { status, stdout, stderr } = spawnSync(oldNode ?? '', [start], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^error: Farmer needs Node\.js 22\.18 or newer, and this is /),
      expect.stringMatching(/^hint: /),
    ]);
  });
});
