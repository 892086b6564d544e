import { Button, Input, SegmentedControl, Select, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { api } from '#renderer/client/client.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { showSuccess, showUndo } from '#renderer/ui/confirm-undo.tsx';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { TimeZoneSelect } from '#renderer/ui/time-zone-select.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { WattsFields } from '#renderer/ui/watts-input.tsx';
import { usdOf } from '#renderer/ui/money.ts';
import { draftOfResources, ResourceFields, resourcesOf } from '#renderer/ui/resource-fields.tsx';
import { SiteInput } from './site-input.tsx';
import classes from './nodes.module.css';

const MUSD_PER_USD = 1000;

/** The fields of a node that the form changes; amounts of its hardware and the price of a TFT are texts while they are typed. */
function draftOf(node: FarmNode) {
  const { name, certification, farmingPolicyId, site, labels, location, costs, grid } = node;
  return {
    name,
    certification,
    farmingPolicyId,
    site,
    labels,
    location,
    costs,
    gridNodeId: grid.nodeId,
    connectionPriceUsd: toPlain(usdOf(node.connectionPriceMusd)),
    resources: draftOfResources(node.resources),
  };
}

type NodeDraft = ReturnType<typeof draftOf>;

/** Whether the hardware is complete or not known at all: capacity needs all four resources. */
function isHardwareComplete({ resources }: NodeDraft): boolean {
  return new Set(Object.values(resources).map((text) => text === '')).size === 1;
}

interface FieldsProps {
  readonly draft: NodeDraft;
  readonly onChange: (change: Partial<NodeDraft>) => void;
}

/** The policies to choose from: the known ones, and the node's own. */
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

function GridFields({ draft, onChange, isPlanned }: FieldsProps & { readonly isPlanned: boolean }) {
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
          onChange={(farmingPolicyId) => farmingPolicyId !== null && onChange({ farmingPolicyId })}
        />
        <MoneyInput
          label={t('edit.connectionPrice')}
          min="0.001"
          maxPlaces={3}
          step="0.001"
          {...bindFields(draft, onChange).text('connectionPriceUsd')}
        />
      </div>
      <TextField
        label={t('edit.gridNode')}
        description={t(isPlanned ? 'edit.boughtHint' : 'edit.gridNodeHint')}
        inputMode="numeric"
        maxLength={10}
        value={String(draft.gridNodeId ?? '')}
        onChange={(text) => onChange({ gridNodeId: Number(text.replaceAll(/\D/g, '')) || null })}
      />
    </>
  );
}

function CostFields({ draft: { costs }, onChange }: FieldsProps) {
  const { t } = useTranslation('nodes');
  const fields = bindFields(costs, (change) => onChange({ costs: { ...costs, ...change } }));
  return (
    <div className={classes['pair']}>
      <WattsFields idle={fields.optional('wattsIdle')} loaded={fields.optional('wattsLoaded')} />
      <MoneyInput label={t('hardwareCost')} {...fields.optional('hardwareCostUsd')} />
      <TextField type="date" label={t('edit.boughtOn')} {...fields.optional('boughtOn')} />
      <MoneyInput
        label={t('edit.tariff')}
        description={t('edit.tariffHint')}
        per="/ kWh"
        {...fields.optional('electricityUsdPerKwh')}
      />
    </div>
  );
}

/** Hardware fields; only for nodes without a reading, which would determine the hardware. */
function HardwareFields({ draft: { resources }, onChange }: FieldsProps) {
  const fields = bindFields(resources, (change) => onChange({ resources: { ...resources, ...change } }));
  return (
    <div className={classes['pair']}>
      <ResourceFields bind={fields.text} />
    </div>
  );
}

