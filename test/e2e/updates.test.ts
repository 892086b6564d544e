import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningDesktop, startDesktop } from '#test/support/desktop.ts';
import { type Release, type ReleaseServer, serveRelease } from '#test/support/release-server.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const OLD = 'the version that runs';
const NEW = `the next version ${'x'.repeat(200_000)}`;

let temporary: TemporaryDirectory;
let server: ReleaseServer;
let desktop: RunningDesktop;
let program: string;

async function start(release: Release): Promise<void> {
  server = await serveRelease(release);
  writeFileSync(join(temporary.path, 'key.pem'), server.publicKeyPem);
  desktop = await startDesktop({
    dataDirectory: join(temporary.path, 'data'),
    env: {
      APPIMAGE: program,
      FARMER_UPDATE_URL: server.url,
      FARMER_UPDATE_KEY: join(temporary.path, 'key.pem'),
      XDG_CACHE_HOME: join(temporary.path, 'cache'),
    },
  });
  await desktop.until((state) => state.windows[0]?.isVisible === true);
}

async function check(): Promise<string> {
  await desktop.ask('clickMenu', 'check-updates');
  const { dialogs } = await desktop.until((state) => state.dialogs.length > 0);
  return JSON.stringify(dialogs[0]?.options);
}

function readLog(): string {
  return readFileSync(join(temporary.path, 'data', 'logs', 'desktop.log'), 'utf8');
}

beforeEach(() => {
  temporary = makeTemporaryDirectory();
  program = join(temporary.path, 'Farmer.AppImage');
  writeFileSync(program, OLD);
});
afterEach(async () => {
  await desktop.stop();
  await server.stop();
  temporary.remove();
});

describe.skipIf(process.platform !== 'linux')('updates of an AppImage from a server of releases', () => {
  it('a good release is downloaded after a backup, and takes the old one’s place when Farmer quits', async () => {
    await start({ version: '0.2.0', content: NEW });
    expect(await check()).toContain('Farmer 0.2.0 is being downloaded');
    await desktop.until((state) => state.notifications.some(({ title }) => title === 'Farmer 0.2.0 is ready'));
    expect(readFileSync(program, 'utf8')).toBe(OLD);
    expect(readdirSync(join(temporary.path, 'data', 'backups')).length).toBeGreaterThan(0);
    expect(await desktop.stop()).toBe(0);
    expect(readFileSync(program, 'utf8')).toBe(NEW);
  });

  it('the server learns nothing that names this installation', async () => {
    await start({ version: '0.1.0', content: NEW });
    await check();
    expect(server.requests.map(({ path }) => path)).toEqual(['/latest-linux.yml', '/latest-linux.yml.sig']);
    const names = new Set(server.requests.flatMap(({ headers }) => Object.keys(headers)));
    expect(
      [...names].filter((name) => !['host', 'connection', 'accept', 'user-agent', 'cache-control'].includes(name)),
    ).toEqual([]);
  });

  it.each<readonly [string, Release, string]>([
    ['the same release', { version: '0.1.0', content: NEW }, 'is the newest version'],
    ['an older release', { version: '0.0.9', content: NEW }, 'is the newest version'],
    [
      'a list that another key signed',
      { version: '0.2.0', content: NEW, isForged: true },
      'does not carry a good signature',
    ],
    ['a page instead of a list', { version: '0.2.0', content: NEW, isPortal: true }, 'does not carry a good signature'],
    ['a version that is none', { version: 'newest', content: NEW }, 'The list of releases makes no sense'],
  ])('%s is not taken', async (_what, release, message) => {
    await start(release);
    expect(await check()).toContain(message);
    expect(await desktop.stop()).toBe(0);
    expect(readFileSync(program, 'utf8')).toBe(OLD);
  });

  it.each<readonly [string, Partial<Release>]>([
    ['cut off', { sent: NEW.slice(0, 1000) }],
    ['changed on its way', { sent: NEW.replace('next', 'evil') }],
    ['named on another server', { fileUrl: 'http://127.0.0.1:1/farmer.AppImage' }],
    ['missing', { fileUrl: 'gone.AppImage' }],
  ])('a program that is %s leaves the old one', async (_what, fault) => {
    await start({ version: '0.2.0', content: NEW, ...fault });
    await check();
    await expect.poll(readLog, { timeout: 20_000 }).toMatch(/update not (?:taken|found)/);
    expect((await desktop.state()).notifications).toEqual([]);
    expect(await desktop.stop()).toBe(0);
    expect(readFileSync(program, 'utf8')).toBe(OLD);
  });

  it('a server that is gone is told as that', async () => {
    await start({ version: '0.2.0', content: NEW });
    await server.stop();
    expect(await check()).toContain('The server did not answer as it should');
  });
});
