import { isIP } from 'node:net';
import { homedir } from 'node:os';
import type { Command } from 'commander';
import type { RecorderStatus } from '#main/recorder/recorder.ts';
import type { SpanEnd } from '#shared/domain/uptime/observations.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { parseWhole, whole } from '#main/hosts/cli/options/options.ts';
import { ENDING_SIGNALS, endBySignal, preferLittleMemory } from '#main/hosts/common/recording-process.ts';
import { installService, uninstallService } from '#main/hosts/common/service/install.ts';
import { ownUserId, type ServiceCommand, type ServicePlace } from '#main/hosts/common/service/service-definition.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

interface RecordOptions {
  readonly install: boolean;
  readonly uninstall: boolean;
  readonly beatSeconds?: number;
  readonly metrics: boolean;
  readonly metricsAddress?: MetricsAddress;
}

interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

const addressText = ({ host, port }: MetricsAddress): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** @throws FarmerError INVALID_INPUT for anything but an address of this computer and a port */
function parseMetricsAddress(text: string): MetricsAddress {
  const [, host = '', port = ''] = /^\[?([\d.]+|[\da-f:]+)\]?:(\d{1,5})$/i.exec(text) ?? [];
  if (isIP(host) === 0) {
    throw invalidInput(
      message('cli:core.metricsAddressInvalid', { text: text.slice(0, 60) }),
      message('cli:core.giveMetricsAddress'),
    );
  }
  return { host, port: parseWhole(port, '--metrics-address', 65_535) };
}

function servicePlace(session: CliSession): ServicePlace {
  const { dataDirectory } = session.app.context;
  return { platform: process.platform, home: homedir(), env: process.env, userId: ownUserId(), dataDirectory };
}

/** The command of the service: this program with the same data directory. */
function ownCommand(dataDirectory: string, { beatSeconds, metrics, metricsAddress }: RecordOptions): ServiceCommand {
  const args = [
    process.argv[1] ?? '',
    '--data-dir',
    dataDirectory,
    'record',
    ...(beatSeconds === undefined ? [] : ['--beat-seconds', String(beatSeconds)]),
    ...(metrics ? ['--metrics'] : []),
    ...(metricsAddress === undefined ? [] : ['--metrics-address', addressText(metricsAddress)]),
  ];
  return { program: process.execPath, args, canBeConfined: true };
}

async function install(session: CliSession, options: RecordOptions): Promise<void> {
  const place = servicePlace(session);
  const { path, isActive, advice } = await installService(place, ownCommand(place.dataDirectory, options));
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

/** The recording process; undefined if it cannot be read: an error here must not end the recorder. */
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

/** Marks this computer as a node, because it is being recorded, unless the farmer has marked it as not being one. */
async function noteThisComputer({ app }: CliSession): Promise<void> {
  const { settings } = await app.context.stores();
  if (settings.get('thisComputer').isNode === null) {
    settings.update({ thisComputer: { isNode: true } }, app.context.nowMs());
  }
}

/** Starts the metrics server if requested; its code is loaded only then. */
async function serveMetrics({ app }: CliSession, { metrics, metricsAddress }: RecordOptions) {
  if (!metrics && metricsAddress === undefined) return undefined;
  const { startMetricsServer } = await import('#main/hosts/common/metrics-server.ts');
  return startMetricsServer(app.context, metricsAddress);
}

async function record(session: CliSession, options: RecordOptions): Promise<void> {
  const { beatSeconds } = options;
  preferLittleMemory();
  const ended = untilSignalled();
  await noteThisComputer(session);
  const recorder = await session.app.record({
    keepsAlive: true,
    onChange: createAnnouncer(session),
    ...(beatSeconds === undefined ? {} : { beatIntervalMs: beatSeconds * 1000 }),
  });
  const server = await serveMetrics(session, options);
  const { state } = recorder.status();
  const { dataDirectory } = session.app.context;
  const metrics = server && { url: server.url, token_file: server.tokenPath };
  session.print({ state, pid: process.pid, data_directory: dataDirectory, metrics: metrics ?? null }, () =>
    [
      session.style.quiet(`Uptime is kept in ${dataDirectory}. Ctrl+C stops it.`),
      ...(metrics
        ? [session.style.quiet(`Metrics are at ${metrics.url}, for the token in ${metrics.token_file}.`)]
        : []),
    ].join('\n'),
  );
  const end = await ended;
  await server?.close();
  recorder.stop(end);
}

/** `farmer record`: keeps this machine's uptime until it is stopped; or installs a service that does. */
export function define(command: Command, session: CliSession): void {
  command
    .option('--install', 'run it as a service, now and at every login', false)
    .option('--uninstall', 'remove that service', false)
    .option('--beat-seconds <number>', 'seconds from beat to beat (default 60)', whole('--beat-seconds', 3600, 1))
    .option('--metrics', 'also answer /metrics, for a monitoring server on this computer', false)
    .option('--metrics-address <ip:port>', 'answer /metrics there (default 127.0.0.1:4744)', parseMetricsAddress)
    .action(async (options: RecordOptions) => {
      if (options.uninstall) {
        await uninstall(session);
      } else if (options.install) {
        await install(session, options);
      } else {
        await record(session, options);
      }
    });
}
