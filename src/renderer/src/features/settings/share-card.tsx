import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
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
import { QueryView } from '#renderer/ui/query-view.tsx';

const instantOf = (ms: number): string => formatInstant(Math.floor(ms / 1000));

/** Where the farm is to be shared. */
function ConnectForm() {
  const { t } = useTranslation('share');
  const [url, setUrl] = useState('');
  const [name, setName] = useState('');
  const connect = useCommand(api.share.connect, { doneText: t('card.connected') });
  return (
    <Stack gap="sm">
      <TextInput
        label={t('card.address')}
        description={t('card.addressNote')}
        placeholder="postgres://farmer@db.example.org/farmer"
        value={url}
        maxLength={1000}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <TextInput
        label={t('card.name')}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button
          disabled={url.trim() === ''}
          loading={connect.isRunning}
          onClick={() => connect.run({ url: url.trim(), name: name.trim() === '' ? null : name.trim(), farm: null })}
        >
          {t('card.share')}
        </Button>
      </Group>
    </Stack>
  );
}

/** How sharing is, and who takes part. */
function Shared({ status }: { readonly status: ShareStatus }) {
  const { t } = useTranslation('share');
  const translate = useMessage();
  const disconnect = useCommand(api.share.disconnect, { doneText: t('card.disconnected') });
  const waiting = t('card.rows', { count: status.behind, rows: formatNumber(status.behind) });
  return (
    <Stack gap="sm">
      {status.problem === null ? null : (
        <Alert color="orange" title={translate(status.problem.message)}>
          {translate(status.problem.hint)}
        </Alert>
      )}
      <FactList
        facts={[
          { name: t('card.farm'), value: status.farm },
          { name: t('card.thisComputer'), value: status.installation?.name },
          { name: t('card.waiting'), value: waiting },
          ...(status.lastSuccessMs === null
            ? []
            : [{ name: t('card.lastSuccess'), value: instantOf(status.lastSuccessMs) }]),
          ...status.installations
            .filter(({ id }) => id !== status.installation?.id)
            .map(({ name, heardAtMs }) => ({ name: t('card.heard', { name }), value: instantOf(heardAtMs) })),
        ]}
      />
      <Group justify="flex-end">
        <Button variant="default" loading={disconnect.isRunning} onClick={() => disconnect.run(undefined)}>
          {t('card.stop')}
        </Button>
      </Group>
    </Stack>
  );
}

/** One farm on several computers, over a database of the farmer's own. */
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
