import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';
import type { RecorderStatus } from '#main/recorder/recorder.ts';
import type { SpanEnd } from '#shared/domain/uptime/observations.ts';
import { whole } from '#main/hosts/cli/options/options.ts';
import { installService, ownCommand, uninstallService } from '../service/install.ts';
import type { ServicePlace } from '../service/service-definition.ts';
import type { CliSession } from '../session.ts';

interface RecordOptions {
  readonly install: boolean;
  readonly uninstall: boolean;
  readonly beatSeconds?: number;
}

function servicePlace(session: CliSession): ServicePlace {
  const { dataDirectory } = session.app.context;
  return { platform: process.platform, home: homedir(), env: process.env, userId: userInfo().uid, dataDirectory };
}

function install(session: CliSession): void {
  const place = servicePlace(session);
  const { path, isActive, advice } = installService(place, ownCommand(place.dataDirectory));
  session.print({ installed: path, active: isActive, run_by_hand: advice }, () =>
    advice === null
      ? `The recorder runs from now on, and at every login (${path}).`
      : `${path} is written, but the system did not start it. Run: ${advice}`,
  );
}

function uninstall(session: CliSession): void {
  const { path, wasInstalled } = uninstallService(servicePlace(session));
  session.print({ removed: wasInstalled ? path : null }, () =>
    wasInstalled ? `The recorder's service is removed (${path}).` : 'No service was installed.',
  );
}

/** A signal during the system's own shutdown is a shutdown; otherwise somebody ended the recorder. */
function endBySignal(): SpanEnd {
  if (!existsSync('/run/systemd/system')) {
    return 'signal';
  }
  const { stdout } = spawnSync('systemctl', ['is-system-running'], { encoding: 'utf8', timeout: 1000 });
  return typeof stdout === 'string' && stdout.trim() === 'stopping' ? 'shutdown' : 'signal';
}

function untilSignalled(): Promise<SpanEnd> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve('quit'));
    process.once('SIGTERM', () => resolve(endBySignal()));
    process.once('SIGHUP', () => resolve('signal'));
  });
}

async function stateText(session: CliSession, status: RecorderStatus): Promise<string> {
  if (status.problem !== null) {
    return `cannot write: ${status.problem.error.message} ${status.problem.error.hint}`;
  }
  if (status.state !== 'standby') {
    return status.state;
  }
  const holder = (await session.app.context.stores()).uptime.holder();
  return holder === undefined
    ? 'standing by: another process records'
    : `standing by: process ${holder.pid} (${holder.host}) records, and this one takes over when that ends`;
}

/** Tells on stderr, and with `--json` once on stdout, how the recorder is; again whenever that changes. */
function createAnnouncer(session: CliSession) {
  let last: RecorderStatus['state'] | undefined;
  return (status: RecorderStatus): void => {
    if (status.state === last) {
      return;
    }
    last = status.state;
    void stateText(session, status).then((text) => session.io.stderr(`recorder: ${text}\n`));
  };
}

/**
 * A process that wakes once a minute has nothing to gain from optimised code; without the optimising compilers it needs
 * 9 MB less.
 */
function leaveCodeUnoptimised(): void {
  setFlagsFromString('--no-opt');
  setFlagsFromString('--no-maglev');
}

async function record(session: CliSession, beatSeconds: number | undefined): Promise<void> {
  leaveCodeUnoptimised();
  const ended = untilSignalled();
  const recorder = await session.app.record({
    keepsAlive: true,
    onChange: createAnnouncer(session),
    ...(beatSeconds === undefined ? {} : { beatIntervalMs: Math.max(1, beatSeconds) * 1000 }),
  });
  const { state } = recorder.status();
  const { dataDirectory } = session.app.context;
  session.print({ state, pid: process.pid, data_directory: dataDirectory }, () =>
    session.style.quiet(`Uptime is kept in ${dataDirectory}. Ctrl+C stops it.`),
  );
  recorder.stop(await ended);
}

/** `farmer record`: keeps this machine's uptime until it is stopped; or installs a service that does. */
export function define(command: Command, session: CliSession): void {
  command
    .option('--install', 'run it as a service, now and at every login', false)
    .option('--uninstall', 'remove that service', false)
    .option('--beat-seconds <number>', 'seconds from beat to beat (default 60)', whole('--beat-seconds', 3600))
    .action(async (options: RecordOptions) => {
      if (options.uninstall) {
        uninstall(session);
      } else if (options.install) {
        install(session);
      } else {
        await record(session, options.beatSeconds);
      }
    });
}
