import { useTranslation } from 'react-i18next';
import type { UptimeSummary } from '#shared/contract/uptime.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatNumber, formatPermille, formatTft } from '#renderer/ui/format.ts';
import { formatHoursMinutes } from '#renderer/ui/format-time.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { CardGrid } from '#renderer/ui/page.tsx';
import { Source } from '#renderer/ui/source.tsx';
import type { Tone } from '#renderer/ui/status-badge.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { Instant } from '#renderer/ui/time.tsx';
import { hoursRange, permilleRange, tftRange } from './range-text.ts';

const SOURCE = 'threefoldtech/minting_v3@fc7e17d main.rs';
const LOW_SHARE = 5;

function standing({ budget, violation, basis, unknownS }: UptimeSummary): {
  readonly tone: Tone;
  readonly key: string;
} {
  if (violation !== null) return { tone: 'bad', key: 'violation' };
  if (basis === 'none') return { tone: 'unknown', key: 'unwatched' };
  if (budget.leftS.high < 0) return { tone: 'bad', key: 'lost' };
  if (budget.leftS.low < 0) return { tone: 'unknown', key: unknownS > 0 ? 'unsure' : 'unsureReach' };
  if (budget.leftS.low * LOW_SHARE < budget.allowedS) return { tone: 'warn', key: 'low' };
  return { tone: 'good', key: 'onTarget' };
}

function UptimeCard({ summary }: { readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const { tone, key } = standing(summary);
  const isWatched = summary.basis !== 'none';
  return (
    <Card
      title={t('uptime.title')}
      tools={<StatusBadge tone={tone} word={t(`standing.${key}`, { violation: summary.violation })} />}
    >
      <Figure
        size="hero"
        value={isWatched ? permilleRange(summary.clockPermille) : null}
        caption={t(isWatched ? 'uptime.caption' : 'uptime.none')}
      />
      <FactList
        facts={[
          { name: t('state.up'), value: formatHoursMinutes(summary.upS) },
          ...(summary.unreachableS === 0
            ? []
            : [{ name: t('uptime.unreachable'), value: formatHoursMinutes(summary.unreachableS) }]),
          { name: t('state.down'), value: formatHoursMinutes(summary.downS) },
          { name: t('state.unknown'), value: formatHoursMinutes(summary.unknownS) },
          {
            name: t('uptime.credited'),
            value: `${hoursRange(summary.creditedS)} · ${permilleRange(summary.permille)}`,
          },
          { name: t('uptime.target'), value: formatPermille(summary.targetPermille) },
        ]}
      />
    </Card>
  );
}

/** What the high end of the budget takes for granted. */
function doubtKey({ unknownS, unreachableS }: UptimeSummary): string {
  if (unreachableS === 0) return 'budget.ifUp';
  return unknownS === 0 ? 'budget.ifReached' : 'budget.ifUpAndReached';
}

function BudgetCard({ summary }: { readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const { budget, burn, forecast } = summary;
  const isUnsure = budget.leftS.low !== budget.leftS.high;
  const doubt = {
    unknown: formatHoursMinutes(summary.unknownS),
    unreachable: formatHoursMinutes(summary.unreachableS),
  };
  return (
    <Card
      title={t('budget.title')}
      tools={
        <Source
          of={t('budget.title')}
          formula={t('budget.formula')}
          inputs={[
            { name: t('budget.allowed'), value: formatHoursMinutes(budget.allowedS) },
            { name: t('budget.lost'), value: hoursRange(budget.lostS) },
          ]}
          source={SOURCE}
          status="running"
        >
          {t('budget.assumption')}
        </Source>
      }
      footer={t('budget.noMaintenance')}
    >
      <Figure
        size="hero"
        value={formatHoursMinutes(budget.leftS.high)}
        unit="h"
        caption={
          <>
            {t('budget.until')} <Instant atS={budget.untilS} zone />
            {isUnsure ? ` · ${t(doubtKey(summary), doubt)}` : ''}
          </>
        }
        {...(budget.leftS.high < 0 ? { tone: 'bad' } : {})}
      />
      <FactList
        facts={[
          ...burn.map(({ window, rateMilli }) => ({
            name: t(`budget.burn.${window}`),
            value: `${formatNumber((rateMilli / 1000).toFixed(2), { minPlaces: 2, maxPlaces: 2 })}×`,
          })),
          { name: t('budget.best'), value: permilleRange(forecast.bestPermille) },
          { name: t('budget.trend'), value: permilleRange(forecast.trendPermille) },
          ...(forecast.exhaustedAtS === null
            ? []
            : [{ name: t('budget.exhausted'), value: <Instant atS={forecast.exhaustedAtS} zone /> }]),
        ]}
      />
    </Card>
  );
}

function moneyCaption(money: UptimeSummary['money']): string {
  if (money === null) return 'money.none';
  if (money.zeroedBy === null) return 'money.caption';
  return money.zeroedBy === 'virtual' ? 'money.virtual' : 'money.violation';
}

function MoneyCard({ summary }: { readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const { money, cliff } = summary;
  return (
    <Card
      title={t('money.title')}
      tools={
        <Source of={t('money.title')} formula={t('money.formula')} source={SOURCE} status="running">
          {t('money.assumption')}
        </Source>
      }
      footer={
        cliff.distanceS === null || money === null
          ? undefined
          : t(cliff.losesPeriod ? 'money.cliffNear' : 'money.cliff', {
              left: formatHoursMinutes(cliff.distanceS),
              example: formatHoursMinutes(cliff.exampleOutageS),
              loss: formatTft(cliff.lossTft, { maxPlaces: 2 }),
            })
      }
    >
      <Figure
        size="hero"
        value={money === null ? null : tftRange(money.expectedTft)}
        unit="TFT"
        caption={t(moneyCaption(money), { violation: money?.zeroedBy })}
      />
      {money === null ? null : (
        <FactList
          facts={[
            { name: t('money.soFar'), value: tftRange(money.soFarTft) },
            { name: t('money.full'), value: formatTft(money.fullTft, { maxPlaces: 2 }) },
            { name: t('money.atRisk'), value: formatTft(money.atRiskTft, { maxPlaces: 2 }) },
          ]}
        />
      )}
    </Card>
  );
}

/** The three answers of the screen, and what has to be said about this very period. */
export function UptimeCards({ summary }: { readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const { firstPeriod, frozen, clockSteps } = summary;
  return (
    <>
      {frozen === null ? null : (
        <Notice tone="info" title={t('frozen.title')}>
          {t('frozen.text', { rules: frozen.rulesId })} <Instant atS={Math.floor(frozen.frozenAtMs / 1000)} />
        </Notice>
      )}
      <CardGrid minWidth="18rem">
        <UptimeCard summary={summary} />
        <BudgetCard summary={summary} />
        <MoneyCard summary={summary} />
      </CardGrid>
      {firstPeriod === null ? null : (
        <Notice tone="info" title={t('first.title', { full: formatPermille(firstPeriod.fullPermille) })}>
          {t('first.text', { prorated: formatPermille(firstPeriod.proratedPermille) })}
        </Notice>
      )}
      {clockSteps.length === 0 ? null : (
        <Notice tone="info" title={t('clock.title', { count: clockSteps.length })}>
          {t('clock.text')}
        </Notice>
      )}
    </>
  );
}
