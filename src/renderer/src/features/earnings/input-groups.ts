import { useTranslation } from 'react-i18next';
import type { ProjectionAnswer } from '#shared/contract/earnings/projections.ts';
import { useAssumptionText, useOutageText } from './use-assumption-text.ts';

/** The groups of a scenario's inputs, in the order of the page. */
export const INPUT_GROUPS = ['token', 'usage', 'uptime', 'costs', 'uncertainty'] as const;
export type InputGroup = (typeof INPUT_GROUPS)[number];

/** The open group of inputs. */
export interface OpenGroup {
  readonly group: InputGroup | null;
  /** How often it was opened from elsewhere on the page; zero when opened by its own button. */
  readonly requests: number;
}

/** A short summary of each group of inputs; dots while it is computed, a dash when the projection was refused. */
export function useInputSummaries(
  projection: ProjectionAnswer | undefined,
  hasFailed: boolean,
): (group: InputGroup) => string {
  const { t } = useTranslation(['earnings', 'common']);
  const write = useAssumptionText();
  const outageText = useOutageText();
  const assumptions = projection?.assumptions ?? [];
  const textOf = (...ids: readonly string[]) => {
    const found = assumptions.find(({ id }) => ids.includes(id));
    return found === undefined || found.origin === 'missing' ? null : write(found);
  };
  const costs = () =>
    [
      textOf('watts-idle') ?? t('form.noPower'),
      textOf('electricity-price', 'electricity-price-average') ?? t('form.notGiven'),
      textOf('hardware-cost') ?? t('form.noPricePaid'),
    ].join(' · ');
  const summaries: Readonly<Record<InputGroup, () => string>> = {
    token: () =>
      `${t('chart.title', { count: projection?.months.length ?? 0 })} · ${textOf('tft-price') ?? t('form.notGiven')}`,
    usage: () => t('form.inUse', { part: textOf('utilisation', 'utilisation-electricity') ?? t('form.notGiven') }),
    uptime: () => textOf('uptime') ?? t('form.notGiven'),
    costs,
    uncertainty: () =>
      t('form.sure', {
        volatility: textOf('price-volatility') ?? t('form.notGiven'),
        outages: outageText(assumptions),
      }),
  };
  return (group) => (projection === undefined ? (hasFailed ? t('common:unknownMark') : '…') : summaries[group]());
}
