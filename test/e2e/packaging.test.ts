import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Arch, build, Platform, type Target } from 'electron-builder';
import type { LinuxPackager } from 'app-builder-lib/out/linuxPackager.js';
import { getPublishConfigs } from 'app-builder-lib/out/publish/PublishManager.js';
import { createUpdateInfoTasks, writeUpdateInfoFiles } from 'app-builder-lib/out/publish/updateInfoBuilder.js';
import { LinuxTargetHelper } from 'app-builder-lib/out/targets/LinuxTargetHelper.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceDefinition } from '#main/hosts/common/service/service-definition.ts';
import { LOGIN_ITEM_NAME } from '#main/hosts/electron/autostart.ts';
import { SignedProvider } from '#main/hosts/electron/updates/signed-provider.ts';
import { type ArchivedFile, extractAsar, readAsar } from '#test/support/asar.ts';
import { FUSE_SENTINEL, makeStubElectron } from '#test/support/stub-electron.ts';
import { signLists } from '../../scripts/publish/sign-lists.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

/** The target that writes AppImages, as far as its desktop entry goes; the package declares none of it. */
interface AppImageModule {
  readonly default: new (
    name: string,
    packager: LinuxPackager,
    helper: LinuxTargetHelper,
    outDirectory: string,
  ) => { readonly desktopEntry: { readonly value: Promise<string> } };
}

const ROOT = join(import.meta.dirname, '../..');
type Runtime = ConstructorParameters<typeof SignedProvider>[1];
/** What the program may weigh beside the runtime. */
const MAX_PACKED_BYTES = 25 * 2 ** 20;
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

let directory: TemporaryDirectory;
let packed = '';
let stub = '';
let files: readonly ArchivedFile[] = [];
let packager: LinuxPackager;

beforeAll(async () => {
  directory = makeTemporaryDirectory('farmer-packing-');
  stub = join(directory.path, 'electron');
  makeStubElectron(stub, MANIFEST.devDependencies.electron);
  execFileSync(process.execPath, ['scripts/build-notices.ts'], { cwd: ROOT });
  await build({
    projectDir: ROOT,
    targets: Platform.LINUX.createTarget('dir', Arch.x64),
    publish: 'never',
    config: {
      extends: join(ROOT, 'electron-builder.yml'),
      electronDist: stub,
      directories: { output: join(directory.path, 'release') },
      afterPack: (context) => {
        packager = context.packager as LinuxPackager;
      },
    },
  });
  packed = join(directory.path, 'release/linux-unpacked');
  files = readAsar(join(packed, 'resources/app.asar'));
}, 120_000);

afterAll(() => directory.remove());

function paths(pattern: RegExp): readonly string[] {
  return files.filter((file) => pattern.test(file.path)).map((file) => file.path);
}

function textOf(path: string): string {
  return (
    files
      .find((file) => file.path === path)
      ?.read()
      .toString() ?? ''
  );
}

