import { Button, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { api, client } from '#renderer/client/client.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { showUndo } from '#renderer/ui/confirm-undo.tsx';
import { saveFile } from '#renderer/ui/export-table.ts';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { WattsFields } from '#renderer/ui/watts-input.tsx';
import { SiteInput } from '../site-input.tsx';
import classes from './farm.module.css';

const EMPTY = { wattsIdle: '', wattsLoaded: '', electricityUsdPerKwh: '', hardwareCostUsd: '', site: '' } as const;
type Draft = { readonly [K in keyof typeof EMPTY]: string };

/** Changes several nodes at once; an empty field changes nothing. */
function ChangeDialog({ chosen, onClose }: { readonly chosen: readonly FarmNodeRow[]; readonly onClose: () => void }) {
  const { t } = useTranslation(['nodes', 'common']);
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [labels, setLabels] = useState<string[]>([]);
  const [removed, setRemoved] = useState<string[]>([]);
  const known = [...new Set(chosen.flatMap((row) => row.labels))].toSorted();
  const update = useCommand(api.nodes.updateAll, {
    doneText: t('chosen.done', { count: chosen.length }),
    onDone: onClose,
  });
  const fields = bindFields(draft, (change) => setDraft((before) => ({ ...before, ...change })));
  const given = (key: keyof Draft) => (draft[key].trim() === '' ? undefined : draft[key].trim());
  const submit = () =>
    update.run({
      ids: chosen.map(({ id }) => id),
      patch: {
        site: given('site'),
        costs: {
          wattsIdle: given('wattsIdle'),
          wattsLoaded: given('wattsLoaded'),
          electricityUsdPerKwh: given('electricityUsdPerKwh'),
          hardwareCostUsd: given('hardwareCostUsd'),
        },
        addLabels: labels,
        removeLabels: removed,
      },
    });
  const isEmpty = Object.values(draft).every((text) => text.trim() === '') && labels.length + removed.length === 0;
  return (
    <FormDialog
      title={t('chosen.title', { count: chosen.length })}
      action={t('common:save')}
      canSubmit={!isEmpty}
      isRunning={update.isRunning}
      onSubmit={submit}
      onClose={onClose}
    >
      <p className={classes['note']}>{t('chosen.hint')}</p>
      <div className={classes['pair']}>
        <WattsFields idle={fields.text('wattsIdle')} loaded={fields.text('wattsLoaded')} />
        <MoneyInput label={t('edit.tariff')} per="/ kWh" {...fields.text('electricityUsdPerKwh')} />
        <MoneyInput label={t('hardwareCost')} {...fields.text('hardwareCostUsd')} />
      </div>
      <SiteInput {...fields.text('site')} />
      <TagsInput label={t('chosen.addLabels')} value={labels} maxTags={20} maxLength={40} onChange={setLabels} />
      {known.length === 0 ? null : (
        <TagsInput label={t('chosen.removeLabels')} data={known} value={removed} onChange={setRemoved} />
      )}
    </FormDialog>
  );
}

/** Actions for the selected nodes. */
export function SelectionBar(props: { readonly chosen: readonly FarmNodeRow[]; readonly onClear: () => void }) {
  const { chosen, onClear } = props;
  const { t } = useTranslation(['nodes', 'common']);
  const [isOpen, setOpen] = useState(false);
  const undo = useCommand(api.nodes.undoRemoveAll);
  const remove = useCommand(api.nodes.removeAll, {
    onDone: ({ removed }) => {
      onClear();
      showUndo({
        message: t('chosen.removed', { count: removed.length }),
        onUndo: () => undo.run({ ids: removed }),
      });
    },
  });
  const ids = chosen.map(({ id }) => id);
  // This computer is never removed; whether it is a node is set in the menu of the farm.
  const removable = chosen.flatMap(({ id, kind, isDemo }) => (kind === 'this-machine' && !isDemo ? [] : [id]));
  const save = async () => {
    const { csv } = await client.nodes.costs.export({ ids });
    saveFile('farmer-costs.csv', csv, 'text/csv;charset=utf-8');
  };
  return (
    <section className={classes['chosen']} aria-label={t('chosen.region')}>
      <strong>{t('chosen.count', { count: chosen.length })}</strong>
      <Button size="xs" onClick={() => setOpen(true)}>
        {t('chosen.change')}
      </Button>
      <Button size="xs" variant="default" onClick={() => void save()}>
        {t('costs.export')}
      </Button>
      <Button
        size="xs"
        variant="default"
        loading={remove.isRunning}
        disabled={removable.length === 0}
        onClick={() => remove.run({ ids: removable })}
      >
        {t('chosen.remove')}
      </Button>
      <Button size="xs" variant="subtle" color="gray" onClick={onClear}>
        {t('chosen.clear')}
      </Button>
      {isOpen ? <ChangeDialog chosen={chosen} onClose={() => setOpen(false)} /> : null}
    </section>
  );
}
