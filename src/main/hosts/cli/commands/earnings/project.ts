import type { Command } from 'commander';
import type { ProjectionAnswer } from '#shared/contract/earnings/projections.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { addProjectOptions, type ProjectOptions, scenarioWith, subjectOf } from './project-options.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderProjection } from './projection-text.ts';

async function storedScenario(session: CliSession, name: string): Promise<Scenario> {
  const { scenarios } = await session.calls.earnings.scenarios.list();
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) {
    throw new FarmerError('NOT_FOUND', message('cli:core.scenarioUnknown', { name: name.slice(0, 60) }), {
      hint:
        scenarios.length === 0
          ? message('cli:core.saveScenarioFirst')
          : message('cli:core.knownScenarios', { scenarios: scenarios.map((s) => s.name).join(', ') }),
    });
  }
  if (found.scenario === null) {
    throw new FarmerError(
      'REFUSED',
      message('cli:core.scenarioUnusable', { name: found.name, value: found.problem ?? '' }),
      {
        hint: message('cli:core.recordAgain'),
      },
    );
  }
  return found.scenario;
}

const JSON_NAMES = {
  label: 'node',
  totalNet: 'net',
  unhindered: 'otherwise',
  shareUsd: 'share',
  sruBytes: 'sru',
  paidTftPriceUsd: 'paid_tft_price',
  breakEvenTftPriceUsd: 'break_even_tft_price',
  breakEvenKwhPriceUsd: 'break_even_kwh_price',
  cases: '...',
  plan: null,
  simulation: null,
};

/** The JSON fields that are null while numbers are missing. */
const NO_MONTH_FIGURES = { net: null, cumulative: null, cash: null };
const NO_FIGURES = {
  missing: [],
  breakEvenMonth: null,
  payback: null,
  roi: null,
  totalNet: null,
  netPerMonth: null,
  afterPowerPerMonth: null,
  paidTftPriceUsd: null,
  breakEvenTftPriceUsd: null,
  breakEvenKwhPriceUsd: null,
};

function projectionJson({ assumptions, ...projection }: ProjectionAnswer) {
  const simulation = projection.state === 'known' ? projection.simulation : null;
  return toSnakeCase(
    {
      ...NO_FIGURES,
      ...projection,
      months: projection.months.map((month) => ({ ...NO_MONTH_FIGURES, ...month })),
      asIfMinted: projection.asIfMintedFromMonth !== null,
      assumptions: Object.fromEntries(assumptions.map(({ id, ...stated }) => [id.replaceAll('-', '_'), stated])),
      p10: simulation?.total.p10 ?? null,
      p50: simulation?.total.p50 ?? null,
      p90: simulation?.total.p90 ?? null,
      simulatedUptime: 'drawn from outages: see the assumptions used in "simulation"; the stated uptime is not used',
      seed: simulation?.seed ?? null,
      paths: simulation?.paths ?? null,
      missChance: simulation?.missChance ?? null,
      missAnyChance: simulation?.missAnyChance ?? null,
      paybackChance: simulation?.paybackChance ?? null,
    },
    JSON_NAMES,
  );
}

async function project(session: CliSession, options: ProjectOptions): Promise<void> {
  const subject = subjectOf(options);
  const stored = options.scenario === undefined ? undefined : await storedScenario(session, options.scenario);
  const area = session.calls.earnings.projections;
  const input = {
    subject,
    scenario: scenarioWith(options, stored),
    simulation: { seed: options.seed, paths: options.paths },
  };
  const projection = await session.wait('Projecting', area.project(input));
  session.print(projectionJson(projection), () => renderProjection(session.style, projection));
}

/** `farmer project`: what a machine earns month by month, from gross to net, and how sure that is. */
export function define(command: Command, session: CliSession): void {
  addProjectOptions(command).action((options: ProjectOptions) => project(session, options));
}
