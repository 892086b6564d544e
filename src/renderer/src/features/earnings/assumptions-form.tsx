import { Select } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Fragment, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { ProjectionAnswer } from '#shared/contract/earnings/projections.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { SliderWithInput } from '#renderer/ui/slider-with-input.tsx';
import classes from './earnings.module.css';
import { INPUT_GROUPS, type InputGroup, type OpenGroup } from './input-groups.ts';
import { useInputSummaries } from './input-summaries.ts';
import strip from './input-strip.module.css';
import { RatesPanel } from './rates-panel.tsx';
import type { ScenarioDraft } from './scenario-draft.ts';
import { TariffEditor } from './tariff-editor.tsx';
import { UncertaintyFields } from './uncertainty-fields.tsx';
import { fromPercent, orNull, toPercent } from './form-values.ts';

interface FieldsProps {
  readonly scenario: Scenario;
  readonly change: ScenarioDraft['change'];
}

/** The part in use that the figures stand on while the scenario names none, in percent. */
function assumedUse(projection: ProjectionAnswer | undefined): string {
  const found = projection?.assumptions.find(({ id }) => id === 'utilisation' || id === 'utilisation-electricity');
  return found?.value ?? '';
}

function UsageFields({
  scenario,
  change,
  projection,
}: FieldsProps & { readonly projection: ProjectionAnswer | undefined }) {
  const { t } = useTranslation('earnings');
  const { usage } = scenario;
  const set = (patch: Partial<Scenario['usage']>) => change({ usage: { ...usage, ...patch } });
  return (
    <div className={classes['form']}>
      <DecimalInput
        label={t('form.slices')}
        description={t('form.slicesHint')}
        min="0"
        max="100000"
        maxPlaces={0}
        step="1"
        value={usage.slices === null ? '' : String(usage.slices)}
        placeholder={t('form.fromSlices')}
        onChange={(text) => set({ slices: text === '' ? null : Number(text) })}
      />
      <MoneyInput
        label={t('form.slicePrice')}
        currency={usage.currency}
        per={t('form.perMonth')}
        value={usage.pricePerSlice ?? ''}
        placeholder={t('form.fromSlices')}
        onChange={(text) => set({ pricePerSlice: orNull(text) })}
      />
      <Select
        label={t('form.currency')}
        description={t('form.currencyHint')}
        data={[
          { value: 'USD', label: 'USD' },
          { value: 'CC', label: t('form.cc') },
        ]}
        value={usage.currency}
        allowDeselect={false}
        onChange={(value) => set({ currency: value === 'CC' ? 'CC' : 'USD' })}
      />
      <div className={classes['wide']}>
        <SliderWithInput
          label={t('form.utilisation')}
          description={t('form.utilisationHint')}
          min="0"
          max="100"
          step="1"
          unit="%"
          value={usage.utilisation === null ? assumedUse(projection) : toPercent(usage.utilisation)}
          onChange={(text) => set({ utilisation: text === '' ? null : fromPercent(text) })}
        />
      </div>
    </div>
  );
}

function UptimeFields({ scenario, change, problem }: FieldsProps & { readonly problem: unknown }) {
  const { t } = useTranslation('earnings');
  const isRefused = scenario.uptime.source === 'history' && toFarmerError(problem)?.code === 'REFUSED';
  const { uptime } = scenario;
  const sources = ['target', 'history', 'fixed'] as const;
  return (
    <div className={classes['form']}>
      <Select
        label={t('form.uptime')}
        description={t('form.uptimeHint')}
        error={isRefused ? t('form.noRecord') : null}
        data={sources.map((source) => ({ value: source, label: t(`form.uptimeSource.${source}`) }))}
        value={uptime.source}
        allowDeselect={false}
        onChange={(value) => {
          if (value === 'fixed') change({ uptime: { source: 'fixed', permille: 1000 } });
          else if (value === 'target' || value === 'history') change({ uptime: { source: value } });
        }}
      />
      {uptime.source === 'fixed' ? (
        <DecimalInput
          label={t('form.uptimePercent')}
          description={t('form.uptimePercentHint')}
          unit="%"
          min="0"
          max="100"
          maxPlaces={1}
          step="0.1"
          value={String(uptime.permille / 10)}
          onChange={(text) => change({ uptime: { source: 'fixed', permille: Math.round(Number(text || '0') * 10) } })}
        />
      ) : null}
    </div>
  );
}

