import { isoUtc } from '#main/hosts/cli/options/time-option.ts';
import type { FarmTotalsAnswer } from '#shared/contract/nodes/farm.ts';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { Decimal, floorTo } from '#shared/decimal.ts';
import type { Concern } from '#shared/domain/nodes/node-states.ts';
import { hoursMinutes } from '#main/hosts/cli/options/time-option.ts';
import { renderPairs, renderTable, type Style } from '#main/hosts/cli/style.ts';
import { allInEnglish, inEnglish } from '#shared/message.ts';

interface Interval {
  readonly low: string;
  readonly high: string;
}

/** The totals of the machines there are, and of those that are only planned. */
export interface FarmTotalsPair {
  readonly totals: FarmTotalsAnswer;
  readonly planned: FarmTotalsAnswer;
}

const short = (amount: string) => floorTo(new Decimal(amount), 2).toFixed(2);

function between({ low, high }: Interval): string {
  return low === high ? short(low) : `${short(low)} to ${short(high)}`;
}

function without(missing: number): string {
  return missing === 0 ? '' : `, without ${missing} not known`;
}

const WORDS = {
  'not-eligible': 'not eligible',
  down: 'down',
  violation: 'violation',
  lost: 'target lost',
  quiet: 'quiet',
  low: 'little budget left',
  'partly-watched': 'partly watched',
  'not-watched': 'not watched',
} as const satisfies Record<Concern, string>;

function statusOf(style: Style, { concern, refusal, kind, uptime }: FarmNodeRow): string {
  if (concern === null) {
    return kind === 'planned' ? style.quiet('planned') : style.good('well');
  }
  const word =
    concern === 'not-eligible' && refusal !== null
      ? `${WORDS[concern]} (${inEnglish(refusal.title)}: ${allInEnglish(refusal.measured)})`
      : concern === 'quiet' && uptime !== null && uptime.quietSinceS !== null
        ? `${WORDS[concern]} since ${isoUtc(uptime.quietSinceS)}`
        : WORDS[concern];
  const isUnwatched = concern === 'not-watched' || concern === 'partly-watched';
  return isUnwatched
    ? style.quiet(word)
    : concern === 'low' || concern === 'quiet'
      ? style.warning(word)
      : style.bad(word);
}

const percent = (permille: number) => (permille / 10).toFixed(1);

function creditedOf({ uptime }: FarmNodeRow): string {
  if (uptime === null || uptime.permille === null) {
    return '';
  }
  const { low, high } = uptime.permille;
  return low === high ? `${percent(low)} %` : `${percent(low)} to ${percent(high)} %`;
}

function budgetOf({ uptime }: FarmNodeRow): string {
  const leftS = uptime?.budgetLeftS ?? null;
  if (leftS === null) return '';
  if (leftS.high < 0) return `-${hoursMinutes(-leftS.high)}`;
  const [low, high] = [hoursMinutes(Math.max(0, leftS.low)), hoursMinutes(leftS.high)];
  return low === high ? high : `${low} to ${high}`;
}

function totalPairs(totals: FarmTotalsAnswer, planned: FarmTotalsAnswer): readonly (readonly [string, string])[] {
  const { verdicts, states, rewardTft, rewardMusd, expectedTft, atRiskTft, lastPaid, needAttention } = totals;
  return [
    ['Nodes', `${totals.nodes}${planned.nodes === 0 ? '' : `, and ${planned.nodes} planned`}`],
    ['Eligible', `${verdicts.eligible}, ${verdicts['not-eligible']} not, ${verdicts.unknown} not known`],
    ['Now', `${states.up} up, ${states.down} down, ${states.unknown} not known`],
    ['Need a hand', String(needAttention)],
    ['CU, SU', `${short(totals.cu.sum)} CU, ${short(totals.su.sum)} SU${without(totals.cu.missing)}`],
    [
      'Whole period',
      `${short(rewardTft.sum)} TFT (${short(String(new Decimal(rewardMusd.sum).div(1000)))} USD)${without(rewardTft.missing)}`,
    ],
    ['Expected', `${between(expectedTft)} TFT${without(expectedTft.missing)}`],
    ['At risk', `${short(atRiskTft.sum)} TFT${without(atRiskTft.missing)}`],
    ...(lastPaid === null
      ? []
      : [['Last paid', `${short(lastPaid.tft)} TFT for ${lastPaid.periodName}, ${lastPaid.nodes} receipts`] as const]),
  ];
}

function expectedOf({ uptime }: FarmNodeRow): string {
  const expectedTft = uptime?.expectedTft ?? null;
  return expectedTft === null ? '' : between(expectedTft);
}

function renderRows(style: Style, rows: readonly FarmNodeRow[]): string {
  return renderTable(
    style,
    [
      { title: 'Node', align: 'right' },
      { title: 'Name' },
      { title: 'CU', align: 'right' },
      { title: 'SU', align: 'right' },
      { title: 'Whole period TFT', align: 'right' },
      { title: 'Credited', align: 'right' },
      { title: 'Budget left', align: 'right' },
      { title: 'Expected TFT', align: 'right' },
      { title: 'Status' },
    ],
    rows.map((row) => [
      String(row.id),
      row.name,
      row.capacity === null ? 'not known' : short(row.capacity.cu),
      row.capacity === null ? 'not known' : short(row.capacity.su),
      row.reward === null ? 'not known' : short(row.reward.tft),
      creditedOf(row),
      budgetOf(row),
      expectedOf(row),
      statusOf(style, row),
    ]),
  );
}

/** The farm as a person reads it in a terminal: its totals, then its nodes in the order given. */
export function renderFarm(style: Style, farm: FarmTotalsPair, rows: readonly FarmNodeRow[]): string {
  const totals = renderPairs(style, totalPairs(farm.totals, farm.planned));
  return rows.length === 0 ? totals : `${totals}\n\n${renderRows(style, rows)}`;
}
