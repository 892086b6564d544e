import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { VIOLATION_MEANINGS } from '#shared/domain/uptime/violations.ts';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { standingOf } from '#shared/domain/uptime/standing.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure, figureCharacters } from '#renderer/ui/figure.tsx';
import { formatPermille, formatShortTft, formatTftRange } from '#renderer/ui/format.ts';
import { budgetLeft, formatHoursMinutes, formatPeriodName, formatHoursRange } from '#renderer/ui/format-time.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { CardGrid } from '#renderer/ui/page.tsx';
import { Source } from '#renderer/ui/source.tsx';
import type { Tone } from '#renderer/ui/status-badge.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { Instant } from '#renderer/ui/time.tsx';
import { type TranslateMessage, useMessage } from '#renderer/ui/message.ts';
import { permilleRange, targetText } from './range-text.ts';
import classes from './uptime.module.css';

const SOURCE = 'threefoldtech/minting_v3@fc7e17d main.rs';
/** How a status is displayed. */
interface ShownStanding {
  readonly tone: Tone;
  readonly key: 'lost' | 'violation' | 'unsure' | 'low' | 'onTarget' | 'reached' | 'quiet';
}

const SHOWN: Readonly<Record<ReturnType<typeof standingOf>, ShownStanding>> = {
  lost: { tone: 'bad', key: 'lost' },
  violation: { tone: 'bad', key: 'violation' },
  quiet: { tone: 'warn', key: 'quiet' },
  'partly-watched': { tone: 'unknown', key: 'unsure' },
  'not-watched': { tone: 'unknown', key: 'unsure' },
  low: { tone: 'warn', key: 'low' },
  'on-target': { tone: 'good', key: 'onTarget' },
};

function shownStanding(summary: UptimeSummary): ShownStanding {
  const standing = standingOf(summary);
  const isReached = standing === 'low' || standing === 'on-target';
  return summary.isClosed && isReached ? { tone: 'good', key: 'reached' } : SHOWN[standing];
}

/** The main figure of a card. */
interface Lead {
  readonly value: string | null;
  readonly unit?: string;
}

interface CardProps {
  readonly summary: UptimeSummary;
  readonly lead: Lead;
  /** The number of characters of the longest figure, so that all three have the same size. */
  readonly fitCharacters: number;
}

function UptimeCard({ summary, lead, fitCharacters }: CardProps) {
  const { t } = useTranslation('uptime');
  return (
    <Card title={t('uptime.title')} footer={t(`uptime.basis.${summary.basis}`)}>
      <Figure {...lead} fitCharacters={fitCharacters} caption={t('uptime.caption')} />
      <FactList
        facts={[
          { name: t('uptime.credited'), term: 'credited', value: `${formatHoursRange(summary.creditedS)} h` },
          { name: t('uptime.ofWhole'), value: permilleRange(summary.permille) },
          { name: t('uptime.target'), term: 'target', value: targetText(summary, t) },
        ]}
      />
    </Card>
  );
}

/** The assumption behind the upper bound of the budget; null when the budget is certain. */
function doubtKey({ budget, unknownS, unreachableS }: UptimeSummary) {
  if (budget.leftS.low === budget.leftS.high) return null;
  if (unreachableS === 0) return 'budget.ifUp';
  return unknownS === 0 ? 'budget.ifReached' : 'budget.ifUpAndReached';
}

function BudgetCard({ summary, lead, fitCharacters }: CardProps) {
  const { t } = useTranslation('uptime');
  const { budget, forecast, isClosed } = summary;
  const { tone, key } = shownStanding(summary);
  const doubt = doubtKey(summary);
  const title = t(isClosed ? 'budget.titleClosed' : 'budget.title');
  return (
    <Card
      title={title}
      tools={
        <>
          <StatusBadge tone={tone} word={t(`standing.${key}`)} />
          <Source of={title} formula={t('budget.formula')} source={SOURCE} status="running">
            {t('budget.assumption')}
          </Source>
        </>
      }
      footer={
        doubt === null
          ? t('budget.noMaintenance')
          : t(doubt, {
              unknown: formatHoursMinutes(summary.unknownS),
              unreachable: formatHoursMinutes(summary.unreachableS),
            })
      }
    >
      <Figure
        {...lead}
        fitCharacters={fitCharacters}
        caption={
          <>
            {t(isClosed ? 'budget.untilClosed' : 'budget.until')} <Instant atS={budget.untilS} />
          </>
        }
        {...(budget.leftS.high < 0 ? { tone: 'bad' } : {})}
      />
      <FactList
        facts={[
          { name: t('budget.allowed'), term: 'budget', value: `${formatHoursMinutes(budget.allowedS)} h` },
          { name: t(isClosed ? 'budget.lostClosed' : 'budget.lost'), value: `${formatHoursRange(budget.lostS)} h` },
          { name: t(isClosed ? 'budget.bestClosed' : 'budget.best'), value: permilleRange(forecast.bestPermille) },
        ]}
      />
    </Card>
  );
}

