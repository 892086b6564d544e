import { implement } from '@orpc/server';
import { channelsContract, type ChannelSettings } from '#shared/contract/notifications/channels.ts';
import { CHANNEL_PARTS, type ChannelName, CHANNELS } from '#shared/domain/notifications/channels.ts';
import { alertText } from '#shared/domain/notifications/alert-text.ts';
import { displayCurrency } from '#shared/number-text.ts';
import { SEVERITY_OF } from '#shared/domain/notifications/kinds.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { inEnglish, message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';
import type { Stores } from '#main/store/stores.ts';
import { startChannel, recordResult, openSecrets, readResult, secretKey } from './deliver.ts';

function listChannels({ secrets }: AppContext, stores: Stores) {
  const settings = stores.settings.get('alertChannels');
  return {
    settings,
    channels: CHANNELS.map((name) => ({
      name,
      isOn: settings[name].isOn,
      secrets: CHANNEL_PARTS[name].secrets.map((secret) => ({
        name: secret,
        state: secrets.state(secretKey(name, secret)),
      })),
      ...readResult(stores, name),
      waiting: stores.deliveries.waitingCount(name),
    })),
  };
}

/** The settings and secrets that are missing before a channel can be switched on. */
function missingOf({ secrets }: AppContext, settings: ChannelSettings, name: ChannelName): readonly string[] {
  const kept = CHANNEL_PARTS[name].secrets.map((secret) => [secret, secrets.state(secretKey(name, secret))] as const);
  const values: Readonly<Record<string, unknown>> = { ...settings[name], ...Object.fromEntries(kept) };
  return CHANNEL_PARTS[name].needed.filter((part) => values[part] === '' || values[part] === 'not-set');
}

function assertComplete(context: AppContext, settings: ChannelSettings, name: ChannelName): void {
  const missing = missingOf(context, settings, name);
  if (missing.length > 0) {
    throw invalidInput(
      message('notifications:core.channelIncomplete', { channel: name, missing: missing.join(', ') }),
      message('notifications:core.completeChannel'),
      { field: missing[0] ?? '' },
    );
  }
}

const area = implement(channelsContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(async ({ context }) => listChannels(context, await context.stores())),
  set: area.set.handler(async ({ input, context }) => {
    const stores = await context.stores();
    stores.transaction(() => {
      const before = stores.settings.get('alertChannels');
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      const after: ChannelSettings = { ...before, ...given };
      for (const name of CHANNELS.filter((one) => after[one].isOn)) {
        assertComplete(context, after, name);
        if (!before[name].isOn) startChannel(stores, name);
      }
      stores.settings.update({ alertChannels: after }, context.nowMs());
    });
    context.events.publish('notifications');
    return listChannels(context, stores);
  }),
  setSecret: area.setSecret.handler(async ({ input: { channel, name, value }, context }) => {
    const known = CHANNEL_PARTS[channel].secrets;
    if (!known.includes(name)) {
      throw invalidInput(
        message('notifications:core.noSuchSecret', { channel, name }),
        message('notifications:core.secretsOfChannel', { names: known.join(', ') }),
        { field: 'name' },
      );
    }
    const stores = await context.stores();
    context.secrets.write(secretKey(channel, name), value === '' ? null : value);
    context.events.publish('notifications');
    return listChannels(context, stores);
  }),
  sendTest: area.sendTest.handler(async ({ input: { channel }, context }) => {
    const stores = await context.stores();
    const settings = stores.settings.get('alertChannels');
    assertComplete(context, settings, channel);
    const secrets = openSecrets(context.secrets, channel);
    if (secrets === null) {
      throw new FarmerError('REFUSED', message('notifications:core.secretElsewhere', { channel }), {
        hint: message('notifications:core.useDesktopApp'),
      });
    }
    const nowMs = context.nowMs();
    const { title, body } = alertText(
      { kind: 'test', figures: {}, nodeId: null },
      { nameOf: () => null, currency: displayCurrency('USD', null) },
    );
    const { open } = await context.channels();
    try {
      await open(
        channel,
        settings,
        secrets,
      )({
        id: `farmer-test-${stores.lineage.token()}-${nowMs}`,
        title: inEnglish(title),
        text: inEnglish(body),
        kind: 'test',
        severity: SEVERITY_OF.test,
        isOver: false,
        atS: Math.floor(nowMs / 1000),
      });
      return recordResult(stores, channel, null, context.nowMs());
    } catch (error) {
      if (!(error instanceof FarmerError)) throw error;
      recordResult(stores, channel, error.messages.message, context.nowMs());
      throw new FarmerError('CHANNEL_FAILED', error.messages.message, {
        hint: message('notifications:core.checkChannel', { channel }),
        details: { channel },
      });
    } finally {
      context.events.publish('notifications');
    }
  }),
});