function PlaceFields({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation('nodes');
  const { location } = draft;
  const changePlace = (change: Partial<typeof location>) => onChange({ location: { ...location, ...change } });
  const fields = bindFields(location, changePlace);
  return (
    <>
      <div className={classes['pair']}>
        <SiteInput {...bindFields(draft, onChange).optional('site')} />
        <TextField label={t('edit.city')} maxLength={80} {...fields.optional('city')} />
        <TextField label={t('edit.country')} maxLength={80} {...fields.optional('country')} />
        <TimeZoneSelect value={location.zone} onChange={(zone) => changePlace({ zone })} />
      </div>
      <TagsInput
        label={t('column.labels')}
        maxTags={20}
        value={[...draft.labels]}
        onChange={(labels) => onChange({ labels })}
      />
    </>
  );
}

/** Removes a node from the farm: this computer stops being a node, any other node can be restored. */
function LeaveButton({ node, onDone }: { readonly node: FarmNode; readonly onDone: () => void }) {
  const { t } = useTranslation(['nodes', 'common']);
  const undoRemove = useCommand(api.nodes.undoRemove);
  const settings = useCommand(api.settings.update);
  const remove = useCommand(api.nodes.remove, {
    onDone: ({ id, name }) => {
      onDone();
      showUndo({
        message: t('removed', { name }),
        onUndo: () => undoRemove.run({ id }),
      });
    },
  });
  if (node.kind === 'this-machine' && !node.isDemo) {
    const setNode = (isNode: boolean) => settings.run({ thisComputer: { isNode } });
    const leave = () => {
      setNode(false);
      onDone();
      showUndo({ message: t('thisComputer.out'), onUndo: () => setNode(true) });
    };
    return (
      <Button variant="default" onClick={leave}>
        {t('thisComputer.leave')}
      </Button>
    );
  }
  return (
    <Button variant="default" color="red" loading={remove.isRunning} onClick={() => remove.run({ id: node.id })}>
      {t('removeNamed', { name: node.name })}
    </Button>
  );
}

/** Edits all entered values of a node. */
export function EditNodeDialog({ node, onClose }: { readonly node: FarmNode; readonly onClose: () => void }) {
  const { t } = useTranslation(['nodes', 'common']);
  const [draft, setDraft] = useState(() => draftOf(node));
  const change = (part: Partial<NodeDraft>) => setDraft((before) => ({ ...before, ...part }));
  const hasReading = node.kind === 'this-machine' || node.importSource === 'passport';
  const match = useCommand(api.nodes.match, { doneText: t('edit.matched'), onDone: onClose });
  const update = useCommand(api.nodes.update, {
    onDone: () => {
      // A planned machine with a grid number becomes that node.
      if (node.kind === 'planned' && draft.gridNodeId !== null) {
        match.run({ id: node.id, gridNodeId: draft.gridNodeId });
        return;
      }
      showSuccess(t('common:saved'));
      onClose();
    },
  });
  const save = () => {
    const { gridNodeId, connectionPriceUsd, resources, ...patch } = draft;
    update.run({
      id: node.id,
      patch: {
        ...patch,
        connectionPriceMusd: Number(toPlain(new Decimal(connectionPriceUsd).times(MUSD_PER_USD))),
        ...(node.kind === 'planned' ? {} : { grid: { nodeId: gridNodeId } }),
        ...(hasReading ? {} : { resources: resourcesOf(resources) ?? undefined }),
      },
    });
  };
  return (
    <FormDialog
      title={t('editNamed', { name: node.name })}
      action={t('common:save')}
      canSubmit={
        draft.name.trim() !== '' && draft.connectionPriceUsd !== '' && (hasReading || isHardwareComplete(draft))
      }
      isRunning={update.isRunning || match.isRunning}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField
        label={t('name')}
        maxLength={80}
        withAsterisk
        data-autofocus
        {...bindFields(draft, change).text('name')}
      />
      <CostFields draft={draft} onChange={change} />
      <PlaceFields draft={draft} onChange={change} />
      {hasReading ? null : <HardwareFields draft={draft} onChange={change} />}
      <GridFields draft={draft} onChange={change} isPlanned={node.kind === 'planned'} />
      <LeaveButton node={node} onDone={onClose} />
    </FormDialog>
  );
}
