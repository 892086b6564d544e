import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/contract/nodes/sites.ts';
import { api } from '#renderer/client/client.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { actionColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { formatUnitPrice, UNKNOWN } from '#renderer/ui/format.ts';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useReturnFocus } from '#renderer/ui/return-focus.ts';
import { TimeZoneSelect } from '#renderer/ui/time-zone-select.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import classes from './nodes.module.css';

const NEW_SITE = {
  name: '',
  nodeCount: 0,
  timeZone: null,
  electricityPerKwh: null,
  currency: 'USD',
  unitsPerUsd: null,
};

const orNull = (text: string) => (text === '' ? null : text);

/** Edits the values of a site, or renames it. */
function SiteForm({
  site,
  onClose,
}: {
  readonly site: Omit<Site, 'electricityUsdPerKwh'>;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['nodes', 'common']);
  const [draft, setDraft] = useState({
    name: site.name,
    electricityPerKwh: site.electricityPerKwh ?? '',
    currency: site.currency,
    unitsPerUsd: site.unitsPerUsd ?? '',
    timeZone: site.timeZone,
  });
  const save = useCommand(api.nodes.sites.set, { onDone: onClose });
  const fields = bindFields(draft, (change) => setDraft((before) => ({ ...before, ...change })));
  const { currency } = draft;
  const submit = () =>
    save.run({
      name: site.name === '' ? draft.name.trim() : site.name,
      newName: draft.name.trim(),
      electricityPerKwh: orNull(draft.electricityPerKwh),
      currency,
      unitsPerUsd: orNull(draft.unitsPerUsd),
      timeZone: draft.timeZone,
    });
  return (
    <FormDialog
      title={site.name === '' ? t('sites.add') : site.name}
      action={t('common:save')}
      canSubmit={draft.name.trim() !== '' && /^[A-Z]{3}$/.test(currency)}
      isRunning={save.isRunning}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label={t('name')} maxLength={80} {...fields.text('name')} />
      <div className={classes['pair']}>
        <TextField
          label={t('sites.currency')}
          maxLength={3}
          value={currency}
          onChange={(text) => setDraft({ ...draft, currency: text.toUpperCase() })}
        />
        {currency === 'USD' ? null : (
          <DecimalInput label={t('sites.rate', { currency })} min="0" {...fields.text('unitsPerUsd')} />
        )}
        <MoneyInput label={t('sites.tariff')} currency={currency} per="/ kWh" {...fields.text('electricityPerKwh')} />
      </div>
      <TimeZoneSelect value={draft.timeZone} onChange={(timeZone) => setDraft({ ...draft, timeZone })} />
    </FormDialog>
  );
}

/** The sites of the nodes. */
export function SitesDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['nodes', 'common']);
  useReturnFocus();
  const query = useQuery(api.nodes.sites.list.queryOptions());
  const remove = useCommand(api.nodes.sites.remove);
  const [edited, setEdited] = useState<Omit<Site, 'electricityUsdPerKwh'> | null>(null);
  const columns = [
    textColumn<Site, string>('site', t('name'), ({ name }) => name),
    numberColumn<Site, number>('nodes', t('sites.nodes'), ({ nodeCount }) => nodeCount),
    numberColumn<Site, string>('tariff', t('sites.tariff'), ({ electricityPerKwh }) => electricityPerKwh, {
      cell: ({ electricityPerKwh, currency, electricityUsdPerKwh }) =>
        electricityPerKwh === null
          ? UNKNOWN
          : electricityUsdPerKwh === null
            ? t('sites.needsRate', { price: formatUnitPrice(electricityPerKwh, currency) })
            : formatUnitPrice(electricityPerKwh, currency),
    }),
    textColumn<Site, string>('timeZone', t('sites.timeZone'), ({ timeZone }) => timeZone, { format: (zone) => zone }),
    actionColumn<Site>('tools', '', (site) => (
      <>
        <Button
          variant="default"
          size="compact-sm"
          aria-label={t('editNamed', { name: site.name })}
          onClick={() => setEdited(site)}
        >
          {t('sites.edit')}
        </Button>{' '}
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label={t('sites.forgetNamed', { name: site.name })}
          onClick={() => remove.run({ name: site.name })}
        >
          {t('sites.forget')}
        </Button>
      </>
    )),
  ];
  return (
    <Modal opened size="xl" title={t('sites.title')} onClose={onClose}>
      <p>{t('sites.what')}</p>
      <QueryView query={query}>
        {({ sites }) => (
          <DataTable
            caption={t('sites.title')}
            hideCaption
            columns={columns}
            rows={sites}
            rowKey={({ name }) => name}
            emptyText={t('sites.none')}
          />
        )}
      </QueryView>
      <Button mt="sm" onClick={() => setEdited(NEW_SITE)}>
        {t('sites.add')}
      </Button>
      {edited === null ? null : <SiteForm site={edited} onClose={() => setEdited(null)} />}
    </Modal>
  );
}
