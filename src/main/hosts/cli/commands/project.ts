import type { Command } from 'commander';
import type { ProjectionWire } from '#shared/contract/projections.ts';
import type { Scenario } from '#shared/contract/scenarios.ts';
import { Decimal, roundHalfUp } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import {
  addProjectOptions,
  type ProjectOptions,
  scenarioWith,
  subjectOf,
} from '#main/hosts/cli/options/project-options.ts';
import type { CliSession } from '../session.ts';
import { renderPairs, renderTable, type Style } from '../style.ts';
import { renderChart } from '#main/hosts/cli/text/terminal-chart.ts';

const CHART = { columns: 60, rows: 6 } as const;

async function storedScenario(session: CliSession, name: string): Promise<Scenario> {
  const { scenarios } = await (await session.open('scenarios')).list();
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) {
    throw new FarmerError('NOT_FOUND', `There is no scenario called "${name.slice(0, 60)}".`, {
      hint:
        scenarios.length === 0
          ? 'Save one on the Earnings page first.'
          : `Known: ${scenarios.map((s) => s.name).join(', ')}.`,
    });
  }
  if (found.scenario === null) {
    throw new FarmerError('REFUSED', `The scenario "${found.name}" cannot be used: ${found.problem ?? ''}`, {
      hint: 'Make it again with this version of Farmer.',
    });
  }
  return found.scenario;
}

function assumptionsToJson(projection: ProjectionWire) {
  return Object.fromEntries(
    projection.assumptions.map(({ id, value, unit, origin }) => [id.replaceAll('-', '_'), { value, unit, origin }]),
  );
}

function caseJson(one: ProjectionWire['cases']['low']) {
  return { net: one.totalNet, roi: one.roi, payback: one.payback };
}

function toJson(projection: ProjectionWire) {
  const { simulation } = projection;
  return {
    node: projection.label,
    rules: projection.rules,
    assumptions: assumptionsToJson(projection),
    months: projection.months.map(({ rewardTft, ...month }) => ({ ...month, reward_tft: rewardTft })),
    break_even_month: projection.breakEvenMonth,
    payback: projection.payback,
    roi: projection.roi,
    net: projection.totalNet,
    p10: simulation?.total.p10 ?? null,
    p50: simulation?.total.p50 ?? null,
    p90: simulation?.total.p90 ?? null,
    low: caseJson(projection.cases.low),
    expected: caseJson(projection.cases.expected),
    high: caseJson(projection.cases.high),
    seed: simulation?.seed ?? null,
    paths: simulation?.paths ?? null,
    miss_chance: simulation?.missChance ?? null,
    miss_any_chance: simulation?.missAnyChance ?? null,
    payback_chance: simulation?.paybackChance ?? null,
  };
}

const cents = (text: string) => roundHalfUp(new Decimal(text), 2).toFixed(2);
const percent = (fraction: string) =>
  `${new Decimal(fraction).times(100).toDecimalPlaces(1, Decimal.ROUND_FLOOR).toFixed()} %`;

function paybackText(payback: ProjectionWire['payback'], months: number): string {
  switch (payback.kind) {
    case 'within':
      return `in month ${payback.month}`;
    case 'later':
      return `in month ${payback.month}, after the ${months} months shown, at the pace of the last one`;
    case 'never':
      return 'never pays back';
    default:
      return payback satisfies never;
  }
}

const right = (title: string) => ({ title, align: 'right' }) as const;

function monthsShown(months: ProjectionWire['months']): ProjectionWire['months'] {
  return months.filter(
    (month) => months.length <= 12 || month.month <= 3 || month.month % 12 === 0 || month.month === months.length,
  );
}

function renderMonths(style: Style, months: ProjectionWire['months']): string {
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

function renderMissing(style: Style, projection: ProjectionWire): readonly string[] {
  const missing = projection.assumptions.filter((assumption) => assumption.origin === 'missing');
  return missing.length === 0
    ? []
    : [style.warning(`Not given, so counted as zero: ${missing.map((assumption) => assumption.id).join(', ')}.`)];
}

function renderProjection(style: Style, projection: ProjectionWire): string {
  const { simulation, months } = projection;
  const pairs: (readonly [string, string])[] = [
    ['Machine', `${projection.label}, ${projection.rules}, estimate in USD`],
    [
      'Net in all',
      `${style.strong(cents(projection.totalNet))}  (low ${cents(projection.cases.low.totalNet)}, high ${cents(projection.cases.high.totalNet)})`,
    ],
    ['Pays back', paybackText(projection.payback, months.length)],
    ['ROI', projection.roi === null ? 'no hardware cost given' : percent(projection.roi)],
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
  const values = months.map((month) => new Decimal(month.cumulative));
  return [
    renderPairs(style, pairs),
    `${style.quiet('Cumulative net by month')}\n${renderChart(values, CHART, (value) => value.toFixed(0))}`,
    renderMonths(style, months),
    ...renderMissing(style, projection),
  ].join('\n\n');
}

async function project(session: CliSession, options: ProjectOptions): Promise<void> {
  const subject = subjectOf(options);
  const stored = options.scenario === undefined ? undefined : await storedScenario(session, options.scenario);
  const area = await session.open('projections');
  const asked = {
    subject,
    scenario: scenarioWith(options, stored),
    simulation: { seed: options.seed, paths: options.paths },
  };
  const projection = await session.wait('Projecting', area.project(asked));
  session.print(toJson(projection), () => renderProjection(session.style, projection));
}

/** `farmer project`: what a machine earns month by month, from gross to net, and how sure that is. */
export function define(command: Command, session: CliSession): void {
  addProjectOptions(command).action((options: ProjectOptions) => project(session, options));
}
