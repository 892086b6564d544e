import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareStatus } from '#shared/contract/share/share.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { formatNumber } from '#renderer/ui/format.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { SecretInput } from '#renderer/ui/text-field.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

const instantOf = (ms: number): string => formatInstant(Math.floor(ms / 1000));
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The form for joining a shared database. */
function ConnectForm() {
  const { t } = useTranslation('share');
  const [form, setForm] = useState({ url: '', password: '', name: '', farm: '' });
  const connect = useCommand(api.share.connect, { doneText: t('card.connected') });
  const field = (key: keyof typeof form, maxLength: number) => ({
    label: t(`card.${key}`),
    value: form[key],
    maxLength,
    onChange: (text: string) => setForm({ ...form, [key]: text }),
  });
  return (
    <Stack gap="sm">
      <TextField
        {...field('url', 1000)}
        description={t('card.urlNote')}
        placeholder="postgres://farmer@db.example.org/farmer"
      />
      <SecretInput {...field('password', 1000)} description={t('card.passwordNote')} autoComplete="off" />
      <TextField {...field('name', 80)} />
      <TextField {...field('farm', 80)} description={t('card.farmNote')} />
      <Group justify="flex-end">
        <Button
          disabled={form.url.trim() === ''}
          loading={connect.isRunning}
          onClick={() =>
            connect.run({
              url: form.url.trim(),
              password: form.password === '' ? null : form.password,
              name: orNull(form.name),
              farm: orNull(form.farm),
            })
          }
        >
          {t('card.share')}
        </Button>
      </Group>
    </Stack>
  );
}

const TONES = { off: 'unknown', connected: 'good', behind: 'warn', refused: 'bad' } as const;

/** The state of sharing, and how long changes have been pending. */
function StateLine({ status: { state, behind, behindSinceMs, lastSuccessMs } }: { readonly status: ShareStatus }) {
  const { t } = useTranslation('share');
  const waiting =
    behind === 0
      ? t('card.nothingWaits')
      : behindSinceMs === null
        ? t('card.waits', { count: behind, rows: formatNumber(behind) })
        : t('card.waitsSince', { count: behind, rows: formatNumber(behind), time: instantOf(behindSinceMs) });
  return (
    <Group gap="sm">
      <StatusBadge tone={TONES[state]} word={t(`card.state.${state}`)} />
      <Text size="sm">
        {waiting} {lastSuccessMs === null ? '' : t('card.lastSuccess', { time: instantOf(lastSuccessMs) })}
      </Text>
    </Group>
  );
}

/** The rows written by an installation, the largest number first. */
function WrittenRows({ wrote }: Pick<ShareStatus['installations'][number], 'wrote'>) {
  const { t } = useTranslation('share');
  const areas = wrote
    .toSorted((a, b) => b.rows - a.rows)
    .map(({ area, rows }) => t(`card.wrote.${area}`, { count: rows, rows: formatNumber(rows) }));
  return <>{areas.length === 0 ? t('card.wroteNothing') : areas.join(' · ')}</>;
}

/** The state of sharing, and the participating installations. */
function Shared({ status }: { readonly status: ShareStatus }) {
  const { t } = useTranslation('share');
  const translate = useMessage();
  const disconnect = useCommand(api.share.disconnect, { doneText: t('card.disconnected') });
  return (
    <Stack gap="sm">
      <StateLine status={status} />
      {status.problem === null ? null : (
        <Notice tone={status.state === 'refused' ? 'bad' : 'warn'} title={translate(status.problem.message)}>
          {translate(status.problem.hint)}
        </Notice>
      )}
      <FactList
        facts={[
          { name: t('card.farm'), value: status.farm },
          { name: t('card.database'), value: status.url },
        ]}
      />
      {status.installations.map(({ id, name, heardAtMs, wrote }) => (
        <div key={id}>
          <Text size="sm" fw={600}>
            {id === status.installation?.id ? t('card.thisComputer', { name }) : name}
          </Text>
          <Text size="sm" c="dimmed">
            {t('card.heard', { time: instantOf(heardAtMs) })}
          </Text>
          <Text size="sm">
            <WrittenRows wrote={wrote} />
          </Text>
        </div>
      ))}
      <Group justify="flex-end">
        <Button variant="default" loading={disconnect.isRunning} onClick={() => disconnect.run(undefined)}>
          {t('card.stop')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Sharing one farm between several computers through the farmer's own database. */
export function ShareCard() {
  const { t } = useTranslation('share');
  const status = useQuery(api.share.getStatus.queryOptions());
  return (
    <Card title={t('card.title')} footer={t('card.note')}>
      <QueryView query={status}>
        {(data) => (data.state === 'off' ? <ConnectForm /> : <Shared status={data} />)}
      </QueryView>
    </Card>
  );
}