function CostFields({ scenario, change, node }: FieldsProps & { readonly node: FarmNode }) {
  const { t } = useTranslation('earnings');
  const { costs } = scenario;
  const set = (patch: Partial<Scenario['costs']>) => change({ costs: { ...costs, ...patch } });
  return (
    <div className={classes['form']}>
      <DecimalInput
        label={t('form.wattsIdle')}
        unit="W"
        min="0.1"
        value={costs.wattsIdle ?? ''}
        placeholder={node.costs.wattsIdle ?? t('form.notGiven')}
        onChange={(text) => set({ wattsIdle: orNull(text) })}
      />
      <DecimalInput
        label={t('form.wattsLoaded')}
        unit="W"
        min="0.1"
        value={costs.wattsLoaded ?? ''}
        placeholder={node.costs.wattsLoaded ?? t('form.asIdle')}
        onChange={(text) => set({ wattsLoaded: orNull(text) })}
      />
      <MoneyInput
        label={t('form.hardware')}
        currency="USD"
        value={costs.hardwareUsd ?? ''}
        placeholder={node.costs.hardwareCostUsd ?? t('form.notGiven')}
        onChange={(text) => set({ hardwareUsd: orNull(text) })}
      />
      <DecimalInput
        label={t('form.amortisation')}
        unit={t('form.months')}
        min="1"
        max="600"
        maxPlaces={0}
        value={costs.amortisationMonths === null ? '' : String(costs.amortisationMonths)}
        placeholder={t('form.fromSettings')}
        onChange={(text) => set({ amortisationMonths: text === '' ? null : Number(text) })}
      />
      <MoneyInput
        label={t('form.other')}
        currency="USD"
        per={t('form.perMonth')}
        value={costs.otherPerMonthUsd ?? ''}
        placeholder={t('form.fromSlices')}
        onChange={(text) => set({ otherPerMonthUsd: orNull(text) })}
      />
      <div className={classes['wide']}>
        <TariffEditor tariff={costs.tariff} onChange={(tariff) => set({ tariff })} />
      </div>
    </div>
  );
}

function TokenFields({ scenario, change }: FieldsProps) {
  const { t } = useTranslation('earnings');
  return (
    <div className={classes['form']}>
      <DecimalInput
        label={t('form.months')}
        description={t('form.monthsHint')}
        min="1"
        max="120"
        maxPlaces={0}
        step="1"
        value={String(scenario.months)}
        onChange={(text) => {
          if (text !== '') change({ months: Number(text) });
        }}
      />
      <MoneyInput
        label={t('form.tftPrice')}
        description={t('form.tftPriceHint')}
        currency="USD"
        min="0.00000001"
        value={scenario.tftPriceUsd ?? ''}
        placeholder={t('form.fromRates')}
        onChange={(text) => change({ tftPriceUsd: orNull(text) })}
      />
      <DecimalInput
        label={t('form.nu')}
        unit="GiB"
        min="0"
        value={scenario.traffic.nuGib === '0' ? '' : scenario.traffic.nuGib}
        onChange={(text) => change({ traffic: { ...scenario.traffic, nuGib: text === '' ? '0' : text } })}
      />
      <div className={classes['wide']}>
        <RatesPanel />
      </div>
    </div>
  );
}

/** The fields of the opened group; asked for from elsewhere on the page, its first field takes the focus. */
function GroupPanel({
  id,
  asks,
  children,
}: {
  readonly id: string;
  readonly asks: number;
  readonly children: ReactNode;
}) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asks > 0) panel.current?.querySelector('input')?.focus();
  }, [asks]);
  return (
    <div ref={panel} id={id} className={strip['panel']}>
      {children}
    </div>
  );
}

/**
 * The scenario's inputs as a row of groups, each with what it holds now; one opens at a time, under its own button where
 * the groups stand under each other. An empty field takes what the node or the settings say.
 */
export function AssumptionsForm({
  draft,
  node,
  projection,
  problem,
  open,
  onOpen,
}: {
  readonly draft: ScenarioDraft;
  readonly node: FarmNode;
  readonly projection: ProjectionAnswer | undefined;
  /** Why there is no projection: null while there is none to tell of. */
  readonly problem: unknown;
  readonly open: OpenGroup;
  readonly onOpen: (group: InputGroup | null) => void;
}) {
  const { t } = useTranslation('earnings');
  const id = useId();
  const summaryOf = useInputSummaries(projection, problem !== null);
  const { scenario, change } = draft;
  const fields = {
    token: <TokenFields scenario={scenario} change={change} />,
    usage: <UsageFields scenario={scenario} change={change} projection={projection} />,
    uptime: <UptimeFields scenario={scenario} change={change} problem={problem} />,
    costs: <CostFields scenario={scenario} change={change} node={node} />,
    uncertainty: <UncertaintyFields scenario={scenario} change={change} />,
  } as const;
  return (
    <section aria-label={t('form.title')} data-print="hide" className={strip['strip']}>
      {INPUT_GROUPS.map((group) => {
        const isOpen = open.group === group;
        return (
          <Fragment key={group}>
            <button
              type="button"
              className={strip['group']}
              aria-expanded={isOpen}
              {...(isOpen ? { 'aria-controls': id } : {})}
              onClick={() => onOpen(isOpen ? null : group)}
            >
              <span className={strip['title']}>
                {t(`form.group.${group}`)}
                <IconChevronDown size={16} aria-hidden />
              </span>
              <span className={strip['summary']}>{summaryOf(group)}</span>
            </button>
            {isOpen ? (
              <GroupPanel id={id} asks={open.asks}>
                {fields[group]}
              </GroupPanel>
            ) : null}
          </Fragment>
        );
      })}
    </section>
  );
}
