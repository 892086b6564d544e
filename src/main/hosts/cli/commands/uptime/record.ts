import { homedir } from 'node:os';
import type { Command } from 'commander';
import type { RecorderStatus } from '#main/recorder/recorder.ts';
import type { SpanEnd } from '#shared/domain/uptime/observations.ts';
import { whole } from '#main/hosts/cli/options/options.ts';
import { ENDING_SIGNALS, endBySignal, leaveCodeUnoptimised } from '#main/hosts/common/recording-process.ts';
import { installService, uninstallService } from '#main/hosts/common/service/install.ts';
import { ownUserId, type ServiceCommand, type ServicePlace } from '#main/hosts/common/service/service-definition.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

interface RecordOptions {
  readonly install: boolean;
  readonly uninstall: boolean;
  readonly beatSeconds?: number;
}

function servicePlace(session: CliSession): ServicePlace {
  const { dataDirectory } = session.app.context;
  return { platform: process.platform, home: homedir(), env: process.env, userId: ownUserId(), dataDirectory };
}

/** What the service runs: this very program, with the same data. */
function ownCommand(dataDirectory: string): ServiceCommand {
  const args = [process.argv[1] ?? '', '--data-dir', dataDirectory, 'record'];
  return { program: process.execPath, args, canBeConfined: true };
}

async function install(session: CliSession): Promise<void> {
  const place = servicePlace(session);
  const { path, isActive, advice } = await installService(place, ownCommand(place.dataDirectory));
  session.print({ installed: path, active: isActive, run_by_hand: advice }, () =>
    advice === null
      ? `The recorder runs from now on, and at every login (${path}).`
      : `${path} is written, but the system did not start it. Run: ${advice}`,
  );
}

async function uninstall(session: CliSession): Promise<void> {
  const { path, wasInstalled } = await uninstallService(servicePlace(session));
  session.print({ removed: wasInstalled ? path : null }, () =>
    wasInstalled ? `The recorder's service is removed (${path}).` : 'No service was installed.',
  );
}

function untilSignalled(): Promise<SpanEnd> {
  return new Promise((resolve) => {
    for (const signal of ENDING_SIGNALS) {
      process.once(signal, () => resolve(endBySignal(signal)));
    }
  });
}

/** The recording process; undefined where it cannot be read: a message must not end the recorder. */
async function holderOf({ app }: CliSession) {
  try {
    return (await app.context.stores()).uptime.holder();
  } catch {
    return undefined;
  }
}

async function stateText(session: CliSession, status: RecorderStatus): Promise<string> {
  if (status.problem !== null) {
    return `cannot write: ${status.problem.message} ${status.problem.hint}`;
  }
  if (status.state !== 'standby') {
    return status.state;
  }
  const holder = await holderOf(session);
  return holder === undefined
    ? 'standing by: another process records'
    : `standing by: process ${holder.pid} (${holder.host}) records, and this one takes over when that ends`;
}

/** Prints the state of the recorder on stderr whenever it changes. */
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

/** Whoever records this computer by a command takes it for a node, unless he said that it is none. */
async function noteThisComputer({ app }: CliSession): Promise<void> {
  const { settings } = await app.context.stores();
  if (settings.get('thisComputer').isNode === null) {
    settings.update({ thisComputer: { isNode: true } }, app.context.nowMs());
  }
}

async function record(session: CliSession, beatSeconds: number | undefined): Promise<void> {
  leaveCodeUnoptimised();
  const ended = untilSignalled();
  await noteThisComputer(session);
  const recorder = await session.app.record({
    keepsAlive: true,
    onChange: createAnnouncer(session),
    ...(beatSeconds === undefined ? {} : { beatIntervalMs: beatSeconds * 1000 }),
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
    .option('--beat-seconds <number>', 'seconds from beat to beat (default 60)', whole('--beat-seconds', 3600, 1))
    .action(async (options: RecordOptions) => {
      if (options.uninstall) {
        await uninstall(session);
      } else if (options.install) {
        await install(session);
      } else {
        await record(session, options.beatSeconds);
      }
    });
}
