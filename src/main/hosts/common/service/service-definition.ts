import { join } from 'node:path';
import { VERSION } from '#main/version.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** The program that the recorder's service runs, with its arguments. */
export interface ServiceCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Whether the service may be sandboxed; false for a program that needs more rights to start. */
  readonly canBeConfined: boolean;
}

/** The service of a platform: its template, the location of its file, and the commands that register it. */
export interface ServiceDefinition {
  readonly template: string;
  readonly path: string;
  /** Fills in the template. */
  readonly render: (template: string, command: ServiceCommand) => string;
  /** The encoding of the file. The task scheduler of Windows reads UTF-16. */
  readonly encoding: 'utf8' | 'utf16le';
  /** Commands that unregister an earlier service; their failure is ignored. */
  readonly forget: readonly (readonly string[])[];
  readonly enable: readonly (readonly string[])[];
  readonly disable: readonly (readonly string[])[];
  /** Checks whether the service is registered and starts by itself; otherwise the start command must be run. */
  readonly checkRegistered: readonly string[];
}

/** A quoted and escaped word for a systemd unit. */
export function systemdWord(word: string): string {
  const escaped = word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$');
  return `"${escaped}"`;
}

/** Text escaped for XML. */
function xmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** An argument quoted for a Windows program; backslashes before a quote are doubled. */
export function windowsArgument(word: string): string {
  return `"${word.replaceAll(/(\\*)"/g, '$1$1\\"').replaceAll(/(\\+)$/g, '$1$1')}"`;
}

/** Every file contains the version of Farmer, so that the next version finds the file outdated and replaces it. */
function fill(template: string, places: Readonly<Record<string, string>>): string {
  const all: Readonly<Record<string, string>> = { VERSION, ...places };
  return template.replaceAll(/\{\{([A-Z]+)\}\}/g, (place, name: string) => all[name] ?? place);
}

/**
 * SECURITY: the recorder needs write access only to its data directory, and the network only to probe the configured
 * hosts.
 */
const CONFINED = [
  'NoNewPrivileges=true',
  'PrivateTmp=true',
  'ProtectSystem=full',
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
  'LockPersonality=true',
] as const;

function systemd(home: string, env: NodeJS.ProcessEnv): ServiceDefinition {
  const config = env['XDG_CONFIG_HOME']?.startsWith('/') === true ? env['XDG_CONFIG_HOME'] : join(home, '.config');
  const unit = 'farmer-recorder.service';
  return {
    template: unit,
    path: join(config, 'systemd', 'user', unit),
    encoding: 'utf8',
    render: (template, { program, args, canBeConfined }) =>
      fill(template, {
        PROGRAM: program.replaceAll('%', '%%'),
        COMMAND: [program, ...args].map(systemdWord).join(' '),
        CONFINEMENT: canBeConfined ? CONFINED.join('\n') : '',
      }),
    forget: [],
    enable: [
      ['systemctl', '--user', 'daemon-reload'],
      ['systemctl', '--user', 'enable', unit],
      ['systemctl', '--user', 'restart', unit],
    ],
    disable: [['systemctl', '--user', 'disable', '--now', unit]],
    checkRegistered: ['systemctl', '--user', 'is-enabled', '--quiet', unit],
  };
}

function launchd(home: string, userId: number): ServiceDefinition {
  const label = 'org.farmer.recorder';
  const path = join(home, 'Library', 'LaunchAgents', `${label}.plist`);
  return {
    template: `${label}.plist`,
    path,
    encoding: 'utf8',
    render: (template, { program, args }) =>
      fill(template, { COMMAND: [program, ...args].map((word) => `    <string>${xmlText(word)}</string>`).join('\n') }),
    forget: [['launchctl', 'bootout', `gui/${userId}/${label}`]],
    enable: [['launchctl', 'bootstrap', `gui/${userId}`, path]],
    disable: [['launchctl', 'bootout', `gui/${userId}/${label}`]],
    checkRegistered: ['launchctl', 'print', `gui/${userId}/${label}`],
  };
}

function windowsTask(dataDirectory: string): ServiceDefinition {
  const path = join(dataDirectory, 'farmer-recorder-task.xml');
  const name = '\\Farmer\\Recorder';
  return {
    template: 'farmer-recorder-task.xml',
    path,
    encoding: 'utf16le',
    render: (template, { program, args }) =>
      fill(template, { PROGRAM: xmlText(program), ARGUMENTS: xmlText(args.map(windowsArgument).join(' ')) }),
    forget: [['schtasks', '/End', '/TN', name]],
    enable: [
      ['schtasks', '/Create', '/TN', name, '/XML', path, '/F'],
      ['schtasks', '/Run', '/TN', name],
    ],
    disable: [
      ['schtasks', '/End', '/TN', name],
      ['schtasks', '/Delete', '/TN', name, '/F'],
    ],
    checkRegistered: ['schtasks', '/Query', '/TN', name],
  };
}

/** The inputs of {@link serviceDefinition}. */
export interface ServicePlace {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** The numeric id of the user; unused on Windows. */
  readonly userId: number;
  readonly dataDirectory: string;
}

/** The user id of this process; it may have no name, as in a container. */
export function ownUserId(): number {
  return process.getuid?.() ?? 0;
}

/**
 * The recorder's service on a platform.
 * @throws FarmerError REFUSED on an unsupported platform
 */
export function serviceDefinition(place: ServicePlace): ServiceDefinition {
  switch (place.platform) {
    case 'linux':
      return systemd(place.home, place.env);
    case 'darwin':
      return launchd(place.home, place.userId);
    case 'win32':
      return windowsTask(place.dataDirectory);
    default:
      throw new FarmerError('REFUSED', message('app:core.farmerCannotInstallService', { platform: place.platform }), {
        hint: message('app:core.startRecorderByHand'),
      });
  }
}
