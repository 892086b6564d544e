import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { SizeInput } from '#renderer/ui/size-input.tsx';
import { ThreadsInput } from '#renderer/ui/threads-input.tsx';
import { WattsInput } from '#renderer/ui/watts-input.tsx';
import type { DescribedMachine } from './compared.ts';

const EMPTY = { name: '', cru: '', mru: '', sru: '', hru: '0', wattsIdle: '', wattsLoaded: '', hardwareUsd: '' };
type Draft = { readonly [K in keyof typeof EMPTY]: string };

function draftOf({ name, resources, wattsIdle, wattsLoaded, hardwareUsd }: DescribedMachine): Draft {
  return {
    name,
    cru: String(resources.cru),
    mru: String(resources.mruBytes),
    sru: String(resources.sruBytes),
    hru: String(resources.hruBytes),
    wattsIdle: wattsIdle ?? '',
    wattsLoaded: wattsLoaded ?? '',
    hardwareUsd: hardwareUsd ?? '',
  };
}

/** The machine of a filled-in draft; null while its name or one of its resources is missing. */
function machineOf(draft: Draft, template: string | null): DescribedMachine | null {
  const { name, cru, mru, sru, hru } = draft;
  if ([name.trim(), cru, mru, sru, hru].includes('')) return null;
  const orNull = (key: 'wattsIdle' | 'wattsLoaded' | 'hardwareUsd') => (draft[key] === '' ? null : draft[key]);
  return {
    kind: 'machine',
    template,
    name: name.trim(),
    resources: { cru: Number(cru), mruBytes: Number(mru), sruBytes: Number(sru), hruBytes: Number(hru) },
    wattsIdle: orNull('wattsIdle'),
    wattsLoaded: orNull('wattsLoaded'),
    hardwareUsd: orNull('hardwareUsd'),
  };
}

interface MachineDialogProps {
  /** The machine that is changed; null for another one. */
  readonly machine: DescribedMachine | null;
  readonly onDone: (machine: DescribedMachine) => void;
  readonly onClose: () => void;
}

/** Types in a machine to compare, or changes one. */
export function MachineDialog({ machine, onDone, onClose }: MachineDialogProps) {
  const { t } = useTranslation('compare');
  const [draft, setDraft] = useState<Draft>(machine === null ? EMPTY : draftOf(machine));
  const fields = bindFields(draft, (patch) => setDraft((before) => ({ ...before, ...patch })));
  const typed = machineOf(draft, machine?.template ?? null);
  return (
    <FormDialog
      title={t(machine === null ? 'dialog.title' : 'dialog.edit')}
      action={t(machine === null ? 'dialog.action' : 'dialog.save')}
      canSubmit={typed !== null}
      onSubmit={() => {
        if (typed !== null) onDone(typed);
        onClose();
      }}
      onClose={onClose}
    >
      <TextInput
        label={t('dialog.name')}
        withAsterisk
        maxLength={80}
        value={draft.name}
        data-autofocus
        onChange={(event) => fields.text('name').onChange(event.currentTarget.value)}
      />
      <ThreadsInput label={t('dialog.cru')} required {...fields.text('cru')} />
      <SizeInput label={t('dialog.memory')} required {...fields.text('mru')} />
      <SizeInput label={t('dialog.ssd')} required {...fields.text('sru')} />
      <SizeInput label={t('dialog.hdd')} {...fields.text('hru')} />
      <WattsInput label={t('dialog.wattsIdle')} min="0.1" {...fields.text('wattsIdle')} />
      <WattsInput label={t('dialog.wattsLoaded')} min="0.1" {...fields.text('wattsLoaded')} />
      <MoneyInput label={t('dialog.price')} {...fields.text('hardwareUsd')} />
    </FormDialog>
  );
}
