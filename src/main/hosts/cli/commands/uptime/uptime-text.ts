import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { type Standing, standingOf } from '#shared/domain/uptime/standing.ts';
import { type Pair, renderPairs, renderTable, right, type Style } from '#main/hosts/cli/style.ts';
import { hoursMinutes, isoUtc } from '#main/hosts/cli/options/time-option.ts';
import {
  betweenText,
  percentBetweenText,
  percentText,
  roundedTftText,
  tftBetweenText,
} from '#main/hosts/cli/text/amounts.ts';

function durationBetweenText({ low, high }: { readonly low: number; readonly high: number }): string {
  return betweenText(signed(low), signed(high));
}

function signed(seconds: number): string {
  return seconds < 0 ? `${hoursMinutes(-seconds)} overspent` : hoursMinutes(seconds);
}

const CAUSES = {
  crash: 'crash or power loss',
  reboot: 'reboot',
  suspend: 'suspend',
  standby: 'put to sleep',
  'app-off': 'recorder was off',
  'not-watched': 'not watched',
} as const satisfies Record<UptimeSummary['outages'][number]['cause'], string>;

/** The assumptions behind the high end of the budget. */
function doubtOf({ unknownS, unreachableS }: UptimeSummary): string {
  const conditions = [
    ...(unknownS === 0 ? [] : [`the ${hoursMinutes(unknownS)} nobody watched were up`]),
    ...(unreachableS === 0 ? [] : [`reports got through in the ${hoursMinutes(unreachableS)} it was unreachable`]),
  ];
  return conditions.length === 0 ? '' : `, if ${conditions.join(' and ')}`;
}

/** The style of each standing. */
const LOOKS = {
  'on-target': 'good',
  low: 'warning',
  lost: 'bad',
  violation: 'bad',
  quiet: 'warning',
  'partly-watched': 'quiet',
  'not-watched': 'quiet',
} as const satisfies Record<Standing, keyof Style>;

function budgetLine(style: Style, summary: UptimeSummary): string {
  const { budget } = summary;
  const left = signed(budget.leftS.high);
  const colour = style[LOOKS[standingOf(summary)]];
  const doubt = budget.leftS.low < budget.leftS.high ? doubtOf(summary) : '';
  return `${colour(left)} until ${isoUtc(budget.untilS)}${doubt}`;
}

/** The note beside an amount that grid 3 no longer mints. */
const asIfMinted = (isAsIfMinted: boolean) => (isAsIfMinted ? ', as if minted' : '');

function moneyLines({ money, cliff, isAsIfMinted }: UptimeSummary): readonly Pair[] {
  if (money === null) {
    return [['Earns', 'not known: the node’s resources are not known']];
  }
  const risk =
    cliff.distanceS === null || cliff.lossTft === null
      ? 'nothing more'
      : `${roundedTftText(cliff.lossTft)} TFT after ${signed(cliff.distanceS)} more`;
  return [
    ['Expected', `${tftBetweenText(money.expectedTft)} TFT${asIfMinted(isAsIfMinted)}`],
    ['At risk', risk],
  ];
}

function outageTable(style: Style, summary: UptimeSummary): string {
  return renderTable(
    style,
    ['Outage from', right('Length'), 'Cause', right('Cost TFT')],
    summary.outages.map(({ startS, endS, cause, isPlanned, costTft }) => [
      isoUtc(startS),
      hoursMinutes(endS - startS),
      isPlanned ? `${CAUSES[cause]} (planned)` : CAUSES[cause],
      costTft === null ? 'not known' : roundedTftText(costTft),
    ]),
  );
}

/** The two reports of each violation. */
function evidenceTable(style: Style, { evidence }: UptimeSummary): string {
  return renderTable(
    style,
    [
      'Violation',
      'Compared with',
      right('Uptime s'),
      'Report',
      right('Uptime s'),
      right('Expected s'),
      right('Off by s'),
    ],
    evidence.map(({ kind, reports: [before, report], expectedUpS, offByS }) => [
      kind,
      isoUtc(before.atS),
      String(before.upS),
      isoUtc(report.atS),
      String(report.upS),
      String(expectedUpS),
      String(offByS),
    ]),
  );
}

/** The uptime of a planned machine as text: the target that it must reach. */
export function renderPlanned(style: Style, { node, period, targetPermille, budget }: UptimeSummary): string {
  return renderPairs(style, [
    ['Node', `${node?.name} (${node?.id}), planned: it has no uptime yet`],
    ['Target', percentText(targetPermille)],
    ['May be off', `${hoursMinutes(budget.allowedS)} in a period of ${hoursMinutes(period.endS - period.startS)}`],
  ]);
}

/** The uptime of a period as text. */
export function renderUptime(style: Style, summary: UptimeSummary): string {
  const { period, node } = summary;
  const body = renderPairs(style, [
    ['Node', node === null ? 'none yet' : `${node.name} (${node.id})`],
    ['Period', `${period.name} (${period.index}), ends ${isoUtc(period.endS)}${summary.isClosed ? ', closed' : ''}`],
    ['Rules', `of period ${summary.rulesFrom} (${periodByIndex(summary.rulesFrom).name}) on`],
    summary.quietSinceS === null ? null : ['Quiet since', style.warning(isoUtc(summary.quietSinceS))],
    ['Up', hoursMinutes(summary.upS)],
    summary.unreachableS === 0 ? null : ['  unreachable', hoursMinutes(summary.unreachableS)],
    ['Down', hoursMinutes(summary.downS)],
    ['Unknown', hoursMinutes(summary.unknownS)],
    ['Clock uptime', percentBetweenText(summary.clockPermille)],
    ['Credited', `${durationBetweenText(summary.creditedS)} (${percentBetweenText(summary.permille)} of the period)`],
    [
      'Target',
      `${percentText(summary.targetPermille)}${summary.isTargetAssumed ? ', assumed: the minimum of its policy is not known' : ''}`,
    ],
    ['Budget left', budgetLine(style, summary)],
    ...moneyLines(summary),
    summary.violation === null ? null : ['Violation', style.bad(summary.violation)],
  ]);
  const hint = node === null ? '\n\nNothing is recorded yet: "farmer record" keeps this machine’s uptime.' : '';
  const tables = [
    ...(summary.outages.length === 0 ? [] : [outageTable(style, summary)]),
    ...(summary.evidence.length === 0 ? [] : [evidenceTable(style, summary)]),
  ];
  return [`${body}${hint}`, ...tables].join('\n\n');
}
