import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isUp, readLog, type RunningDesktop, startDesktop } from '#test/support/desktop.ts';
import { type Release, type ReleaseServer, serveReleases } from '#test/support/release-server.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const OLD = 'the version that runs';
const NEW = `the next version ${'x'.repeat(200_000)}`;
const NEXT: Release = { version: '0.2.0', content: NEW };

/** An AppImage that runs, and the server it looks at. */
interface Installation {
  readonly server: ReleaseServer;
  readonly desktop: RunningDesktop;
  readonly dataDirectory: string;
  readonly program: () => string;
  /** Looks for an update as the menu does; gives what the dialog says. */
  readonly check: () => Promise<string>;
  /** How often a program was not taken. */
  readonly refusals: () => number;
  readonly remove: () => Promise<void>;
}

async function install(release: Release): Promise<Installation> {
  const temporary: TemporaryDirectory = makeTemporaryDirectory();
  const file = join(temporary.path, 'Farmer.AppImage');
  const key = join(temporary.path, 'key.pem');
  const dataDirectory = join(temporary.path, 'data');
  const server = await serveReleases(release);
  writeFileSync(file, OLD);
  writeFileSync(key, server.publicKeyPem);
  const desktop = await startDesktop({
    dataDirectory,
    args: ['--hidden'],
    env: {
      APPIMAGE: file,
      FARMER_UPDATE_URL: server.url,
      FARMER_UPDATE_KEY: key,
      XDG_CACHE_HOME: join(temporary.path, 'cache'),
    },
  });
  await desktop.until(isUp);
  return {
    server,
    desktop,
    dataDirectory,
    program: () => readFileSync(file, 'utf8'),
    async check() {
      const { dialogs: before } = await desktop.state();
      await desktop.ask('clickMenu', 'check-updates');
      const { dialogs } = await desktop.until((state) => state.dialogs.length > before.length);
      return JSON.stringify(dialogs.at(-1)?.options);
    },
    refusals: () => readLog(dataDirectory).match(/update not (?:taken|found)/g)?.length ?? 0,
    async remove() {
      await desktop.stop();
      await server.stop();
      temporary.remove();
    },
  };
}

let installed: Installation;

describe.skipIf(process.platform !== 'linux')('updates of an AppImage from a server of releases', () => {
  beforeEach(async () => {
    installed = await install(NEXT);
  });
  afterEach(() => installed.remove());

  it('downloads a valid release after a backup, and installs it when Farmer quits', async () => {
    const { desktop, dataDirectory, check, program } = installed;
    expect(await check()).toContain('Farmer 0.2.0 is being downloaded');
    await desktop.until((state) => state.notifications.some(({ title }) => title === 'Farmer 0.2.0 is ready'));
    expect(program()).toBe(OLD);
    expect(readdirSync(join(dataDirectory, 'backups')).length).toBeGreaterThan(0);
    expect(await desktop.stop()).toBe(0);
    expect(program()).toBe(NEW);
  });

  it('reports an unreachable server as such', async () => {
    await installed.server.stop();
    expect(await installed.check()).toContain('The server did not answer as it should');
  });
});

describe.skipIf(process.platform !== 'linux')('what no update comes of', () => {
  beforeAll(async () => {
    installed = await install({ ...NEXT, version: '0.1.0' });
  });
  afterAll(() => installed.remove());

  it('sends the server nothing that identifies this installation', async () => {
    const { server, check } = installed;
    await check();
    expect(server.requests.map(({ path }) => path)).toEqual(['/latest-linux.yml', '/latest-linux.yml.sig']);
    const names = new Set(server.requests.flatMap(({ headers }) => Object.keys(headers)));
    expect(
      [...names].filter((name) => !['host', 'connection', 'accept', 'user-agent', 'cache-control'].includes(name)),
    ).toEqual([]);
  });

  it.each<readonly [string, Partial<Release>, string]>([
    ['the same release', { version: '0.1.0' }, 'is the newest version'],
    ['an older release', { version: '0.0.9' }, 'is the newest version'],
    ['a list that another key signed', { isForged: true }, 'does not carry a good signature'],
    [
      'a list that is signed for another processor',
      { signedFor: 'latest-linux-arm64.yml' },
      'another kind of computer',
    ],
    ['a list whose time is over', { expires: '2026-01-01T00:00:00.000Z' }, 'too old to be trusted'],
    ['a page instead of a list', { isPortal: true }, 'does not carry a good signature'],
    ['a version that is none', { version: 'newest' }, 'The list of releases cannot be read'],
  ])('rejects %s', async (_what, fault, message) => {
    installed.server.offer({ ...NEXT, ...fault });
    expect(await installed.check()).toContain(message);
  });

  it.each<readonly [string, Partial<Release>]>([
    ['on another server', { fileUrl: 'http://127.0.0.1:1/farmer.AppImage' }],
    ['missing', { fileUrl: 'gone.AppImage' }],
    ['cut off', { sent: NEW.slice(0, 1000) }],
    ['changed on its way', { sent: NEW.replace('next', 'evil') }],
  ])('keeps the old program when the new one is %s', async (_what, fault) => {
    const { server, check, refusals } = installed;
    const before = refusals();
    server.offer({ ...NEXT, ...fault });
    await check();
    await expect.poll(refusals).toBe(before + 1);
  });

  it('installs nothing on quitting after failed updates, and has announced no version', async () => {
    const { desktop, program } = installed;
    expect((await desktop.state()).notifications).toEqual([]);
    expect(await desktop.stop()).toBe(0);
    expect(program()).toBe(OLD);
  });
});
