import { isoUtc } from '#main/hosts/cli/options/time-option.ts';
import type { FarmTotalsAnswer } from '#shared/contract/nodes/farm.ts';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import type { TftPriceAnswer } from '#shared/contract/earnings/value.ts';
import { moneyText } from '#shared/number-text.ts';
import { statusOf } from '#shared/domain/nodes/farm.ts';
import { hoursMinutes } from '#main/hosts/cli/options/time-option.ts';
import { betweenText, percentBetweenText, roundedTftText, tftBetweenText } from '#main/hosts/cli/text/amounts.ts';
import { moneyLine, needsNumbersText, tftPriceText } from '#main/hosts/cli/text/money.ts';
import { type Pair, renderPairs, renderTable, right, type Style } from '#main/hosts/cli/style.ts';
import { allInEnglish, inEnglish } from '#shared/message.ts';

/** The totals of the owned and of the planned machines, and the TFT price. */
export interface FarmTotalsPair {
  readonly totals: FarmTotalsAnswer;
  readonly planned: FarmTotalsAnswer;
  readonly tftPrice: TftPriceAnswer;
}

const counted = (count: number, what: string) => (count === 1 ? `1 ${what}` : `${count} ${what}s`);

/** A sum over nodes; none if no node has a known value. */
function sumText(amount: string, missing: number, nodes: number): string {
  return missing === 0 ? amount : missing === nodes ? 'not known' : `${amount}, without ${missing} not known`;
}

const WORDS = {
  'not-eligible': 'not eligible',
  down: 'down',
  violation: 'violation',
  lost: 'target missed',
  quiet: 'quiet',
  low: 'at risk',
  'partly-watched': 'partly watched',
  'not-watched': 'not watched',
  'only-seen': 'last seen only',
  planned: 'planned',
  standby: 'asleep',
  'on-target': 'on target',
} as const satisfies Record<ReturnType<typeof statusOf>, string>;

const LOOKS = {
  'not-eligible': 'bad',
  down: 'bad',
  violation: 'bad',
  lost: 'bad',
  quiet: 'warning',
  low: 'warning',
  'partly-watched': 'quiet',
  'not-watched': 'quiet',
  'only-seen': 'quiet',
  planned: 'quiet',
  standby: 'good',
  'on-target': 'good',
} as const satisfies Record<ReturnType<typeof statusOf>, keyof Style>;

function statusText(style: Style, row: FarmNodeRow): string {
  const { refusal, uptime } = row;
  const status = statusOf(row);
  const word =
    status === 'not-eligible' && refusal !== null
      ? `${WORDS[status]} (${inEnglish(refusal.title)}: ${allInEnglish(refusal.measured)})`
      : status === 'quiet' && uptime !== null && uptime.quietSinceS !== null
        ? `${WORDS[status]} since ${isoUtc(uptime.quietSinceS)}`
        : WORDS[status];
  return style[LOOKS[status]](word);
}

function creditedOf({ uptime }: FarmNodeRow): string {
  return uptime === null || uptime.permille === null ? '' : percentBetweenText(uptime.permille);
}

function budgetOf({ uptime }: FarmNodeRow): string {
  const leftS = uptime?.budgetLeftS ?? null;
  if (leftS === null) return '';
  if (leftS.high < 0) return `-${hoursMinutes(-leftS.high)}`;
  return betweenText(hoursMinutes(Math.max(0, leftS.low)), hoursMinutes(leftS.high));
}

/** The net of the farm, or of the nodes with complete numbers followed by what the others need. */
function netText({ money, moneyOfKnown, nodes }: FarmTotalsAnswer): string {
  const known = moneyOfKnown.money;
  if (money.state === 'known' || known.state === 'missing' || moneyOfKnown.nodes === 0) {
    return moneyLine(money);
  }
  return `${moneyLine(known)}, of ${moneyOfKnown.nodes} nodes; for the other ${nodes - moneyOfKnown.nodes} it ${moneyLine(money)}`;
}

