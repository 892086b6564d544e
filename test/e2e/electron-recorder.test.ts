import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recorderCommand } from '#main/hosts/electron/recorder/recorder-service.ts';
import { BUILT_DESKTOP, readLog } from '#test/support/desktop.ts';
import { ELECTRON_EXECUTABLE } from '#test/support/electron-runtime.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

if (ELECTRON_EXECUTABLE === null) {
  console.warn('\nSKIPPED: the recorder without a window on the Electron runtime, which is not installed here\n');
}

let temporary: TemporaryDirectory;
let recorder: ChildProcess | undefined;
beforeEach(() => {
  temporary = makeTemporaryDirectory();
});
afterEach(() => {
  recorder?.kill('SIGKILL');
  temporary.remove();
});

/** The words of the service's own command, after the entry that an installed program carries inside. */
function startAsService(dataDirectory: string): ChildProcess {
  const { platform } = process;
  const executable = ELECTRON_EXECUTABLE ?? '';
  const { args } = recorderCommand({ platform, env: {}, home: temporary.path, executable, dataDirectory });
  // What a service of the system has: no display.
  const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  recorder = spawn(executable, [BUILT_DESKTOP, ...args], { stdio: 'ignore', env });
  return recorder;
}

describe.skipIf(ELECTRON_EXECUTABLE === null)('the windowless recorder on the real runtime', () => {
  // Catches switches that the runtime does not take, and an engine that does not start without a display.
  it('records when it is started like its service', async () => {
    const dataDirectory = join(temporary.path, 'data');
    startAsService(dataDirectory);
    await expect.poll(() => readLog(dataDirectory, 'recorder')).toContain('"state":"recording"');
  });

  it.skipIf(process.platform === 'win32')('ends its span at SIGTERM', async () => {
    const dataDirectory = join(temporary.path, 'data');
    const child = startAsService(dataDirectory);
    const ended = new Promise((resolve) => child.on('exit', resolve));
    await expect.poll(() => readLog(dataDirectory, 'recorder')).toContain('"state":"recording"');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const database = new DatabaseSync(join(dataDirectory, 'farmer.sqlite'), { readOnly: true });
    expect(database.prepare('SELECT ended FROM spans').all()).toEqual([{ ended: 'signal' }]);
    database.close();
  });
});
