import type { KnownProjection, ProjectionAnswer } from '#shared/contract/earnings/projections.ts';
import { Decimal } from '#shared/decimal.ts';
import { losesMoreThanPrice, paybackText } from '#shared/domain/earnings/payback-text.ts';
import { needsText } from '#shared/domain/earnings/needed-text.ts';
import { inEnglish } from '#shared/message.ts';
import { BREAK_EVEN, moneyText, numberText } from '#shared/number-text.ts';
import { bytesToGib } from '#shared/units.ts';
import { type Pair, renderPairs, renderTable, right, type Style } from '#main/hosts/cli/style.ts';
import { roundedTftText, shortText } from '#main/hosts/cli/text/amounts.ts';
import { renderChart } from '#main/hosts/cli/text/terminal-chart.ts';

const CHART = { columns: 60, rows: 6 } as const;

const percent = (fraction: string) =>
  `${numberText(new Decimal(fraction).times(100), 'en', { maxPlaces: 1, rounding: 'floor' })} %`;

const OBSTACLES = {
  uptime: 'its uptime is below the target',
  violation: 'a report broke a rule, which zeroes the period',
  virtual: 'it is a virtual machine',
  'no-ssd': 'it has no SSD, so no CU',
  'no-memory': 'it has no memory to count, so no CU',
  cap: 'the supply has reached its cap',
  'no-cores': 'it has no core to count, so no CU',
  'no-price': 'no slices or no price are given',
  'no-use': 'none of it is expected to be sold',
} as const satisfies Record<ProjectionAnswer['obstacles']['found'][number], string>;

/** What reduces the income, and what it would be otherwise. */
function renderObstacles(style: Style, projection: ProjectionAnswer): readonly string[] {
  const { found, unhindered } = projection.obstacles;
  if (found.length === 0) {
    return [];
  }
  const first = projection.state === 'known' ? projection.months[0]?.gross : undefined;
  const isNothing = new Decimal(first ?? projection.rewardTft).isZero();
  const why = `${isNothing ? 'It earns nothing' : 'It earns less than it could'}: ${found.map((id) => OBSTACLES[id]).join('; ')}.`;
  if (unhindered === null) {
    return [style.warning(why)];
  }
  const ssd = found.includes('no-ssd') ? ` with ${shortText(bytesToGib(unhindered.sruBytes))} GiB of SSD` : '';
  const worth = unhindered.shareUsd === null ? '' : `, ${moneyText(unhindered.shareUsd)} USD for you`;
  const otherwise = `Otherwise${ssd} it would mint ${roundedTftText(unhindered.rewardTft)} TFT a month${worth}.`;
  return [`${style.warning(why)}\n${otherwise}`];
}

const valueOf = (projection: ProjectionAnswer, id: string) =>
  projection.assumptions.find((assumption) => assumption.id === id)?.value ?? '0';

/** The source of the simulated uptime, which is not the assumed uptime. */
function outageText(projection: KnownProjection): string {
  return projection.plan.outages.kind === 'record'
    ? `outages as in ${valueOf(projection, 'outages-recorded')} recorded periods`
    : `${valueOf(projection, 'outages')} outages a month of ${valueOf(projection, 'outage-length')} h on average`;
}

function monthsShown(months: KnownProjection['months']): KnownProjection['months'] {
  return months.filter(
    (month) => months.length <= 12 || month.month <= 3 || month.month % 12 === 0 || month.month === months.length,
  );
}

function renderMonths(style: Style, months: KnownProjection['months']): string {
  return renderTable(
    style,
    [
      right('Month'),
      'Period',
      right('Gross'),
      right('Your share'),
      right('Electricity'),
      right('Hardware'),
      right('Net'),
      right('Cumulative'),
    ],
    monthsShown(months).map((month) => [
      String(month.month),
      month.period,
      ...[month.gross, month.share, month.electricity, month.hardware, month.net, month.cumulative].map((usd) =>
        moneyText(usd),
      ),
    ]),
  );
}

function renderMissing(style: Style, projection: ProjectionAnswer): readonly string[] {
  const missing = projection.assumptions.filter(({ origin }) => origin === 'missing');
  return missing.length === 0 ? [] : [style.warning(`Not entered: ${missing.map(({ id }) => id).join(', ')}.`)];
}

