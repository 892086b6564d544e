import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Probe } from '#shared/contract/grid/probes.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { StatusBadge, type Tone } from '#renderer/ui/status-badge.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { Form } from '#renderer/ui/form.tsx';

const TONE = {
  on: 'good',
  unheard: 'warn',
  off: 'bad',
  'not-from-here': 'warn',
  asleep: 'unknown',
  unknown: 'unknown',
} as const satisfies Record<Probe['verdict'], Tone>;

/** The address to probe; probing is off until it is set. */
function ProbeForm({ node, proposed }: { readonly node: FarmNode; readonly proposed: string | null }) {
  const { t } = useTranslation('uptime');
  const [address, setAddress] = useState(proposed ?? '');
  const set = useCommand(api.grid.probes.set);
  return (
    <Form onSubmit={() => set.run({ nodeId: node.id, address })}>
      <Group align="end" gap="xs">
        <TextField
          label={t('onGrid.probe.address')}
          description={t('onGrid.probe.addressHint')}
          value={address}
          onChange={setAddress}
        />
        <Button type="submit" variant="default" loading={set.isRunning} disabled={address.trim() === ''}>
          {t('onGrid.probe.start')}
        </Button>
      </Group>
    </Form>
  );
}

function ProbeState({ node, probe }: { readonly node: FarmNode; readonly probe: Probe }) {
  const { t } = useTranslation('uptime');
  const set = useCommand(api.grid.probes.set);
  const tryNow = useCommand(api.grid.probes.tryNow);
  const { last, verdict, address } = probe;
  const lastText =
    last === null
      ? t('onGrid.probe.never')
      : last.isAnswered
        ? t('onGrid.probe.answered', { at: formatInstant(last.endS) })
        : t('onGrid.probe.silent', { since: formatInstant(last.startS) });
  return (
    <>
      <StatusBadge plain tone={TONE[verdict]} word={t(`onGrid.probe.verdict.${verdict}`)} />
      <Text size="sm">{`${address ?? ''} · ${lastText}`}</Text>
      <Group gap="xs">
        <Button variant="default" size="xs" loading={tryNow.isRunning} onClick={() => tryNow.run({ nodeId: node.id })}>
          {t('onGrid.probe.tryNow')}
        </Button>
        <Button
          variant="subtle"
          size="xs"
          loading={set.isRunning}
          onClick={() => set.run({ nodeId: node.id, address: null })}
        >
          {t('onGrid.probe.stop')}
        </Button>
      </Group>
    </>
  );
}

/** Whether the node is reachable from this computer, next to its state on the grid; off until an address is set. */
export function ProbePart({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('uptime');
  const { data } = useQuery(api.grid.probes.list.queryOptions({ input: { nodeId: node.id } }));
  const probe = data?.probes[0];
  return probe === undefined ? null : (
    <Stack gap="xs">
      <Text fw={600} component="h3" size="sm">
        {t('onGrid.probe.title')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('onGrid.probe.lede')}
      </Text>
      {probe.address === null ? (
        <ProbeForm node={node} proposed={probe.proposed} />
      ) : (
        <ProbeState node={node} probe={probe} />
      )}
    </Stack>
  );
}
