import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { WattsFields } from '#renderer/ui/watts-input.tsx';
import { ResourceFields, draftOfResources, resourcesOf } from '#renderer/ui/resource-fields.tsx';
import type { DescribedMachine } from './compared.ts';

const EMPTY = { ...draftOfResources(null), hruBytes: '0', name: '', wattsIdle: '', wattsLoaded: '', hardwareUsd: '' };
type Draft = Readonly<typeof EMPTY>;

function draftOf({ name, resources, wattsIdle, wattsLoaded, hardwareUsd }: DescribedMachine): Draft {
  return {
    ...draftOfResources(resources),
    name,
    wattsIdle: wattsIdle ?? '',
    wattsLoaded: wattsLoaded ?? '',
    hardwareUsd: hardwareUsd ?? '',
  };
}

/** The machine of a completed form; null while its name or one of its resources is missing. */
function machineOf(draft: Draft, template: string | null): DescribedMachine | null {
  const name = draft.name.trim();
  const resources = resourcesOf(draft);
  if (name === '' || resources === null) return null;
  const orNull = (key: 'wattsIdle' | 'wattsLoaded' | 'hardwareUsd') => (draft[key] === '' ? null : draft[key]);
  return {
    kind: 'machine',
    template,
    name,
    resources,
    wattsIdle: orNull('wattsIdle'),
    wattsLoaded: orNull('wattsLoaded'),
    hardwareUsd: orNull('hardwareUsd'),
  };
}

interface MachineDialogProps {
  /** The edited machine; null for a new one. */
  readonly machine: DescribedMachine | null;
  readonly onDone: (machine: DescribedMachine) => void;
  readonly onClose: () => void;
}

/** Enters or edits a machine of the comparison. */
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
      <TextField label={t('dialog.name')} withAsterisk maxLength={80} data-autofocus {...fields.text('name')} />
      <ResourceFields bind={fields.text} required />
      <WattsFields idle={fields.text('wattsIdle')} loaded={fields.text('wattsLoaded')} />
      <MoneyInput label={t('dialog.price')} {...fields.text('hardwareUsd')} />
    </FormDialog>
  );
}
