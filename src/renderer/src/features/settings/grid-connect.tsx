import { Button, Collapse, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  GRID_NETWORKS,
  type GridNetwork,
  gridTargetSchema,
  PUBLISHED_ADDRESSES,
  sourcesOfNetwork,
} from '#shared/contract/grid/grid.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { type Fact, FactList } from '#renderer/ui/fact-list.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { Form } from '#renderer/ui/form.tsx';
import { NativeChoice } from '#renderer/ui/native-choice.tsx';
import { GridAddressFields } from './grid-addresses.tsx';
import classes from './settings.module.css';

const KINDS = ['farm', 'node', 'twin', 'address'] as const;
type Kind = (typeof KINDS)[number];

/** What will be sent, and to whom; shown before connecting. */
function useDisclosedData(network: GridNetwork): readonly Fact[] {
  const { t } = useTranslation('settings');
  return sourcesOfNetwork(network).map((name) => ({
    name: t(`grid.service.${name}`),
    value: t(`grid.sent.${name}`),
  }));
}

/** Connects a farm, a node, a twin or an account, and imports its data from the grid. */
export function GridConnectCard() {
  const { t } = useTranslation('settings');
  const [kind, setKind] = useState<Kind>('farm');
  const [typed, setTyped] = useState('');
  const [network, setNetwork] = useState<GridNetwork>('main');
  const [addresses, setAddresses] = useState(PUBLISHED_ADDRESSES);
  const [hasOwn, setHasOwn] = useState(false);
  const sync = useCommand(api.grid.sync);
  const connect = useCommand(api.grid.connect, { isFailureShown: true, onDone: () => sync.run({}) });
  const target = gridTargetSchema.safeParse(
    kind === 'address' ? { kind, address: typed.trim() } : { kind, id: Number(typed.trim()) },
  );
  const sent = useDisclosedData(network);
  return (
    <Card title={t('grid.connectTitle')} footer={t('grid.connectNote')}>
      <Form
        onSubmit={() => {
          if (target.success) {
            connect.run({ target: target.data, network, addresses: hasOwn ? addresses : PUBLISHED_ADDRESSES });
          }
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{t('grid.what')}</Text>
          <FactList facts={sent} />
          <div className={classes['pair']}>
            <NativeChoice
              label={t('grid.kind')}
              options={KINDS}
              nameOf={(value) => t(`grid.kinds.${value}`)}
              value={kind}
              onChange={setKind}
            />
            <TextField
              label={t(`grid.kinds.${kind}`)}
              value={typed}
              onChange={setTyped}
              error={typed === '' || target.success ? null : t('grid.wrongTarget')}
              {...(kind === 'address' ? {} : { inputMode: 'numeric' as const })}
            />
            <NativeChoice
              label={t('grid.network')}
              options={GRID_NETWORKS}
              value={network}
              onChange={(next) => {
                setNetwork(next);
                // Each network has services of its own.
                setAddresses(PUBLISHED_ADDRESSES);
              }}
            />
          </div>
          <div>
            <Button variant="subtle" size="xs" aria-expanded={hasOwn} onClick={() => setHasOwn(!hasOwn)}>
              {t('grid.ownAddresses')}
            </Button>
          </div>
          <Collapse expanded={hasOwn}>
            <GridAddressFields network={network} value={addresses} onChange={setAddresses} />
          </Collapse>
          {connect.error === null ? null : <ErrorState error={connect.error} />}
          <div>
            <Button type="submit" disabled={!target.success} loading={connect.isRunning}>
              {t('grid.connect')}
            </Button>
          </div>
        </Stack>
      </Form>
    </Card>
  );
}
