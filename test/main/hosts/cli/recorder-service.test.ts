import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installService, uninstallService } from '#main/hosts/cli/service/install.ts';
import { type ServicePlace, systemdWord, windowsArgument } from '#main/hosts/cli/service/service-definition.ts';
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
const COMMAND = { program: process.execPath, args: [AWKWARD, '--data-dir', '/data dir', 'record'] };

function place(platform: NodeJS.Platform): ServicePlace {
  return { platform, home: directory.path, env: {}, userId: 501, dataDirectory: directory.path };
}

function run(isTaken: boolean) {
  return (command: readonly string[]): boolean => {
    ran.push(command.join(' '));
    return isTaken;
  };
}

describe('the service of each platform', () => {
  test('Linux: a systemd user unit whose words are escaped', () => {
    const { path, isActive } = installService(place('linux'), { ...COMMAND, args: [AWKWARD, 'record'] }, run(true));
    const unit = readFileSync(path, 'utf8');
    expect(path).toBe(join(directory.path, '.config/systemd/user/farmer-recorder.service'));
    expect(isActive).toBe(true);
    expect(unit).toContain(`ExecStart="${process.execPath}" "/opt/my \\"apps\\"/50%% off/$$HOME/farmer & co" "record"`);
    expect(ran).toEqual(['systemctl --user daemon-reload', 'systemctl --user enable --now farmer-recorder.service']);
  });

  test.skipIf(!hasSystemd)('Linux: systemd itself finds nothing wrong with the unit', () => {
    const { path } = installService(place('linux'), COMMAND, run(true));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
    expect(stderr).not.toContain('farmer-recorder');
    expect(status).toBe(0);
  });

  test('macOS: a property list whose words are escaped', () => {
    const { path } = installService(place('darwin'), COMMAND, run(true));
    expect(path).toBe(join(directory.path, 'Library/LaunchAgents/org.farmer.recorder.plist'));
    expect(readFileSync(path, 'utf8')).toContain(
      '<string>/opt/my &quot;apps&quot;/50% off/$HOME/farmer &amp; co</string>',
    );
    expect(ran).toEqual([`launchctl bootstrap gui/501 ${path}`]);
  });

  test('Windows: a task in the encoding that its scheduler reads', () => {
    const { path } = installService(place('win32'), COMMAND, run(true));
    const bytes = readFileSync(path);
    expect([bytes[0], bytes[1]]).toEqual([0xff, 0xfe]);
    expect(bytes.toString('utf16le')).toContain('&quot;--data-dir&quot; &quot;/data dir&quot; &quot;record&quot;');
    expect(ran[0]).toMatch(/^schtasks \/Create \/TN \\Farmer\\Recorder \/XML /);
  });

  test('any other: refused with a hint, not half done', () => {
    expect(() => installService(place('freebsd'), COMMAND, run(true))).toThrow('freebsd');
  });
});

test('where the system does not take it, the farmer is told what to do by hand', () => {
  const { isActive, advice } = installService(place('linux'), COMMAND, run(false));
  expect(isActive).toBe(false);
  expect(advice).toContain('systemctl --user enable --now');
});

test('removing leaves nothing behind, and removing twice is fine', () => {
  const { path } = installService(place('linux'), COMMAND, run(true));
  expect(uninstallService(place('linux'), run(true)).wasInstalled).toBe(true);
  expect(existsSync(path)).toBe(false);
  expect(uninstallService(place('linux'), run(true)).wasInstalled).toBe(false);
});

test('words keep their meaning', () => {
  expect(systemdWord('a\\b')).toBe('"a\\\\b"');
  expect(windowsArgument('C:\\dir\\')).toBe('"C:\\dir\\\\"');
  expect(windowsArgument('say "hi"')).toBe('"say \\"hi\\""');
});
