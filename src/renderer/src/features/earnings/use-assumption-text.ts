import { useTranslation } from 'react-i18next';
import type { StatedAssumption } from '#shared/contract/earnings/assumptions.ts';
import type { Resources } from '#shared/texts/resources.ts';
import { isPlainDecimal } from '#shared/decimal.ts';
import { formatBytes, formatNumber, formatUnitPrice, withUnit } from '#renderer/ui/format.ts';
import { usdOf } from '#renderer/ui/money.ts';
import { useRuleSetName } from '#renderer/ui/rule-set-name.ts';

type EarningsTexts = Resources['earnings'];

/** The translation key of an assumption's name. */
export function assumptionKey(id: string) {
  return `assumption.${id as keyof EarningsTexts['assumption']}` as const;
}

/** Assumptions whose values are translated. */
const TRANSLATED = new Set(['virtual', 'certification']);

/** Formats an assumed value with its unit: sizes in GiB, milli-USD as USD, prices with at least two decimals. */
export function useAssumptionText(): (assumption: Pick<StatedAssumption, 'id' | 'value' | 'unit'>) => string {
  const { t } = useTranslation('earnings');
  const ruleSetName = useRuleSetName();
  return ({ id, value, unit }) => {
    if (id === 'rules') return ruleSetName(value);
    if (TRANSLATED.has(id)) return t(`value.${value as keyof EarningsTexts['value']}`);
    if (unit === 'bytes') return formatBytes(Number(value));
    if (unit === 'mUSD') return withUnit(formatUnitPrice(usdOf(Number(value))), t('unit.perTft'));
    if (id === 'tft-price') return withUnit(formatUnitPrice(value), t('unit.perTft'));
    if (!isPlainDecimal(value)) return value;
    const digits = unit.startsWith('USD') ? formatUnitPrice(value) : formatNumber(value);
    return unit === '' ? digits : withUnit(digits, unit);
  };
}

export const ASSUMPTION_GROUPS = ['machine', 'income', 'costs', 'sure'] as const;
export type AssumptionGroup = (typeof ASSUMPTION_GROUPS)[number];

const GROUP_OF: Readonly<Record<string, AssumptionGroup>> = {
  cru: 'machine',
  mru: 'machine',
  sru: 'machine',
  hru: 'machine',
  certification: 'machine',
  policy: 'machine',
  virtual: 'machine',
  'connection-price': 'machine',
  'watts-idle': 'costs',
  'watts-loaded': 'costs',
  'watts-average': 'costs',
  'utilisation-electricity': 'costs',
  'electricity-price': 'costs',
  'electricity-price-average': 'costs',
  'electricity-zone': 'costs',
  'hardware-cost': 'costs',
  amortisation: 'costs',
  'other-costs': 'costs',
  'price-volatility': 'sure',
  'price-drift': 'sure',
};

/** The group of an assumption; values that only describe the uncertainty have their own group. */
export function groupOf({ id, usedIn }: Pick<StatedAssumption, 'id' | 'usedIn'>): AssumptionGroup {
  return GROUP_OF[id] ?? (usedIn === 'simulation' || id.startsWith('case-') ? 'sure' : 'income');
}

/** Formats the source of the simulated uptime: a rate of outages, or the machine's own record. */
export function useOutageText(): (assumptions: readonly StatedAssumption[]) => string {
  const { t } = useTranslation('earnings');
  return (assumptions) => {
    const valueOf = (id: string) => assumptions.find((assumption) => assumption.id === id)?.value;
    const periods = valueOf('outages-recorded');
    return periods === undefined
      ? t('miss.rate', {
          perMonth: formatNumber(valueOf('outages') ?? '0'),
          hours: formatNumber(valueOf('outage-length') ?? '0'),
        })
      : t('miss.record', { count: Number(periods) });
  };
}
