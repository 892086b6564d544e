import type { Command } from 'commander';
import { alertHeadline, alertText } from '#shared/domain/notifications/alert-text.ts';
import { type ChannelName, CHANNELS, SECRET_NAMES, type SecretName } from '#shared/domain/notifications/channels.ts';
import { invalidInput } from '#shared/errors.ts';
import { displayCurrency } from '#shared/number-text.ts';
import { inEnglish, message } from '#shared/message.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { oneOf, whole } from '#main/hosts/cli/options/options.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, right } from '#main/hosts/cli/style.ts';
import { readSecretLine } from '#main/hosts/cli/secret-line.ts';

type Channels = Awaited<ReturnType<CliSession['calls']['notifications']['channels']['list']>>;

interface SetOptions {
  readonly on?: boolean;
  readonly host?: string;
  readonly port?: number;
  readonly security?: Channels['settings']['email']['security'];
  readonly user?: string;
  readonly from?: string;
  readonly to?: string;
  readonly server?: string;
  readonly chat?: string;
}

const JSON_NAMES = {
  resolvedAtS: 'over_at',
};

/** The names of nodes for the texts, loaded only if there are several nodes. */
async function nodeNames(session: CliSession): Promise<(id: number) => string | null> {
  const { nodes } = await session.calls.nodes.list();
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? null;
}

async function list(session: CliSession, { limit }: { readonly limit: number }): Promise<void> {
  const { notifications, unread } = await session.calls.notifications.list({ limit });
  const nameOf = await nodeNames(session);
  const { currency, rate } = await session.calls.settings.money.get();
  const reader = { nameOf, currency: displayCurrency(currency, rate) };
  const worded = notifications.map((entry) => {
    const text = alertText(entry, reader);
    const body = [text.body, ...(text.money === null ? [] : [text.money])].map(inEnglish).join(' ');
    return { ...entry, title: inEnglish(alertHeadline(text, false)), text: body };
  });
  session.print(toSnakeCase({ alerts: worded, unread }, JSON_NAMES), () =>
    worded.length === 0
      ? 'Nothing was reported.'
      : renderTable(
          session.style,
          ['when', 'level', 'state', 'what'],
          worded.map(({ raisedAtS, severity, resolvedAtS, title, text }) => [
            isoUtc(raisedAtS),
            severity,
            resolvedAtS === null ? 'open' : 'over',
            `${title}. ${text}`,
          ]),
        ),
  );
}

function printChannels(session: CliSession, { settings, channels }: Channels): void {
  const listed = channels.map(({ name, ...channel }) => ({ name, ...channel, settings: settings[name] }));
  session.print(toSnakeCase({ channels: listed }, JSON_NAMES), () =>
    renderTable(
      session.style,
      ['channel', 'on', 'secrets', 'last sent', right('waiting'), 'problem'],
      channels.map(({ name, isOn, secrets, sentAtS, waiting, problem }) => [
        name,
        isOn ? 'yes' : 'no',
        secrets.map(({ name: secret, state }) => `${secret}: ${state}`).join(', '),
        sentAtS === null ? 'never' : isoUtc(sentAtS),
        String(waiting),
        problem === null ? '' : `${isoUtc(problem.atS)} ${inEnglish(problem.message)}`,
      ]),
    ),
  );
}

async function set(session: CliSession, channel: ChannelName, options: SetOptions): Promise<void> {
  const { on, chat, ...given } = options;
  const { settings } = await session.calls.notifications.channels.list();
  const changes = {
    ...given,
    ...(on === undefined ? {} : { isOn: on }),
    ...(chat === undefined ? {} : { chatId: chat }),
  };
  const unknown = Object.keys(changes).find((field) => !Object.hasOwn(settings[channel], field));
  if (unknown !== undefined || Object.keys(changes).length === 0) {
    throw invalidInput(
      message('cli:core.channelTakesOptions', { channel, options: Object.keys(settings[channel]).join(', ') }),
      message('cli:core.seeAlertsHelp'),
    );
  }
  printChannels(
    session,
    await session.calls.notifications.channels.set({ [channel]: { ...settings[channel], ...changes } }),
  );
}

async function keepSecret(
  session: CliSession,
  channel: ChannelName,
  name: SecretName,
  { remove }: { readonly remove: boolean },
): Promise<void> {
  const value = remove ? null : await readSecretLine(`${channel}, ${name}: `);
  if (value === '') {
    throw invalidInput(message('cli:core.secretEmpty'), message('cli:core.pipeSecret', { channel, name }));
  }
  printChannels(session, await session.calls.notifications.channels.setSecret({ channel, name, value }));
}

async function sendTest(session: CliSession, channel: ChannelName): Promise<void> {
  const sent = await session.wait('sending', session.calls.notifications.channels.sendTest({ channel }));
  session.print({ channel, ...(toSnakeCase(sent, JSON_NAMES) as object) }, () => `A test went out through ${channel}.`);
}

async function check(session: CliSession): Promise<void> {
  const { checkAlerts } = await import('#main/app/notifications/check-alerts.ts');
  const { deliverAlerts } = await import('#main/app/notifications/deliver.ts');
  await checkAlerts(session.app.context);
  await deliverAlerts(session.app.context);
  await list(session, { limit: 20 });
}

const channelName = oneOf('channel', CHANNELS);

/** `farmer alerts`: what was reported, the channels that it goes through, and a test of each. */
export function define(command: Command, session: CliSession): void {
  const limit = ['--limit <number>', 'how many', whole('--limit', 500, 1), 50] as const;
  command.option(...limit).action((options: { readonly limit: number }) => list(session, options));
  command
    .command('list')
    .description('what was reported, the latest first')
    .option(...limit)
    .action((options: { readonly limit: number }) => list(session, options));
  command
    .command('check')
    .description('check the farm now, and send what is due')
    .action(() => check(session));
  command
    .command('channels')
    .description('the channels, and whether each works')
    .action(async () => printChannels(session, await session.calls.notifications.channels.list()));
  defineChannels(command, session);
}

function defineChannels(command: Command, session: CliSession): void {
  command
    .command('set')
    .description('change a channel, or switch it on and off')
    .argument('<channel>', CHANNELS.join(', '), channelName)
    .option('--on', 'send alerts through it from now on')
    .option('--no-on', 'send nothing through it')
    .option('--host <name>', 'email: the SMTP server')
    .option('--port <number>', 'email: its port', whole('--port', 65_535, 1))
    .option(
      '--security <kind>',
      'email: starttls, tls, or none to this computer',
      oneOf('--security', ['starttls', 'tls', 'none'] as const),
    )
    .option('--user <name>', 'email: the user who signs in')
    .option('--from <address>', 'email: the sender')
    .option('--to <address>', 'email: the receiver')
    .option('--server <url>', 'telegram, ntfy: another server')
    .option('--chat <id>', 'telegram: the chat')
    .action((channel: ChannelName, options: SetOptions) => set(session, channel, options));
  command
    .command('secret')
    .description('save a secret of a channel, the first line of standard input')
    .argument('<channel>', CHANNELS.join(', '), channelName)
    .argument('<name>', SECRET_NAMES.join(', '), oneOf('name', SECRET_NAMES))
    .option('--remove', 'remove it', false)
    .action((channel: ChannelName, name: SecretName, options: { readonly remove: boolean }) =>
      keepSecret(session, channel, name, options),
    );
  command
    .command('test')
    .description('send a test through a channel, whether it is on or off')
    .argument('<channel>', CHANNELS.join(', '), channelName)
    .action((channel: ChannelName) => sendTest(session, channel));
}