/** The chart and the table of months, or one sentence if all months are zero. */
function renderCourse(style: Style, months: KnownProjection['months']): readonly string[] {
  const values = months.map((month) => new Decimal(month.cumulative));
  if (values.every((value) => value.isZero())) {
    return [`Nothing comes in and nothing is paid in any of the ${months.length} months.`];
  }
  return [
    `${style.quiet('Cumulative net by month, USD')}\n${renderChart(values, CHART, (value) => numberText(value.toDecimalPlaces(0), 'en'))}`,
    renderMonths(style, months),
  ];
}

const inUse = (projection: KnownProjection) => {
  const sold = projection.assumptions.find(({ id }) => id === 'utilisation');
  return sold === undefined
    ? `${valueOf(projection, 'utilisation-electricity')} % of the machine, for its electricity`
    : `${sold.value} % of the slices, also for the electricity`;
};

const price = (usd: string) => `${numberText(usd, 'en', BREAK_EVEN)} USD`;

/** The prices at which the first month covers its running costs. */
function breakEvenText({ breakEvenTftPriceUsd, breakEvenKwhPriceUsd }: KnownProjection): string {
  return [
    ...(breakEvenTftPriceUsd === null ? [] : [`a TFT price of ${price(breakEvenTftPriceUsd)}`]),
    ...(breakEvenKwhPriceUsd === null ? [] : [`a kWh price of ${price(breakEvenKwhPriceUsd)}`]),
  ].join(', or ');
}

function knownPairs(style: Style, projection: KnownProjection): readonly (Pair | null)[] {
  const { simulation, cases, roi, afterPowerPerMonth, netPerMonth } = projection;
  const isLoss = afterPowerPerMonth.startsWith('-');
  const breakEven = breakEvenText(projection);
  return [
    [
      'Net a month',
      `${style.strong(moneyText(afterPowerPerMonth))} after power, ${moneyText(netPerMonth)} with the hardware`,
    ],
    [
      'Net in all',
      `${style.strong(moneyText(projection.totalNet))}  (low ${moneyText(cases.low.totalNet)}, high ${moneyText(cases.high.totalNet)})`,
    ],
    isLoss ? ['Better', 'turn it off: running it costs more than it brings in'] : null,
    breakEven === '' ? null : ['Breaks even', `at ${breakEven}`],
    ['Pays back', inEnglish(paybackText(projection))],
    projection.paidTftPriceUsd === null || projection.payback.kind === 'within'
      ? null
      : ['Would pay back', `at a TFT price of ${price(projection.paidTftPriceUsd)}`],
    roi === null ? null : ['ROI', losesMoreThanPrice(roi) ? 'loses more than the machine cost' : percent(roi)],
    [
      'Uptime',
      `${valueOf(projection, 'uptime')} % in the months; the simulation draws its own: ${outageText(projection)}`,
    ],
    ['In use', inUse(projection)],
    simulation && [
      'P10 / P50 / P90',
      `${moneyText(simulation.total.p10)} / ${style.strong(moneyText(simulation.total.p50))} / ${moneyText(simulation.total.p90)}  ${style.quiet(`${simulation.paths} paths, seed ${simulation.seed}`)}`,
    ],
    simulation && [
      'Misses 95 %',
      `${percent(simulation.missChance.diy)} of months; 98 %: ${percent(simulation.missChance.certified)}`,
    ],
  ];
}

/** A projection as text: the result, its uncertainty, a chart, the months, and the inputs that are missing. */
export function renderProjection(style: Style, projection: ProjectionAnswer): string {
  const machine: Pair = ['Machine', `${projection.label}, ${projection.rules}, estimate in USD`];
  const isKnown = projection.state === 'known';
  const pairs: readonly (Pair | null)[] = isKnown
    ? knownPairs(style, projection)
    : [
        ['Reward', `${roundedTftText(projection.rewardTft)} TFT a month`],
        ['Net', inEnglish(needsText(projection.missing))],
        ['Pays back', inEnglish(needsText(projection.missing))],
      ];
  return [
    renderPairs(style, [machine, ...pairs]),
    ...renderObstacles(style, projection),
    ...(projection.asIfMintedFromMonth === null
      ? []
      : [`From month ${projection.asIfMintedFromMonth} on amounts are as if minted: see "farmer rules minting".`]),
    ...(isKnown ? renderCourse(style, projection.months) : []),
    ...renderMissing(style, projection),
  ].join('\n\n');
}
