import { Button, Group, NumberInput, Stack, Switch } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelSettings, SecretState } from '#shared/contract/notifications/channels.ts';
import { type ChannelName, CHANNELS, type SecretName } from '#shared/domain/notifications/channels.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Age } from '#renderer/ui/time.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { NativeChoice } from '#renderer/ui/native-choice.tsx';
import { SecretInput } from '#renderer/ui/text-field.tsx';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import classes from './settings.module.css';

type Channel<N extends ChannelName> = ChannelSettings[N];

interface FieldsProps<N extends ChannelName> {
  readonly value: Channel<N>;
  readonly onChange: (next: Channel<N>) => void;
}

const SECURITIES = ['starttls', 'tls', 'none'] as const satisfies readonly Channel<'email'>['security'][];

function EmailFields({ value, onChange }: FieldsProps<'email'>) {
  const { t } = useTranslation('settings');
  const fields = bindFields(value, (patch) => onChange({ ...value, ...patch }));
  const text = (field: 'host' | 'user' | 'from' | 'to') => (
    <TextField label={t(`channels.${field}`)} {...fields.text(field)} />
  );
  return (
    <>
      <div className={classes['pair']}>
        {text('host')}
        <NumberInput
          label={t('channels.port')}
          min={1}
          max={65_535}
          allowDecimal={false}
          value={value.port}
          onChange={(port) => onChange({ ...value, port: Number(port) || 587 })}
        />
        <NativeChoice
          label={t('channels.security')}
          options={SECURITIES}
          nameOf={(kind) => t(`channels.securityKind.${kind}`)}
          value={value.security}
          onChange={(security) => onChange({ ...value, security })}
        />
      </div>
      <div className={classes['pair']}>
        {text('from')}
        {text('to')}
        {text('user')}
      </div>
    </>
  );
}

function TelegramFields({ value, onChange }: FieldsProps<'telegram'>) {
  const { t } = useTranslation('settings');
  const fields = bindFields(value, (patch) => onChange({ ...value, ...patch }));
  return (
    <div className={classes['pair']}>
      <TextField label={t('channels.chatId')} {...fields.text('chatId')} />
      <TextField label={t('channels.server')} {...fields.text('server')} />
    </div>
  );
}

function NtfyFields({ value, onChange }: FieldsProps<'ntfy'>) {
  const { t } = useTranslation('settings');
  const fields = bindFields(value, (patch) => onChange({ ...value, ...patch }));
  return <TextField label={t('channels.server')} {...fields.text('server')} />;
}

/** A secret is write-only: an empty field keeps the stored one. */
function SecretField({
  channel,
  name,
  state,
}: {
  readonly channel: ChannelName;
  readonly name: SecretName;
  readonly state: SecretState;
}) {
  const { t } = useTranslation('settings');
  const [text, setText] = useState('');
  const keep = useCommand(api.notifications.channels.setSecret, { onDone: () => setText('') });
  return (
    <Group align="flex-end" gap="sm" wrap="nowrap">
      <SecretInput
        flex={1}
        label={t(`channels.secret.${name}`)}
        description={t(`channels.secretState.${state}`)}
        autoComplete="off"
        value={text}
        onChange={setText}
      />
      <Button
        variant="default"
        disabled={text === '' && state === 'not-set'}
        loading={keep.isRunning}
        onClick={() => keep.run({ channel, name, value: text === '' ? null : text })}
      >
        {t(text === '' ? 'channels.removeSecret' : 'channels.keepSecret')}
      </Button>
    </Group>
  );
}

type FieldsOf<N extends ChannelName> = ((props: FieldsProps<N>) => ReactNode) | null;

/** The settings of each channel without its secrets. */
const FIELDS: { readonly [N in ChannelName]: FieldsOf<N> } = {
  email: EmailFields,
  telegram: TelegramFields,
  ntfy: NtfyFields,
  webhook: null,
};

type Listed = NonNullable<ReturnType<typeof useChannels>['data']>;

function useChannels() {
  return useQuery(api.notifications.channels.list.queryOptions());
}

interface ChannelFormProps<N extends ChannelName> {
  readonly name: N;
  readonly data: Listed;
}

function ChannelForm<N extends ChannelName>({ name, data }: ChannelFormProps<N>) {
  const { t } = useTranslation('settings');
  const translate = useMessage();
  const Fields: FieldsOf<N> = FIELDS[name];
  const saved: Channel<N> = data.settings[name];
  const [draft, setDraft] = useState<Channel<N> | null>(null);
  const save = useCommand(api.notifications.channels.set, { onDone: () => setDraft(null), isFailureShown: true });
  const test = useCommand(api.notifications.channels.sendTest, { isFailureShown: true });
  const channel = data.channels.find((one) => one.name === name);
  const value = draft ?? saved;
  return (
    <Stack gap="sm">
      <Switch
        label={t('channels.isOn')}
        checked={value.isOn}
        onChange={(event) => save.run({ [name]: { ...value, isOn: event.currentTarget.checked } })}
      />
      {Fields === null ? null : <Fields value={value} onChange={setDraft} />}
      {channel?.secrets.map((secret) => (
        <SecretField key={secret.name} channel={name} name={secret.name} state={secret.state} />
      ))}
      {save.error === null ? null : <ErrorState error={save.error} />}
      {test.error === null ? null : <ErrorState error={test.error} />}
      {channel === undefined || channel.problem === null || test.error !== null ? null : (
        <Notice tone="warn" title={translate(channel.problem.message)}>
          <Age atS={channel.problem.atS} />
        </Notice>
      )}
      <Group gap="sm">
        {draft === null ? null : (
          <Button loading={save.isRunning} onClick={() => save.run({ [name]: draft })}>
            {t('channels.save')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconSend size={16} aria-hidden />}
          disabled={draft !== null}
          loading={test.isRunning}
          onClick={() => test.run({ channel: name })}
        >
          {t('channels.test')}
        </Button>
        {channel === undefined || channel.sentAtS === null ? null : (
          <span>
            {t('channels.sent')} <Age atS={channel.sentAtS} />
          </span>
        )}
        {channel === undefined || channel.waiting === 0 ? null : (
          <span>{t('channels.waiting', { count: channel.waiting })}</span>
        )}
      </Group>
    </Stack>
  );
}

function ChannelCard({ name }: { readonly name: ChannelName }) {
  const { t } = useTranslation('settings');
  const query = useChannels();
  return (
    <Card title={t(`channels.title.${name}`)} footer={t(`channels.sends.${name}`)}>
      <QueryView query={query} loading={<LoadingSkeleton shape="rows" count={2} />}>
        {(data) => <ChannelForm name={name} data={data} />}
      </QueryView>
    </Card>
  );
}

/** The channels of alerts outside of this computer; each is off by default, and shows what it sends to whom. */
export function ChannelCards() {
  return CHANNELS.map((name) => <ChannelCard key={name} name={name} />);
}
