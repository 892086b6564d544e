import { IconArrowUpRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { client } from '#renderer/client/client.ts';
import { formatBytes, formatCapacity, formatNumber, formatTft, readerLocale } from '#renderer/ui/format.ts';
import { useTftWorth } from '#renderer/ui/money.ts';
import classes from './hardware.module.css';

/** The smallest addition with which the CU grow until the next resource limits them. */
type NextStep = NonNullable<Awaited<ReturnType<typeof client.earnings.rewards.rankUpgrades>>['nextStep']>;

/** What to add first, and its gain, in one sentence. */
export function UpgradeStep({ step }: { readonly step: NextStep }) {
  const { t } = useTranslation('hardware');
  const worth = useTftWorth();
  const parts = step.adds.map(({ resource, amount }) =>
    resource === 'cores'
      ? t('upgrade.addCores', { count: amount, amount: formatNumber(amount) })
      : t(`upgrade.add.${resource}`, { amount: formatBytes(amount) }),
  );
  return (
    <p className={classes['step']}>
      <IconArrowUpRight size={18} aria-hidden />
      <span>
        {t('upgrade.step', {
          parts: new Intl.ListFormat(readerLocale(), { type: 'conjunction' }).format(parts),
          cu: formatCapacity(step.cuAfter),
          tft: formatTft(step.gain.tftPerMonth, { maxPlaces: 2, sign: 'always' }),
          amount: worth.of(step.gain.tftPerMonth),
        })}
      </span>
    </p>
  );
}
