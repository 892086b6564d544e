import { Button, Group, Progress, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridAddresses, GridNetwork, GridRun, GridSource } from '#shared/contract/grid/grid.ts';
import { api, type client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { textColumn } from '#renderer/ui/columns.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { formatDuration } from '#renderer/ui/format-time.ts';
import { formatNumber } from '#renderer/ui/format.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { Age, Instant } from '#renderer/ui/time.tsx';
import { GridAddressFields } from './grid-addresses.tsx';
import { SettingCard } from './setting-card.tsx';
import { useSetting } from './use-setting.ts';

type GridStatus = Awaited<ReturnType<typeof client.grid.getStatus>>;

function RunProgress({ run }: { readonly run: GridRun }) {
  const { t } = useTranslation('settings');
  const stop = useCommand(api.grid.stop);
  const { part, percent, events, eventsPerSecond, remainingS } = run;
  return (
    <Stack gap="xs">
      <Progress value={percent ?? 100} animated={percent === null} aria-label={t(`grid.part.${part}`)} size="sm" />
      <Group justify="space-between">
        <output>
          {[
            t(`grid.part.${part}`),
            percent === null ? '' : t('grid.percent', { percent }),
            events === 0 ? '' : t('grid.events', { count: events, formatted: formatNumber(String(events)) }),
            eventsPerSecond === null ? '' : t('grid.rate', { rate: formatNumber(String(eventsPerSecond)) }),
            remainingS === null ? '' : t('grid.left', { duration: formatDuration(remainingS) }),
          ]
            .filter((text) => text !== '')
            .join(' · ')}
        </output>
        <Button variant="default" size="xs" loading={stop.isRunning} onClick={() => stop.run(undefined)}>
          {t('grid.stop')}
        </Button>
      </Group>
    </Stack>
  );
}

function useColumns(): readonly Column<GridSource>[] {
  const { t } = useTranslation('settings');
  const messageText = useMessage();
  return [
    textColumn<GridSource, string>('name', t('grid.source'), ({ name }) => t(`grid.service.${name}`)),
    textColumn<GridSource, string>('url', t('grid.address'), ({ url }) => new URL(url).host),
    textColumn<GridSource, number>('lastSuccessS', t('grid.answered'), ({ lastSuccessS }) => lastSuccessS ?? 0, {
      format: (atS) => (atS === 0 ? t('grid.never') : <Age atS={atS} />),
    }),
    textColumn<GridSource, number>('nextTryS', t('grid.next'), ({ nextTryS }) => nextTryS ?? 0, {
      format: (atS) => (atS === 0 ? t('grid.whenAsked') : <Instant atS={atS} />),
    }),
    textColumn<GridSource, string>('lastProblem', t('grid.problem'), ({ lastProblem, lastSuccessS }) =>
      lastProblem === null || lastProblem.atS < (lastSuccessS ?? 0) ? '' : messageText(lastProblem.message),
    ),
  ];
}

function Disconnect() {
  const { t } = useTranslation('settings');
  const [isForgetting, setForgetting] = useState(false);
  const disconnect = useCommand(api.grid.disconnect, { doneText: t('grid.disconnected') });
  return (
    <>
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          loading={disconnect.isRunning}
          onClick={() => disconnect.run({ forget: false })}
        >
          {t('grid.disconnect')}
        </Button>
        <Button variant="subtle" color="red" size="xs" onClick={() => setForgetting(true)}>
          {t('grid.forget')}
        </Button>
      </Group>
      {isForgetting ? (
        <FormDialog
          title={t('grid.forget')}
          action={t('grid.forget')}
          isDanger
          isRunning={disconnect.isRunning}
          onSubmit={() => disconnect.run({ forget: true })}
          onClose={() => setForgetting(false)}
        >
          <Text size="sm">{t('grid.forgetWhat')}</Text>
        </FormDialog>
      ) : null}
    </>
  );
}

function Addresses({ network, addresses }: { readonly network: GridNetwork; readonly addresses: GridAddresses }) {
  const { t } = useTranslation('settings');
  const [edited, setEdited] = useState<GridAddresses | null>(null);
  const save = useCommand(api.grid.setAddresses, { onDone: () => setEdited(null) });
  return (
    <>
      <Button variant="subtle" size="xs" onClick={() => setEdited(addresses)}>
        {t('grid.ownAddresses')}
      </Button>
      {edited === null ? null : (
        <FormDialog
          title={t('grid.ownAddresses')}
          action={t('grid.save')}
          isRunning={save.isRunning}
          onSubmit={() => save.run(edited)}
          onClose={() => setEdited(null)}
        >
          <GridAddressFields network={network} value={edited} onChange={setEdited} />
        </FormDialog>
      )}
    </>
  );
}

/** Whether the data is synchronised automatically. */
export function GridAutomaticCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('grid');
  return (
    <SettingCard title={t('grid.automaticTitle')} field={field} footer={t('grid.automaticNote')}>
      {(_, fields) => <Switch label={t('grid.automatic')} {...fields.flag('isAutomatic')} />}
    </SettingCard>
  );
}

/** The followed nodes, the last result of each service, and a button to synchronise now. */
export function GridStatusCard({ status }: { readonly status: GridStatus }) {
  const { t } = useTranslation('settings');
  const sync = useCommand(api.grid.sync);
  const columns = useColumns();
  const { network, targets, nodes, asOfS, addresses, run, sources } = status;
  return (
    <Card title={t('grid.title')}>
      <FactList
        facts={[
          { name: t('grid.network'), value: network ?? '' },
          ...targets.map((target) => ({
            name: t(`grid.kinds.${target.kind}`),
            value: target.kind === 'address' ? target.address : String(target.id),
          })),
          { name: t('grid.nodes'), value: formatNumber(String(nodes)) },
          ...(sources.some(({ name }) => name === 'graphql')
            ? [{ name: t('grid.asOf'), value: asOfS === null ? t('grid.never') : <Age atS={asOfS} /> }]
            : []),
        ]}
      />
      <DataTable
        caption={t('grid.sources')}
        hideCaption
        columns={columns}
        rows={sources}
        rowKey={({ name }) => name}
        emptyText={t('grid.never')}
      />
      {run === null ? (
        <Group justify="space-between">
          <Group gap="xs">
            <Button size="xs" loading={sync.isRunning} onClick={() => sync.run({})}>
              {t('grid.syncNow')}
            </Button>
            {network === null ? null : <Addresses network={network} addresses={addresses} />}
          </Group>
          <Disconnect />
        </Group>
      ) : (
        <RunProgress run={run} />
      )}
    </Card>
  );
}