function totalPairs({ totals, planned, tftPrice }: FarmTotalsPair): readonly (Pair | null)[] {
  const plannedNet: Pair | null = planned.nodes === 0 ? null : ['Planned net', netText(planned)];
  if (totals.nodes === 0) {
    return [['Nodes', `none yet, and ${planned.nodes} planned`], ['TFT price', tftPriceText(tftPrice)], plannedNet];
  }
  const { verdicts, states, cu, su, rewardTft, losing, expectedTft, atRiskTft, lastPaid, needAttention } = totals;
  const tftText = (tft: string, missing: number) => sumText(`${tft} TFT`, missing, totals.nodes);
  return [
    ['Nodes', `${totals.nodes}${planned.nodes === 0 ? '' : `, and ${planned.nodes} planned`}`],
    ['Eligible', `${verdicts.eligible}, ${verdicts['not-eligible']} not, ${verdicts.unknown} not known`],
    [
      'Now',
      `${states.up} up, ${states.standby} standby, ${states.down} down, ${states.quiet} quiet, ${states.unknown} not known`,
    ],
    ['Need attention', String(needAttention)],
    ['CU, SU', sumText(`${roundedTftText(cu.sum)} CU, ${roundedTftText(su.sum)} SU`, cu.missing, totals.nodes)],
    ['Whole period', tftText(roundedTftText(rewardTft.sum), rewardTft.missing)],
    ['TFT price', tftPriceText(tftPrice)],
    ['Net', netText(totals)],
    plannedNet,
    losing.nodes === 0
      ? null
      : ['Lose money', `${counted(losing.nodes, 'node')}, ${moneyText(losing.netUsd)} USD together`],
    ['Expected', tftText(tftBetweenText(expectedTft), expectedTft.missing)],
    ['At risk', tftText(roundedTftText(atRiskTft.sum), expectedTft.missing)],
    lastPaid && [
      'Last paid',
      `${roundedTftText(lastPaid.tft)} TFT for ${lastPaid.periodName}, ${counted(lastPaid.nodes, 'receipt')}`,
    ],
  ];
}

function expectedOf({ uptime }: FarmNodeRow): string {
  const expectedTft = uptime?.expectedTft ?? null;
  return expectedTft === null ? '' : tftBetweenText(expectedTft);
}

function moneyCells(style: Style, { money }: FarmNodeRow): readonly string[] {
  const known = [money.grossUsd, money.powerUsd].map((usd) => (usd === null ? '' : moneyText(usd)));
  if (money.state === 'missing') {
    return [...known, style.quiet(needsNumbersText(money.missing))];
  }
  const net = moneyText(money.netUsd);
  return [...known, money.netUsd.startsWith('-') ? style.bad(net) : net];
}

function renderRows(style: Style, rows: readonly FarmNodeRow[]): string {
  return renderTable(
    style,
    [
      right('Node'),
      'Name',
      right('CU'),
      right('SU'),
      right('Whole period TFT'),
      right('Credited'),
      right('Budget left'),
      right('Expected TFT'),
      right('Gross USD'),
      right('Power USD'),
      right('Net USD'),
      'Last seen',
      'Status',
    ],
    rows.map((row) => [
      String(row.id),
      row.name,
      row.capacity === null ? 'not known' : roundedTftText(row.capacity.cu),
      row.capacity === null ? 'not known' : roundedTftText(row.capacity.su),
      row.reward === null ? 'not known' : roundedTftText(row.reward.tft),
      creditedOf(row),
      budgetOf(row),
      expectedOf(row),
      ...moneyCells(style, row),
      row.lastSeenS === null ? '' : isoUtc(row.lastSeenS),
      statusText(style, row),
    ]),
  );
}

/** The farm as text: its totals, then its nodes in the given order. */
export function renderFarm(style: Style, farm: FarmTotalsPair, rows: readonly FarmNodeRow[]): string {
  const totals = renderPairs(style, totalPairs(farm));
  return rows.length === 0 ? totals : `${totals}\n\n${renderRows(style, rows)}`;
}
