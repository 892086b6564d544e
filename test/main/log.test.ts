import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileLog, logDirectory } from '#main/log.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;

beforeEach(() => {
  directory = makeTemporaryDirectory();
});

afterEach(() => {
  directory.remove();
});

describe('a log in the data directory', () => {
  it('has one JSON object per line, readable only by its owner', () => {
    createFileLog(directory.path, 'web').warn('something', { answer: 42 });
    const path = join(logDirectory(directory.path), 'web.log');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ msg: 'something', answer: 42 });
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(statSync(logDirectory(directory.path)).mode & 0o077).toBe(0);
  });

  // Catches a program that stops, or never starts, because of its log.
  it('works without a file when none can be created', () => {
    const blocked = join(directory.path, 'blocked');
    writeFileSync(blocked, '');
    for (const path of [blocked, join(blocked, 'below')]) {
      expect(() => createFileLog(path, 'web').info('quiet on stderr')).not.toThrow();
    }
  });

  // Catches Node's recursive mkdir, which never ends where the system refuses new entries with ENOENT.
  it.skipIf(process.platform !== 'linux')('ends below /proc', () => {
    expect(() => createFileLog('/proc/farmer/data', 'recorder').info('quiet on stderr')).not.toThrow();
  });

  it('continues when its directory is deleted or becomes read-only', () => {
    const log = createFileLog(directory.path, 'desktop');
    log.info('before');
    chmodSync(logDirectory(directory.path), 0o500);
    expect(() => log.info('closed')).not.toThrow();
    chmodSync(logDirectory(directory.path), 0o700);
    rmSync(logDirectory(directory.path), { recursive: true });
    expect(() => log.error('after')).not.toThrow();
    expect(() => createFileLog(directory.path, 'desktop').info('again')).not.toThrow();
    expect(readFileSync(join(logDirectory(directory.path), 'desktop.log'), 'utf8')).toContain('again');
  });

  // Catches a name of a file that does something in the terminal of whoever reads the log.
  it('contains no control character and no text direction mark, and stays JSON', () => {
    const name = `\u001b[2J\u009b31m\u202ebid`;
    createFileLog(directory.path, 'recorder').warn('import', { name });
    const line = readFileSync(join(logDirectory(directory.path), 'recorder.log'), 'utf8');
    expect(line).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    expect(JSON.parse(line)).toMatchObject({ name });
  });
});