function moneyCaption({ money, isClosed }: UptimeSummary) {
  if (money === null) return 'money.none';
  if (money.zeroedBy === null) return isClosed ? 'money.captionClosed' : 'money.caption';
  return money.zeroedBy === 'virtual' ? 'money.virtual' : 'money.violation';
}

function cliffText({ cliff, money, isClosed }: UptimeSummary, t: TFunction<'uptime'>): string | undefined {
  if (cliff.distanceS === null || cliff.lossTft === null || money?.zeroedBy !== null || isClosed) return undefined;
  return t(cliff.losesPeriod ? 'money.cliffNear' : 'money.cliff', {
    left: formatHoursMinutes(cliff.distanceS),
    example: formatHoursMinutes(cliff.exampleOutageS),
    loss: formatShortTft(cliff.lossTft),
  });
}

/** The explanation of a violation. */
function meaningOf(zeroedBy: NonNullable<UptimeSummary['money']>['zeroedBy'], translate: TranslateMessage): string {
  return zeroedBy === null || zeroedBy === 'virtual' ? '' : translate(VIOLATION_MEANINGS[zeroedBy]);
}

function MoneyCard({ summary, lead, fitCharacters }: CardProps) {
  const { t } = useTranslation('uptime');
  const translate = useMessage();
  const { money, isClosed } = summary;
  const title = t(isClosed ? 'money.titleClosed' : 'money.title');
  return (
    <Card
      title={title}
      tools={
        <Source of={title} formula={t('money.formula')} source={SOURCE} status="running">
          {t('money.assumption')}
        </Source>
      }
      footer={cliffText(summary, t)}
    >
      <Figure
        {...lead}
        fitCharacters={fitCharacters}
        caption={t(moneyCaption(summary), {
          violation: money?.zeroedBy,
          meaning: meaningOf(money?.zeroedBy ?? null, translate),
        })}
      />
      {money === null ? null : (
        <FactList
          facts={[
            ...(isClosed ? [] : [{ name: t('money.soFar'), value: `${formatTftRange(money.soFarTft)} TFT` }]),
            { name: t('money.full'), value: `${formatShortTft(money.fullTft)} TFT` },
            ...(isClosed ? [] : [{ name: t('money.atRisk'), value: `${formatShortTft(money.atRiskTft)} TFT` }]),
          ]}
        />
      )}
    </Card>
  );
}

/** Notices that apply only to this period. */
function PeriodNotices({ summary }: { readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const { firstPeriod, frozen, clockSteps, rulesFrom } = summary;
  const isReadTwoWays = firstPeriod !== null && firstPeriod.fullPermille !== firstPeriod.proratedPermille;
  return (
    <>
      <p className={classes['lede']}>
        {t('rules.text', { name: formatPeriodName(periodByIndex(rulesFrom).name), index: rulesFrom })}
      </p>
      {frozen === null ? null : (
        <p className={classes['lede']}>
          {t('frozen.text', { rules: frozen.rulesId })} <Instant atS={Math.floor(frozen.frozenAtMs / 1000)} />
        </p>
      )}
      {isReadTwoWays ? (
        <Notice tone="info" title={t('first.title', { full: formatPermille(firstPeriod.fullPermille) })}>
          {t('first.text', { prorated: formatPermille(firstPeriod.proratedPermille) })}
        </Notice>
      ) : null}
      {clockSteps.length === 0 ? null : (
        <Notice tone="info" title={t('clock.title', { count: clockSteps.length })}>
          {t('clock.text')}
        </Notice>
      )}
    </>
  );
}

/** Three cards: the remaining downtime, its value, and the uptime so far. */
export function UptimeCards({ summary }: { readonly summary: UptimeSummary }) {
  const { budget, money, clockPermille } = summary;
  const leads = {
    budget: { value: budgetLeft(budget.leftS), unit: 'h' },
    money: { value: money === null ? null : formatTftRange(money.expectedTft), unit: 'TFT' },
    uptime: { value: permilleRange(clockPermille) },
  } as const satisfies Record<string, Lead>;
  const fitCharacters = Math.max(...Object.values<Lead>(leads).map(({ value, unit }) => figureCharacters(value, unit)));
  const shared = { summary, fitCharacters };
  return (
    <>
      <CardGrid minWidth="18rem">
        <BudgetCard {...shared} lead={leads.budget} />
        <MoneyCard {...shared} lead={leads.money} />
        <UptimeCard {...shared} lead={leads.uptime} />
      </CardGrid>
      <PeriodNotices summary={summary} />
    </>
  );
}
