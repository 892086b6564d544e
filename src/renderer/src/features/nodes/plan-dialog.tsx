import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { WattsFields } from '#renderer/ui/watts-input.tsx';
import { ResourceFields } from '#renderer/ui/resource-fields.tsx';
import { draftOfResources } from '#renderer/ui/resource-fields.tsx';
import { resourcesOf } from '#renderer/ui/resource-fields.tsx';
import { PlanPreview } from './plan-preview.tsx';
import classes from './nodes.module.css';

const EMPTY = {
  name: '',
  cru: '',
  mruBytes: '',
  sruBytes: '',
  hruBytes: '0',
  wattsIdle: '',
  wattsLoaded: '',
  hardwareCostUsd: '',
} as const;
type Draft = { readonly [K in keyof typeof EMPTY]: string };

/** Fills the form with a common machine; every field can be changed afterwards. */
function TemplateSelect({ isOpen, onChoose }: { readonly isOpen: boolean; readonly onChoose: (draft: Draft) => void }) {
  const { t } = useTranslation('nodes');
  const { data } = useQuery(api.nodes.templates.list.queryOptions({ input: {}, enabled: isOpen }));
  const templates = data?.templates ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const choose = (id: string | null) => {
    setChosen(id);
    const template = templates.find((one) => one.id === id);
    if (template === undefined) return;
    const { name, resources, wattsIdle, wattsLoaded } = template;
    onChoose({ ...EMPTY, ...draftOfResources(resources), name, wattsIdle, wattsLoaded });
  };
  const source = templates.find(({ id }) => id === chosen)?.sources[0];
  const description =
    source === undefined
      ? t('plan.templateHint')
      : t('plan.templateSource', { title: source.title, note: source.note });
  return (
    <Select
      label={t('plan.template')}
      description={description}
      placeholder={t('plan.templatePlaceholder')}
      data={templates.map(({ id, name, cpu }) => ({ value: id, label: `${name} · ${cpu}` }))}
      value={chosen}
      searchable
      clearable
      nothingFoundMessage={t('plan.templateNone')}
      onChange={choose}
    />
  );
}

function Fields({ draft, onChange }: { readonly draft: Draft; readonly onChange: (change: Partial<Draft>) => void }) {
  const { t } = useTranslation('nodes');
  const fields = bindFields(draft, onChange);
  return (
    <>
      <TextField
        label={t('name')}
        withAsterisk
        maxLength={80}
        placeholder={t('plan.namePlaceholder')}
        data-autofocus
        {...fields.text('name')}
      />
      <div className={classes['pair']}>
        <ResourceFields bind={fields.text} required threadsHint={t('plan.cruHint')} />
      </div>
      <div className={classes['pair']}>
        <WattsFields idle={fields.text('wattsIdle')} loaded={fields.text('wattsLoaded')} />
      </div>
      <MoneyInput label={t('hardwareCost')} description={t('plan.costHint')} {...fields.text('hardwareCostUsd')} />
    </>
  );
}

/** Adds a planned machine, with a live preview of its verdict. */
export function PlanDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('nodes');
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const add = useCommand(api.nodes.addPlanned, {
    onDone: (node) => {
      setDraft(EMPTY);
      onClose();
      goTo('/hardware', { node: String(node.id) });
    },
  });
  const resources = resourcesOf(draft);
  const submit = () => {
    if (resources === null) return;
    const orNull = (key: keyof Draft) => (draft[key] === '' ? null : draft[key]);
    const costs = {
      wattsIdle: orNull('wattsIdle'),
      wattsLoaded: orNull('wattsLoaded'),
      hardwareCostUsd: orNull('hardwareCostUsd'),
      electricityUsdPerKwh: null,
      boughtOn: null,
    };
    add.run({ name: draft.name.trim(), resources, costs });
  };
  return (
    <FormDialog
      isOpen={isOpen}
      title={t('plan.title')}
      action={t('plan.add')}
      canSubmit={resources !== null && draft.name.trim() !== ''}
      isRunning={add.isRunning}
      onSubmit={submit}
      onClose={onClose}
    >
      <TemplateSelect isOpen={isOpen} onChoose={setDraft} />
      <Fields draft={draft} onChange={(change) => setDraft((before) => ({ ...before, ...change }))} />
      <PlanPreview resources={resources} />
    </FormDialog>
  );
}
