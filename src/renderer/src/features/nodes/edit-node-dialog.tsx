import { Input, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { api } from '#renderer/client/client.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { usdOf } from '#renderer/ui/money.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import classes from './nodes.module.css';

const MUSD_PER_USD = 1000;

interface Draft {
  readonly name: string;
  readonly certification: FarmNode['certification'];
  readonly farmingPolicyId: FarmNode['farmingPolicyId'];
  readonly connectionPriceUsd: string;
  readonly wattsIdle: string;
  readonly wattsLoaded: string;
  readonly hardwareCostUsd: string;
  readonly electricityUsdPerKwh: string;
  readonly site: string;
  readonly gridNodeId: string;
}

function draftOf(node: FarmNode): Draft {
  return {
    name: node.name,
    certification: node.certification,
    farmingPolicyId: node.farmingPolicyId,
    connectionPriceUsd: toPlain(usdOf(node.connectionPriceMusd)),
    wattsIdle: node.costs.wattsIdle ?? '',
    wattsLoaded: node.costs.wattsLoaded ?? '',
    hardwareCostUsd: node.costs.hardwareCostUsd ?? '',
    electricityUsdPerKwh: node.costs.electricityUsdPerKwh ?? '',
    site: node.site ?? '',
    gridNodeId: node.grid.nodeId === null ? '' : String(node.grid.nodeId),
  };
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

function patchOf(draft: Draft) {
  return {
    name: draft.name.trim(),
    certification: draft.certification,
    farmingPolicyId: draft.farmingPolicyId,
    connectionPriceMusd: Number(toPlain(new Decimal(draft.connectionPriceUsd).times(MUSD_PER_USD))),
    costs: {
      wattsIdle: orNull(draft.wattsIdle),
      wattsLoaded: orNull(draft.wattsLoaded),
      hardwareCostUsd: orNull(draft.hardwareCostUsd),
      electricityUsdPerKwh: orNull(draft.electricityUsdPerKwh),
    },
    site: orNull(draft.site.trim()),
    grid: { nodeId: draft.gridNodeId === '' ? null : Number(draft.gridNodeId) },
  };
}

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
}

/** The policies to choose from: those that are known, and the node's own. */
function usePolicyChoices(own: number) {
  const { t } = useTranslation('nodes');
  const { data } = useQuery(api.rules.policies.list.queryOptions());
  const known = (data?.policies ?? []).filter(({ id }) => id > 2);
  const other = known.some(({ id }) => id === own) || own === 1 || own === 2 ? [] : [{ id: own, name: null }];
  return [
    { value: 1, label: t('edit.policy1') },
    { value: 2, label: t('edit.policy2') },
    ...[...known, ...other].map(({ id, name }) => ({
      value: id,
      label: name === null ? String(id) : `${id}, ${name}`,
    })),
  ];
}

function GridFields({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation('nodes');
  return (
    <>
      <Input.Wrapper label={t('certification')} labelElement="div">
        <SegmentedControl
          fullWidth
          aria-label={t('certification')}
          data={[
            { value: 'diy', label: t('certifications.diy') },
            { value: 'certified', label: t('certifications.certified') },
          ]}
          value={draft.certification}
          onChange={(certification) => onChange({ certification })}
        />
      </Input.Wrapper>
      <div className={classes['pair']}>
        <Select
          label={t('edit.policy')}
          data={usePolicyChoices(draft.farmingPolicyId)}
          value={draft.farmingPolicyId}
          allowDeselect={false}
          onChange={(farmingPolicyId) => farmingPolicyId !== null && onChange({ farmingPolicyId })}
        />
        <MoneyInput
          label={t('edit.connectionPrice')}
          currency="USD"
          min="0.001"
          maxPlaces={3}
          step="0.001"
          {...bindFields(draft, onChange).text('connectionPriceUsd')}
        />
      </div>
      <TextInput
        label={t('edit.gridNode')}
        description={t('edit.gridNodeHint')}
        inputMode="numeric"
        maxLength={10}
        value={draft.gridNodeId}
        onChange={(event) => onChange({ gridNodeId: event.currentTarget.value.replaceAll(/\D/g, '') })}
      />
    </>
  );
}

function CostFields({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation('nodes');
  const fields = bindFields(draft, onChange);
  return (
    <div className={classes['pair']}>
      <DecimalInput label={t('wattsIdle')} unit="W" min="0" {...fields.text('wattsIdle')} />
      <DecimalInput label={t('wattsLoaded')} unit="W" min="0" {...fields.text('wattsLoaded')} />
      <MoneyInput label={t('hardwareCost')} currency="USD" {...fields.text('hardwareCostUsd')} />
      <MoneyInput label={t('edit.tariff')} currency="USD" per="/ kWh" {...fields.text('electricityUsdPerKwh')} />
      <TextInput
        label={t('edit.site')}
        maxLength={80}
        value={draft.site}
        onChange={(event) => onChange({ site: event.currentTarget.value })}
      />
    </div>
  );
}

/** Edits a node's name, its identity on the grid and its costs. */
export function EditNodeDialog({ node, onClose }: { readonly node: FarmNode; readonly onClose: () => void }) {
  const { t } = useTranslation(['nodes', 'common']);
  const [draft, setDraft] = useState(() => draftOf(node));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const update = useCommand(api.nodes.update, { doneText: t('common:saved'), onDone: onClose });
  return (
    <FormDialog
      title={t('editNamed', { name: node.name })}
      action={t('common:save')}
      canSubmit={draft.name.trim() !== '' && draft.connectionPriceUsd !== ''}
      isRunning={update.isRunning}
      onSubmit={() => update.run({ id: node.id, patch: patchOf(draft) })}
      onClose={onClose}
    >
      <TextInput
        label={t('name')}
        maxLength={80}
        withAsterisk
        data-autofocus
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <GridFields draft={draft} onChange={change} />
      <CostFields draft={draft} onChange={change} />
    </FormDialog>
  );
}
