import type { ProjectionAnswer } from '#shared/contract/earnings/projections.ts';
import { Decimal, roundHalfUp } from '#shared/decimal.ts';
import { assertNever } from '#shared/errors.ts';
import { GIB_BYTES } from '#shared/units.ts';
import { renderPairs, renderTable, type Style } from '#main/hosts/cli/style.ts';
import { renderChart } from '#main/hosts/cli/text/terminal-chart.ts';

const CHART = { columns: 60, rows: 6 } as const;

const cents = (text: string) => roundHalfUp(new Decimal(text), 2).toFixed(2);
const percent = (fraction: string) =>
  `${new Decimal(fraction).times(100).toDecimalPlaces(1, Decimal.ROUND_FLOOR).toFixed()} %`;

type Payback = ProjectionAnswer['payback'];

const NEVER = {
  'earns-nothing': 'earns nothing',
  'costs-more': 'never: it costs more to run than it earns',
  'too-late': 'never: not within 50 years',
} as const satisfies Record<Extract<Payback, { kind: 'never' }>['why'], string>;

function paybackText({ payback, roi, months }: Pick<ProjectionAnswer, 'payback' | 'roi' | 'months'>): string {
  if (payback.kind === 'never' && payback.why === 'earns-nothing') {
    return NEVER['earns-nothing'];
  }
  if (roi === null) {
    return 'no hardware cost given';
  }
  switch (payback.kind) {
    case 'within':
      return `in month ${payback.month}`;
    case 'later':
      return `in month ${payback.month}, after the ${months.length} months shown, at the pace of the last one`;
    case 'never':
      return NEVER[payback.why];
    default:
      return assertNever(payback);
  }
}

const OBSTACLES = {
  uptime: 'its uptime is below the target',
  virtual: 'it is a virtual machine',
  'no-ssd': 'it has no SSD, so no CU',
  'no-memory': 'it has no memory to count, so no CU',
  cap: 'the supply has reached its cap',
  'no-cores': 'it has no core to count, so no CU',
  'no-price': 'no slices or no price are given',
  'no-use': 'no part of it is taken to be sold',
} as const satisfies Record<ProjectionAnswer['obstacles']['found'][number], string>;

/** Why nothing, or little, comes in, and what would otherwise. */
function renderObstacles(style: Style, { obstacles, months }: ProjectionAnswer): readonly string[] {
  const { found, unhindered } = obstacles;
  if (found.length === 0) {
    return [];
  }
  const isNothing = months[0] === undefined || new Decimal(months[0].gross).isZero();
  const why = `${isNothing ? 'It earns nothing' : 'It earns less than it could'}: ${found.map((id) => OBSTACLES[id]).join('; ')}.`;
  if (unhindered === null) {
    return [style.warning(why)];
  }
  const ssd = found.includes('no-ssd')
    ? ` with ${new Decimal(unhindered.sruBytes).div(GIB_BYTES).toFixed(0)} GiB of SSD`
    : '';
  const otherwise = `Otherwise${ssd} it would mint ${unhindered.rewardTft} TFT a month, ${cents(unhindered.shareUsd)} USD for you.`;
  return [`${style.warning(why)}\n${otherwise}`];
}

const valueOf = (projection: ProjectionAnswer, id: string) =>
  projection.assumptions.find((assumption) => assumption.id === id)?.value ?? '0';

/** What the simulation draws the uptime from: the stated one is not what it uses. */
function outageText(projection: ProjectionAnswer): string {
  return projection.plan.outages.kind === 'record'
    ? `outages as in ${valueOf(projection, 'outages-recorded')} recorded periods`
    : `${valueOf(projection, 'outages')} outages a month of ${valueOf(projection, 'outage-length')} h on average`;
}

const right = (title: string) => ({ title, align: 'right' }) as const;

function monthsShown(months: ProjectionAnswer['months']): ProjectionAnswer['months'] {
  return months.filter(
    (month) => months.length <= 12 || month.month <= 3 || month.month % 12 === 0 || month.month === months.length,
  );
}

function renderMonths(style: Style, months: ProjectionAnswer['months']): string {
  return renderTable(
    style,
    [
      right('Month'),
      { title: 'Period' },
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
      ...[month.gross, month.share, month.electricity, month.hardware, month.net, month.cumulative].map(cents),
    ]),
  );
}

function renderMissing(style: Style, projection: ProjectionAnswer): readonly string[] {
  const missing = projection.assumptions.filter((assumption) => assumption.origin === 'missing');
  return missing.length === 0
    ? []
    : [style.warning(`Not given, so counted as zero: ${missing.map((assumption) => assumption.id).join(', ')}.`)];
}

/** The chart and the months, or one sentence where nothing moves. */
function renderCourse(style: Style, months: ProjectionAnswer['months']): readonly string[] {
  const values = months.map((month) => new Decimal(month.cumulative));
  if (values.every((value) => value.isZero())) {
    return [`Nothing comes in and nothing is paid in any of the ${months.length} months.`];
  }
  return [
    `${style.quiet('Cumulative net by month, USD')}\n${renderChart(values, CHART, (value) => value.toFixed(0))}`,
    renderMonths(style, months),
  ];
}

const inUse = (projection: ProjectionAnswer) => {
  const sold = projection.assumptions.find(({ id }) => id === 'utilisation');
  return sold === undefined
    ? `${valueOf(projection, 'utilisation-electricity')} % of the machine, for its electricity`
    : `${sold.value} % of the slices, also for the electricity`;
};

/** A projection for a person: the answer, how sure it is, a chart, the months, and what was not given. */
export function renderProjection(style: Style, projection: ProjectionAnswer): string {
  const { simulation, months } = projection;
  const pairs: (readonly [string, string])[] = [
    ['Machine', `${projection.label}, ${projection.rules}, estimate in USD`],
    [
      'Net in all',
      `${style.strong(cents(projection.totalNet))}  (low ${cents(projection.cases.low.totalNet)}, high ${cents(projection.cases.high.totalNet)})`,
    ],
    ['Pays back', paybackText(projection)],
    ...(projection.roi === null ? [] : [['ROI', percent(projection.roi)] as const]),
    [
      'Uptime',
      `${valueOf(projection, 'uptime')} % in the months; the simulation draws its own: ${outageText(projection)}`,
    ],
    ['In use', inUse(projection)],
  ];
  if (simulation !== null) {
    const { p10, p50, p90 } = simulation.total;
    pairs.push(
      [
        'P10 / P50 / P90',
        `${cents(p10)} / ${style.strong(cents(p50))} / ${cents(p90)}  ${style.quiet(`${simulation.paths} paths, seed ${simulation.seed}`)}`,
      ],
      [
        'Misses 95 %',
        `${percent(simulation.missChance.diy)} of months; 98 %: ${percent(simulation.missChance.certified)}`,
      ],
    );
  }
  return [
    renderPairs(style, pairs),
    ...renderObstacles(style, projection),
    ...(projection.asIfMintedFromMonth === null
      ? []
      : [`From month ${projection.asIfMintedFromMonth} on amounts are as if minted: see "farmer rules minting".`]),
    ...renderCourse(style, months),
    ...renderMissing(style, projection),
  ].join('\n\n');
}
