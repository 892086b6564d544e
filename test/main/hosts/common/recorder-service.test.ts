import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installService, uninstallService } from '#main/hosts/common/service/install.ts';
import { type ServicePlace, systemdWord, windowsArgument } from '#main/hosts/common/service/service-definition.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
let ran: string[];

beforeEach(() => {
  directory = makeTemporaryDirectory();
  ran = [];
});
afterEach(() => directory.remove());

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
const AWKWARD = '/opt/my "apps"/50% off/$HOME/farmer & co';
const COMMAND = {
  program: process.execPath,
  args: [AWKWARD, '--data-dir', '/data dir', 'record'],
  canBeConfined: true,
};

function place(platform: NodeJS.Platform): ServicePlace {
  return { platform, home: directory.path, env: {}, userId: 501, dataDirectory: directory.path };
}

function run(isTaken: boolean) {
  return async (command: readonly string[]): Promise<boolean> => {
    ran.push(command.join(' '));
    return isTaken;
  };
}

describe('the service of each platform', () => {
  test('Linux: is a systemd user unit with escaped words', async () => {
    const { path, isActive } = await installService(
      place('linux'),
      { ...COMMAND, args: [AWKWARD, 'record'] },
      run(true),
    );
    const unit = readFileSync(path, 'utf8');
    expect(path).toBe(join(directory.path, '.config/systemd/user/farmer-recorder.service'));
    expect(isActive).toBe(true);
    expect(unit).toContain(`ExecStart="${process.execPath}" "/opt/my \\"apps\\"/50%% off/$$HOME/farmer & co" "record"`);
    expect(ran).toEqual([
      'systemctl --user daemon-reload',
      'systemctl --user enable farmer-recorder.service',
      'systemctl --user restart farmer-recorder.service',
    ]);
    expect(unit).not.toContain('{{');
  });

  // Catches a confinement under which no named host could ever be tried, and all of them would count as out of reach.
  test('Linux: allows probing for a sandboxed recorder, and does not sandbox one that needs more rights', async () => {
    const confined = await installService(place('linux'), COMMAND, run(true));
    expect(readFileSync(confined.path, 'utf8')).toMatch(/^RestrictAddressFamilies=.*AF_INET AF_INET6/m);
    const free = await installService(place('linux'), { ...COMMAND, canBeConfined: false }, run(true));
    expect(readFileSync(free.path, 'utf8')).not.toMatch(/NoNewPrivileges|RestrictAddressFamilies/);
  });

  test.skipIf(!hasSystemd)('Linux: is accepted by systemd-analyze', async () => {
    const { path } = await installService(place('linux'), COMMAND, run(true));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
    expect(stderr).not.toContain('farmer-recorder');
    expect(status).toBe(0);
  });

  test('macOS: is a property list with escaped words', async () => {
    const { path } = await installService(place('darwin'), COMMAND, run(true));
    expect(path).toBe(join(directory.path, 'Library/LaunchAgents/org.farmer.recorder.plist'));
    expect(readFileSync(path, 'utf8')).toContain(
      '<string>/opt/my &quot;apps&quot;/50% off/$HOME/farmer &amp; co</string>',
    );
    expect(ran).toEqual(['launchctl bootout gui/501/org.farmer.recorder', `launchctl bootstrap gui/501 ${path}`]);
  });

  test('Windows: is a task in the encoding that its scheduler reads', async () => {
    const { path } = await installService(place('win32'), COMMAND, run(true));
    const bytes = readFileSync(path);
    expect([bytes[0], bytes[1]]).toEqual([0xff, 0xfe]);
    expect(bytes.toString('utf16le')).toContain('&quot;--data-dir&quot; &quot;/data dir&quot; &quot;record&quot;');
    expect(ran[1]).toMatch(/^schtasks \/Create \/TN \\Farmer\\Recorder \/XML /);
  });

  // Catches a program that never comes back where the system takes no new folder, as below /proc.
  test.runIf(process.platform === 'linux')('a place where no folder can be made is refused with a hint', async () => {
    const nowhere = { ...place('linux'), env: { XDG_CONFIG_HOME: '/proc/farmer/config' } };
    await expect(installService(nowhere, COMMAND, run(true))).rejects.toMatchObject({ code: 'REFUSED' });
    expect(ran).toEqual([]);
  });

  test('other platforms: is refused with a hint, without partial changes', async () => {
    await expect(installService(place('freebsd'), COMMAND, run(true))).rejects.toThrow('freebsd');
  });
});

test('gives manual instructions when the service manager does not accept it', async () => {
  const { isActive, advice } = await installService(place('linux'), COMMAND, run(false));
  expect(isActive).toBe(false);
  expect(advice).toContain('systemctl --user enable farmer-recorder.service && systemctl --user restart');
});

test('leaves nothing behind when it is removed, and can be removed twice', async () => {
  const { path } = await installService(place('linux'), COMMAND, run(true));
  expect((await uninstallService(place('linux'), run(true))).wasInstalled).toBe(true);
  expect(existsSync(path)).toBe(false);
  expect((await uninstallService(place('linux'), run(true))).wasInstalled).toBe(false);
});

test('preserves the meaning of quoted words', () => {
  expect(systemdWord('a\\b')).toBe('"a\\\\b"');
  expect(windowsArgument('C:\\dir\\')).toBe('"C:\\dir\\\\"');
  expect(windowsArgument('say "hi"')).toBe('"say \\"hi\\""');
});