/** Whether an import of this name finds something when the packed program runs. */
function isHere(name: string): boolean {
  const isProvided = /^[.#]|^node:|^electron$/.test(name) || builtinModules.includes(name);
  return isProvided || files.some((file) => file.path.startsWith(`node_modules/${name}/`));
}

/** What a module imports: at its top, or when it gets there. */
function importsOf(code: string): readonly string[] {
  const atTop = code.matchAll(/^(?:import|export)\b[^'"\n]*?["']([^"']+)["']/gm);
  const later = code.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g);
  return [...atTop, ...later].map((match) => match[1] ?? '');
}

function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((bytes, entry) => bytes + statSync(join(entry.parentPath, entry.name)).size, 0);
}

describe('the packed desktop app', () => {
  // Catches sources, tests, maps, foreign binaries and build tools carried to every user.
  it('contains only what runs', () => {
    const expected =
      /^(?:package\.json|out\/(?:main|preload|renderer)\/.+|resources\/(?:tray|icons)\/[^/]+\.png|resources\/services\/[^/]+|node_modules\/.+)$/;
    expect(files.filter((file) => !expected.test(file.path)).map((file) => file.path)).toEqual([]);
    expect(paths(/\.(?:map|ts|md|cpp|hpp|c|h|gyp)$/)).toEqual([]);
    expect(paths(/\.node$/)).toEqual(['node_modules/better-sqlite3/prebuilds/linux-x64.node']);
    const packages = new Set(paths(/^node_modules\//).map((path) => path.split('/')[1]));
    expect(packages).toEqual(new Set(Object.keys(MANIFEST.dependencies)));
  });

  // Catches an entry, a page or a picture that the app asks for at run time and does not find.
  it('contains the entries, the page and the tray icons', () => {
    for (const path of [
      'out/main/index.js',
      'out/main/cli.js',
      'out/main/serve.js',
      'out/main/hardware-worker.js',
      'out/main/compute-worker.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
    ]) {
      expect(paths(/^out\//)).toContain(path);
    }
    expect(paths(/^resources\/tray\//)).toHaveLength(20);
    expect(paths(/^resources\/services\//)).toHaveLength(3);
    expect(
      JSON.parse(
        files
          .find((file) => file.path === 'package.json')
          ?.read()
          .toString() ?? '{}',
      ),
    ).toMatchObject({
      main: MANIFEST.main,
      type: 'module',
    });
  });

  // Catches a package that the bundle leaves outside and the installer leaves out: it would fail at the first use.
  it('contains every package that its code imports', () => {
    const missing = new Set<string>();
    for (const path of paths(/^out\/main\/.*\.js$/)) {
      for (const specifier of importsOf(textOf(path))) {
        const name = specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/');
        if (!isHere(name)) {
          missing.add(specifier);
        }
      }
      for (const [, wasm = ''] of textOf(path).matchAll(/["'`]([\w-]+\.wasm)["'`]/g)) {
        if (!files.some((file) => file.path.endsWith(`/${wasm}`))) {
          missing.add(wasm);
        }
      }
    }
    expect([...missing]).toEqual([]);
  });

  // Catches a packed program that lacks something it reads by path: the packed files alone must run.
  it('runs its command line from the packed files alone', () => {
    const folder = join(directory.path, 'extracted');
    extractAsar(join(packed, 'resources/app.asar'), folder);
    const run = (...args: readonly string[]) =>
      JSON.parse(
        execFileSync(
          process.execPath,
          ['out/main/cli.js', ...args, '--json', '--data-dir', join(directory.path, 'data')],
          {
            cwd: folder,
            encoding: 'utf8',
            env: { ...process.env, NODE_PATH: '' },
          },
        ),
      );
    const capacity = run('capacity', '--cru', '8', '--mru', '32GiB', '--sru', '1000GiB', '--hru', '0');
    expect(capacity).toMatchObject({ cu: '7.75', su: '4', cpr: '15.625' });
    expect(run('nodes')).toHaveProperty('nodes');
    // Catches an installed program without its texts, which answers with their keys.
    expect(run('rules', 'minting-v3')).toMatchObject({ rules: [{ title: 'Grid 3 minting' }] });
  });

  // Catches a package that grew past what a farmer should have to download.
  it('is at most 25 MB without the runtime', () => {
    const ownBytes = folderBytes(packed) - folderBytes(stub);
    console.log(`packed without the runtime: ${(ownBytes / 2 ** 20).toFixed(1)} MiB`);
    expect(ownBytes).toBeLessThan(MAX_PACKED_BYTES);
  });

  // Catches a runtime that can be turned into a plain Node, debugged from outside, or fed another program.
  it('disables unneeded features of the runtime', () => {
    const program = readFileSync(join(packed, 'farmer-desktop'));
    const at = program.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length;
    const fuses = program.subarray(at + 2, at + 2 + (program[at + 1] ?? 0)).toString('ascii');
    const names = [
      'runAsNode',
      'cookies',
      'nodeOptions',
      'inspect',
      'asarIntegrity',
      'onlyAsar',
      'snapshot',
      'fileProtocol',
    ];
    expect(Object.fromEntries(names.map((name, index) => [name, fuses[index]]))).toEqual({
      runAsNode: '0',
      cookies: '1',
      nodeOptions: '0',
      inspect: '0',
      asarIntegrity: '1',
      onlyAsar: '1',
      snapshot: '0',
      fileProtocol: '0',
    });
    expect(files.filter((file) => !file.isUnpacked && !file.hasIntegrity).map((file) => file.path)).toEqual([]);
  });

  // Catches an installer without the licences of what it carries.
  it('contains its licence and third-party notices', () => {
    expect(readFileSync(join(packed, 'resources/LICENSE.txt'), 'utf8')).toContain('Apache License');
    const notices = readFileSync(join(packed, 'resources/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of [
      'better-sqlite3',
      'systeminformation',
      'react',
      '@mantine/core',
      '@fontsource-variable/inter',
    ]) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
    }
    expect(readdirSync(join(packed, 'locales'))).toEqual(['en-US.pak']);
  });

  // Catches an app that does not know where its updates are.
  it('knows its update feed', () => {
    const feed = readFileSync(join(packed, 'resources/app-update.yml'), 'utf8');
    expect(feed).toMatch(/provider: generic\nurl: https:\/\//);
  });
});

describe('a release of the packed app', () => {
  const keys = generateKeyPairSync('ed25519');
  const privateKeyPem = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const publicKeyPem = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  let folder = '';
  const program = (arch: Arch) => join(folder, packager.expandArtifactNamePattern({}, 'AppImage', arch));

  /** The lists that electron-builder writes for the programs; what is in those is the packed app's archive. */
  beforeAll(async () => {
    folder = join(directory.path, 'lists');
    mkdirSync(folder);
    const target = { outDir: folder } as unknown as Target;
    const tasks = [];
    for (const arch of [Arch.x64, Arch.arm64]) {
      copyFileSync(join(packed, 'resources/app.asar'), program(arch));
      const published = (await getPublishConfigs(packager, null, arch, false)) ?? [];
      tasks.push(...(await createUpdateInfoTasks({ file: program(arch), arch, packager, target }, published)));
    }
    await writeUpdateInfoFiles(tasks, packager.info);
  });

  // Catches lists under other names than the updater asks for, and signatures that it would not take.
  it('is signed, and each processor’s updater finds its program in it', async () => {
    expect(signLists(folder, privateKeyPem, publicKeyPem).toSorted()).toEqual([
      'latest-linux-arm64.yml',
      'latest-linux.yml',
    ]);
    for (const arch of ['x64', 'arm64'] as const) {
      const asked: string[] = [];
      const executor = {
        request: async ({ path }: { readonly path: string }) => {
          asked.push(path);
          return readFileSync(join(folder, path), 'utf8');
        },
      };
      const feed = { url: new URL('https://releases.test/'), publicKeyPem, arch, nowMs: Date.now };
      const runtime = { platform: 'linux', isUseMultipleRangeRequest: false, executor } as unknown as Runtime;
      const provider = new SignedProvider(feed, runtime);
      const [file] = provider.resolveFiles(await provider.getLatestVersion());
      expect(file?.url.pathname).toBe(`/${basename(program(Arch[arch]))}`);
    }
  });

  it.each([
    ['is changed', (path: string) => writeFileSync(path, 'evil'), 'another SHA-512'],
    ['is missing', (path: string) => rmSync(path), 'not in the release'],
  ])('is not signed when a program %s', (_what, spoil, reason) => {
    const path = program(Arch.x64);
    const content = readFileSync(path);
    spoil(path);
    expect(() => signLists(folder, privateKeyPem, publicKeyPem)).toThrow(reason);
    writeFileSync(path, content);
  });

  // Catches a release that no installed program would ever take.
  it('is not signed with a key other than the one in the installers', () => {
    const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(() => signLists(folder, privateKeyPem, other)).toThrow('another key');
  });
});

describe('the installer for Windows', () => {
  // Catches a release of electron-builder that registers files for all users only, which ours could not.
  it('registers file types on install, and removes what the running program has registered', () => {
    const builder = createRequire(import.meta.url).resolve('app-builder-lib/package.json');
    const templates = join(dirname(builder), 'templates/nsis');
    const associate = readFileSync(join(templates, 'include/FileAssociation.nsh'), 'utf8');
    expect(associate).toMatch(/!macro APP_ASSOCIATE [^!]*WriteRegStr SHELL_CONTEXT "Software\\Classes\\\.\$\{EXT\}"/);
    expect(readFileSync(join(templates, 'uninstaller.nsh'), 'utf8')).toContain('!insertmacro customUnInstall');
    const own = readFileSync(join(ROOT, 'resources/installer.nsh'), 'utf8');
    const { path: home } = directory;
    const { disable } = serviceDefinition({ platform: 'win32', home, env: {}, userId: 0, dataDirectory: home });
    const task = disable[0]?.[3] ?? '';
    expect(own).toContain(`schtasks /Delete /TN "${task}" /F`);
    expect(own).toContain(`CurrentVersion\\Run" "${LOGIN_ITEM_NAME}"`);
  });
});

describe('the packed app on a Linux desktop', () => {
  // Catches installers after which neither a file nor a link of ours opens Farmer.
  it('opens its files and links under its own name and icon', async () => {
    const helper = new LinuxTargetHelper(packager);
    const entry = await helper.computeDesktopEntry(packager.platformSpecificBuildOptions);
    expect(entry).toContain('Exec=/opt/Farmer/farmer-desktop %U');
    // Catches the packer's default for AppImages, which switches the sandbox off.
    const load = createRequire(import.meta.url);
    const { default: AppImageTarget } = load(
      'app-builder-lib/out/targets/appimage/AppImageTarget.js',
    ) as AppImageModule;
    const image = new AppImageTarget('AppImage', packager, helper, directory.path);
    const imageEntry = await image.desktopEntry.value;
    expect(imageEntry).toMatch(/^Exec=AppRun +%U$/m);
    // Else windows and messages stand under a name that the desktop does not know, without the icon.
    expect(entry).toContain('StartupWMClass=farmer-desktop');
    expect(helper.getDesktopFileName()).toBe('farmer-desktop');
    expect(entry).toMatch(/^MimeType=.*application\/vnd\.threefold\.farmer\+json;/m);
    expect(entry).toMatch(/^MimeType=.*x-scheme-handler\/farmer;/m);
    const types = readFileSync((await helper.mimeTypeFiles) ?? '', 'utf8');
    expect(types).toContain('<mime-type type="application/vnd.threefold.farmer+json">');
    expect(types).toContain('<glob pattern="*.farmer"/>');
  });
});
