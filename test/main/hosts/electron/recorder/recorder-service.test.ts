import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  applyRecorderService,
  recorderCommand,
  type RecorderProgram,
} from '#main/hosts/electron/recorder/recorder-service.ts';
import { installService } from '#main/hosts/common/service/install.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
let ran: string[];
beforeEach(() => {
  directory = makeTemporaryDirectory();
  ran = [];
  isTaken = true;
});
afterEach(() => directory.remove());

function program(changes: Partial<RecorderProgram> = {}): RecorderProgram {
  return {
    platform: 'linux',
    env: {},
    home: directory.path,
    executable: '/opt/Farmer/farmer-desktop',
    dataDirectory: '/home/me/my data',
    ...changes,
  };
}

let isTaken: boolean;
async function run(command: readonly string[]): Promise<boolean> {
  ran.push(command.join(' '));
  return isTaken;
}

const unit = (): string => join(directory.path, '.config/systemd/user/farmer-recorder.service');

describe('the command of the recorder service', () => {
  it('uses the program’s own switch, without a display and with the same data', () => {
    expect(recorderCommand(program())).toEqual({
      program: '/opt/Farmer/farmer-desktop',
      args: ['--record', '--ozone-platform=headless', '--no-sandbox', '--disable-gpu', '--data-dir=/home/me/my data'],
      canBeConfined: true,
    });
    expect(recorderCommand(program({ platform: 'darwin' })).args).toEqual([
      '--record',
      '--disable-gpu',
      '--data-dir=/home/me/my data',
    ]);
  });

  // Catches a service that names the mount of an AppImage, or that may not mount it again.
  it('uses the file of an AppImage, which a sandboxed service could not mount', () => {
    const env = { APPIMAGE: '/home/me/Farmer.AppImage' };
    expect(recorderCommand(program({ env }))).toMatchObject({ program: env.APPIMAGE, canBeConfined: false });
  });
});

describe('the setting for a background recorder', () => {
  it('installs the service once, removes it once, and does nothing when it is already in that state', async () => {
    expect(await applyRecorderService(false, program(), run)).toBeNull();
    expect(await applyRecorderService(true, program(), run)).toMatchObject({ isActive: true, advice: null });
    expect(readFileSync(unit(), 'utf8')).toContain('ExecStart="/opt/Farmer/farmer-desktop" "--record"');
    const count = ran.length;
    expect(await applyRecorderService(true, program(), run)).toBeNull();
    expect(ran.slice(count)).toEqual(['systemctl --user is-enabled --quiet farmer-recorder.service']);
    await applyRecorderService(false, program(), run);
    expect(existsSync(unit())).toBe(false);
    expect(ran.at(-1)).toBe('systemctl --user disable --now farmer-recorder.service');
  });

  // Catches a service that waits for ever: its file was written, and then the system refused it or the program was killed.
  it('registers the service again when the system has not accepted it', async () => {
    isTaken = false;
    expect(await applyRecorderService(true, program(), run)).toMatchObject({ isActive: false });
    expect(await applyRecorderService(true, program(), run)).toMatchObject({ isActive: false });
    isTaken = true;
    ran = [];
    expect(await applyRecorderService(true, program(), async (step) => (await run(step)) && ran.length > 1)).toEqual({
      path: unit(),
      isActive: true,
      advice: null,
    });
    expect(ran).toContain('systemctl --user enable farmer-recorder.service');
  });

  // Catches a service that goes on starting a program that was moved or replaced.
  it('rewrites the service when the program has moved', async () => {
    await applyRecorderService(true, program(), run);
    await applyRecorderService(true, program({ executable: '/usr/bin/farmer-desktop' }), run);
    expect(readFileSync(unit(), 'utf8')).toContain('ConditionPathExists=/usr/bin/farmer-desktop');
  });

  it('leaves a service of the command line alone while it is off', async () => {
    const place = { ...program(), userId: 1 };
    await installService(place, { program: '/usr/bin/node', args: ['cli.js', 'record'], canBeConfined: true }, run);
    expect(await applyRecorderService(false, program(), run)).toBeNull();
    expect(existsSync(unit())).toBe(true);
  });
});
