import { useTranslation } from 'react-i18next';
import type { Farm } from './farm.ts';
import classes from './farm-figures.module.css';
import { Figure, type FigureProps } from './figure.tsx';
import { formatCapacity, formatNumber, formatTft, tftBetween } from './format.ts';
import { useMessage } from './message.ts';
import { useMoney, useTftWorth } from './money.ts';
import { needsText } from '#shared/domain/earnings/needed-text.ts';

/** Two or three parts of a caption; empty ones are left out. */
function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

function FarmFigure(props: Omit<FigureProps, 'size'>) {
  return <Figure size="medium" {...props} />;
}

function Counts({ totals, planned }: Farm) {
  const { t } = useTranslation('common');
  const { verdicts, states, standings, atRiskTft } = totals;
  const counted = (
    key: 'planned' | 'notEligible' | 'cannotTell' | 'down' | 'standby' | 'quiet' | 'notSeen' | 'atRisk',
    count: number,
  ) => (count === 0 ? '' : t(`farm.${key}`, { count }));
  return (
    <>
      <FarmFigure
        label={t('farm.nodes')}
        value={formatNumber(totals.nodes)}
        caption={counted('planned', planned.nodes)}
      />
      <FarmFigure
        label={t('farm.eligible')}
        value={formatNumber(verdicts.eligible)}
        caption={joined(counted('notEligible', verdicts['not-eligible']), counted('cannotTell', verdicts.unknown))}
      />
      <FarmFigure
        label={t('farm.up')}
        value={formatNumber(states.up)}
        caption={joined(
          counted('standby', states.standby),
          counted('down', states.down),
          counted('quiet', states.quiet),
          counted('notSeen', states.unknown),
        )}
      />
      <FarmFigure
        label={t('farm.atRiskLabel')}
        value={formatTft(atRiskTft.sum, { maxPlaces: 2 })}
        unit="TFT"
        caption={counted('atRisk', standings.low)}
      />
    </>
  );
}

function Amounts({ totals }: Farm) {
  const { t } = useTranslation('common');
  const worth = useTftWorth();
  const { cu, su, rewardTft, expectedTft } = totals;
  const without = (missing: number) => (missing === 0 ? '' : t('farm.without', { count: missing }));
  const isExpected = expectedTft.missing < totals.nodes;
  return (
    <>
      <FarmFigure label={t('farm.cu')} value={formatCapacity(cu.sum)} caption={without(cu.missing)} />
      <FarmFigure label={t('farm.su')} value={formatCapacity(su.sum)} caption={without(su.missing)} />
      <FarmFigure
        label={t('farm.wholePeriod')}
        value={formatTft(rewardTft.sum, { maxPlaces: 2 })}
        unit="TFT"
        caption={joined(worth.of(rewardTft.sum), without(rewardTft.missing))}
      />
      <FarmFigure
        label={t('farm.expected')}
        value={isExpected ? tftBetween(expectedTft) : null}
        unit="TFT"
        caption={isExpected ? without(expectedTft.missing) : t('farm.noneWatched')}
      />
    </>
  );
}

/** What is left after power: of the whole farm, or of the machines whose numbers were all entered. */
function Net({ totals }: Farm) {
  const { t } = useTranslation('common');
  const money = useMoney();
  const translate = useMessage();
  const { losing, moneyOfKnown, nodes } = totals;
  const known = moneyOfKnown.money;
  const missing = nodes - moneyOfKnown.nodes;
  const needs = totals.money.state === 'missing' ? translate(needsText(totals.money.missing)) : '';
  const hasFigure = known.state === 'known' && moneyOfKnown.nodes > 0;
  return (
    <>
      <FarmFigure
        label={t('farm.net')}
        value={hasFigure ? money.digits(known.netUsd) : null}
        unit={money.code}
        caption={
          hasFigure ? (missing === 0 ? t('farm.afterPower') : t('farm.ofKnown', { count: missing, needs })) : needs
        }
        {...(hasFigure && known.netUsd.startsWith('-') ? { tone: 'bad' as const } : {})}
      />
      <FarmFigure
        label={t('farm.losing')}
        value={hasFigure ? formatNumber(losing.nodes) : null}
        caption={losing.nodes === 0 ? '' : t('farm.together', { amount: money.format(losing.netUsd) })}
      />
    </>
  );
}

/** What the nodes of the farm come to together: ten figures that say what is not in them. */
export function FarmFigures({ farm }: { readonly farm: Farm }) {
  return (
    <div className={classes['frame']}>
      <div className={classes['figures']}>
        <Counts {...farm} />
        <Amounts {...farm} />
        <Net {...farm} />
      </div>
    </div>
  );
}
