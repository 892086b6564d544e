import { Select } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { Fragment, type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { ProjectionAnswer } from '#shared/contract/earnings/projections.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { fromPercent, toPercent } from '#renderer/ui/percent-input.tsx';
import { SliderWithInput } from '#renderer/ui/slider-with-input.tsx';
import { CountInput } from '#renderer/ui/count-input.tsx';
import { WattsFields } from '#renderer/ui/watts-input.tsx';
import { INPUT_GROUPS, type InputGroup, type OpenGroup, useInputSummaries } from './input-groups.ts';
import { RatesPanel } from './rates-panel.tsx';
import type { ScenarioDraft } from './scenario-draft.ts';
import { TariffEditor } from './tariff-editor.tsx';
import { UncertaintyFields } from './uncertainty-fields.tsx';
import classes from './earnings.module.css';
import strip from './input-strip.module.css';

interface FieldsProps {
  readonly scenario: Scenario;
  readonly change: ScenarioDraft['change'];
}

/** The utilisation that the projection uses while the scenario has none, in percent. */
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
  const fields = bindFields(usage, set);
  return (
    <div className={classes['form']}>
      <CountInput
        label={t('form.slices')}
        description={t('form.slicesHint')}
        max="100000"
        placeholder={t('form.fromSlices')}
        {...fields.optionalCount('slices')}
      />
      <MoneyInput
        label={t('form.slicePrice')}
        currency={usage.currency}
        per={t('form.perMonth')}
        placeholder={t('form.fromSlices')}
        {...fields.optional('pricePerSlice')}
      />
      <Select
        label={t('form.currency')}
        description={t('form.currencyHint')}
        data={[
          { value: 'USD', label: 'USD' },
          { value: 'CC', label: t('form.cc') },
        ]}
        value={usage.currency}
        onChange={(currency) => currency !== null && set({ currency })}
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

const UPTIME_SOURCES = ['own', 'target', 'history', 'fixed'] as const;

function UptimeFields({ scenario, change, problem }: FieldsProps & { readonly problem: unknown }) {
  const { t } = useTranslation('earnings');
  const isRefused = scenario.uptime.source === 'history' && toFarmerError(problem)?.code === 'REFUSED';
  const { uptime } = scenario;
  return (
    <div className={classes['form']}>
      <Select
        label={t('form.uptime')}
        description={t('form.uptimeHint')}
        error={isRefused ? t('form.noRecord') : null}
        data={UPTIME_SOURCES.map((source) => ({ value: source, label: t(`form.uptimeSource.${source}`) }))}
        value={uptime.source}
        onChange={(source) =>
          source !== null && change({ uptime: source === 'fixed' ? { source, permille: 1000 } : { source } })
        }
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
  const fields = bindFields(costs, set);
  return (
    <div className={classes['form']}>
      <WattsFields
        idle={{ ...fields.optional('wattsIdle'), placeholder: node.costs.wattsIdle ?? t('form.notGiven') }}
        loaded={{ ...fields.optional('wattsLoaded'), placeholder: node.costs.wattsLoaded ?? t('form.asIdle') }}
      />
      <MoneyInput
        label={t('form.hardware')}
        placeholder={node.costs.hardwareCostUsd ?? t('form.notGiven')}
        {...fields.optional('hardwareUsd')}
      />
      <CountInput
        label={t('form.amortisation')}
        unit={t('form.months')}
        min="1"
        max="600"
        placeholder={t('form.fromSettings')}
        {...fields.optionalCount('amortisationMonths')}
      />
      <MoneyInput
        label={t('form.other')}
        per={t('form.perMonth')}
        placeholder={t('form.fromSlices')}
        {...fields.optional('otherPerMonthUsd')}
      />
      <div className={classes['wide']}>
        <TariffEditor tariff={costs.tariff} onChange={(tariff) => set({ tariff })} />
      </div>
    </div>
  );
}

function TokenFields({ scenario, change }: FieldsProps) {
  const { t } = useTranslation('earnings');
  const fields = bindFields(scenario, change);
  return (
    <div className={classes['form']}>
      <CountInput
        label={t('form.months')}
        description={t('form.monthsHint')}
        min="1"
        max="120"
        {...fields.count('months')}
      />
      <MoneyInput
        label={t('form.tftPrice')}
        description={t('form.tftPriceHint')}
        min="0.00000001"
        placeholder={t('form.fromRates')}
        {...fields.optional('tftPriceUsd')}
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

interface GroupPanelProps {
  readonly id: string;
  readonly requests: number;
  readonly children: ReactNode;
}

/** The fields of the open group. Its first field is focused when it was opened from elsewhere on the page. */
function GroupPanel({ id, requests, children }: GroupPanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (requests > 0) panel.current?.querySelector('input')?.focus();
  }, [requests]);
  return (
    <div ref={panel} id={id} className={strip['panel']}>
      {children}
    </div>
  );
}

interface AssumptionsFormProps {
  readonly draft: ScenarioDraft;
  readonly node: FarmNode;
  readonly projection: ProjectionAnswer | undefined;
  /** The reason why there is no projection; null when nothing failed. */
  readonly problem: unknown;
  readonly open: OpenGroup;
  readonly onOpen: (group: InputGroup | null) => void;
}

/**
 * The scenario's inputs as a row of groups, each with a summary of its values. One is open at a time; on a narrow
 * screen it is below its button. An empty field uses the value of the node or the settings.
 */
export function AssumptionsForm({ draft, node, projection, problem, open, onOpen }: AssumptionsFormProps) {
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
              <GroupPanel id={id} requests={open.requests}>
                {fields[group]}
              </GroupPanel>
            ) : null}
          </Fragment>
        );
      })}
    </section>
  );
}
