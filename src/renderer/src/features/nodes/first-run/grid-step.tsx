import { Button, Group, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GRID_NETWORKS, type GridNetwork } from '#shared/contract/grid/grid.ts';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { useHashParam } from '#renderer/ui/hash-location.ts';
import { TextField } from '#renderer/ui/text-field.tsx';
import { Form } from '#renderer/ui/form.tsx';
import { saveNodeList } from '../save-node-list.ts';
import { StepButtons } from './step-buttons.tsx';
import classes from './first-run.module.css';

/** Adds existing nodes by grid number or from a file. */
export function GridStep(props: {
  readonly isMany: boolean;
  readonly onBack: () => void;
  readonly onDone: (nodeIds: readonly number[]) => void;
}) {
  const { isMany, onBack, onDone } = props;
  const { t } = useTranslation('first-run');
  const [kind, setKind] = useState<'farm' | 'node'>(isMany ? 'farm' : 'node');
  const [number, setNumber] = useState('');
  const [network, setNetwork] = useState<GridNetwork>('main');
  const [, setImporting] = useHashParam('import');
  const { data } = useQuery(api.nodes.list.queryOptions({ input: {} }));
  const there = (data?.nodes ?? []).filter((node) => node.kind !== 'this-machine' && !node.isDemo);
  const connect = useCommand(api.grid.connect, {
    isFailureShown: true,
    onDone: ({ nodes }) => onDone(nodes.map(({ id }) => id)),
  });
  const hasNumber = /^[1-9]\d{0,9}$/.test(number);
  return (
    <Form
      className={classes['text']}
      onSubmit={() => {
        if (hasNumber) connect.run({ target: { kind, id: Number(number) }, network });
      }}
    >
      <p className={classes['lead']}>{t(isMany ? 'grid.leadMany' : 'grid.lead')}</p>
      <SegmentedControl
        aria-label={t('grid.kind')}
        data={[
          { value: 'node', label: t('grid.node') },
          { value: 'farm', label: t('grid.farm') },
        ]}
        value={kind}
        onChange={setKind}
      />
      <div className={classes['fields']}>
        <TextField
          label={t(`grid.${kind}`)}
          inputMode="numeric"
          maxLength={10}
          data-autofocus
          value={number}
          onChange={(text) => setNumber(text.replaceAll(/\D/g, ''))}
        />
        <Select
          label={t('grid.network')}
          data={[...GRID_NETWORKS]}
          value={network}
          onChange={(next) => next !== null && setNetwork(next)}
        />
      </div>
      <p className={classes['quiet']}>{t('grid.sends')}</p>
      {connect.error === null ? null : <ErrorState error={connect.error} />}
      <Group gap="xs">
        <Button type="submit" disabled={!hasNumber} loading={connect.isRunning}>
          {t('grid.connect')}
        </Button>
        <Button variant="default" onClick={() => setImporting('nodes')}>
          {t('grid.file')}
        </Button>
        {isMany ? (
          <Button variant="subtle" onClick={() => void saveNodeList()}>
            {t('grid.emptyList')}
          </Button>
        ) : null}
      </Group>
      {isMany ? <p className={classes['quiet']}>{t('grid.list')}</p> : null}
      {there.length === 0 ? null : <p>{t('grid.there', { count: there.length })}</p>}
      <StepButtons
        onBack={onBack}
        action={t('next.machine')}
        canGo={there.length > 0}
        onGo={() => onDone(there.map(({ id }) => id))}
      />
    </Form>
  );
}
