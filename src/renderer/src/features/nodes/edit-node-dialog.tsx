import { Button, Input, SegmentedControl, Select, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { showDone, showUndo } from '#renderer/ui/confirm-undo.tsx';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { TimeZoneSelect } from '#renderer/ui/time-zone-select.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { WattsFields } from '#renderer/ui/watts-input.tsx';
import { ResourceFields } from '#renderer/ui/resource-fields.tsx';
import { draftOf, isHardwareWhole, type NodeDraft, patchOf } from './node-draft.ts';
import { SiteInput } from './site-input.tsx';
import classes from './nodes.module.css';

interface FieldsProps {
  readonly draft: NodeDraft;
  readonly onChange: (change: Partial<NodeDraft>) => void;
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
        value={draft.gridNodeId}
        onChange={(text) => onChange({ gridNodeId: text.replaceAll(/\D/g, '') })}
      />
    </>
  );
}

function CostFields({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation('nodes');
  const fields = bindFields(draft, onChange);
  return (
    <div className={classes['pair']}>
      <WattsFields idle={fields.text('wattsIdle')} loaded={fields.text('wattsLoaded')} />
      <MoneyInput label={t('hardwareCost')} {...fields.text('hardwareCostUsd')} />
      <TextField type="date" label={t('edit.boughtOn')} {...fields.text('boughtOn')} />
      <MoneyInput
        label={t('edit.tariff')}
        description={t('edit.tariffHint')}
        per="/ kWh"
        {...fields.text('electricityUsdPerKwh')}
      />
    </div>
  );
}

/** Hardware that was read is not typed in: only nodes without a reading show these. */
function HardwareFields({ draft, onChange }: FieldsProps) {
  return (
    <div className={classes['pair']}>
      <ResourceFields bind={bindFields(draft, onChange).text} />
    </div>
  );
}

function PlaceFields({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation('nodes');
  const fields = bindFields(draft, onChange);
  return (
    <>
      <div className={classes['pair']}>
        <SiteInput {...fields.text('site')} />
        <TextField label={t('edit.city')} maxLength={80} {...fields.text('city')} />
        <TextField label={t('edit.country')} maxLength={80} {...fields.text('country')} />
        <TimeZoneSelect
          value={draft.zone === '' ? null : draft.zone}
          onChange={(zone) => onChange({ zone: zone ?? '' })}
        />
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

/** Takes a node out of the farm: this computer stays known, and is no node; any other can be restored. */
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

/** Edits everything that a node was created with. */
export function EditNodeDialog({ node, onClose }: { readonly node: FarmNode; readonly onClose: () => void }) {
  const { t } = useTranslation(['nodes', 'common']);
  const [draft, setDraft] = useState(() => draftOf(node));
  const change = (part: Partial<NodeDraft>) => setDraft((before) => ({ ...before, ...part }));
  const hasReading = node.kind === 'this-machine' || node.importSource === 'passport';
  const match = useCommand(api.nodes.match, { doneText: t('edit.matched'), onDone: onClose });
  const update = useCommand(api.nodes.update, {
    onDone: () => {
      // A plan with a number on the grid is that node from now on.
      if (node.kind === 'planned' && draft.gridNodeId !== '') {
        match.run({ id: node.id, gridNodeId: Number(draft.gridNodeId) });
        return;
      }
      showDone(t('common:saved'));
      onClose();
    },
  });
  const save = () => {
    const { grid, ...patch } = patchOf(draft, !hasReading);
    update.run({ id: node.id, patch: node.kind === 'planned' ? patch : { ...patch, grid } });
  };
  return (
    <FormDialog
      title={t('editNamed', { name: node.name })}
      action={t('common:save')}
      canSubmit={draft.name.trim() !== '' && draft.connectionPriceUsd !== '' && (hasReading || isHardwareWhole(draft))}
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
