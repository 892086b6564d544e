import type { Command } from 'commander';
import type { ProjectionWire } from '#shared/contract/earnings/projections.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { FarmerError } from '#shared/errors.ts';
import { addProjectOptions, type ProjectOptions, scenarioWith, subjectOf } from './project-options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderProjection } from './projection-text.ts';

async function storedScenario(session: CliSession, name: string): Promise<Scenario> {
  const { scenarios } = await session.calls.earnings.scenarios.list();
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
    projection.assumptions.map(({ id, value, unit, origin, usedIn }) => [
      id.replaceAll('-', '_'),
      { value, unit, origin, used_in: usedIn },
    ]),
  );
}

function caseJson(one: ProjectionWire['cases']['low']) {
  return { net: one.totalNet, roi: one.roi, payback: one.payback };
}

function obstaclesToJson({ found, unhindered }: ProjectionWire['obstacles']) {
  return {
    found,
    otherwise:
      unhindered === null
        ? null
        : { reward_tft: unhindered.rewardTft, share: unhindered.shareUsd, sru: unhindered.sruBytes },
  };
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
    obstacles: obstaclesToJson(projection.obstacles),
    net: projection.totalNet,
    p10: simulation?.total.p10 ?? null,
    p50: simulation?.total.p50 ?? null,
    p90: simulation?.total.p90 ?? null,
    low: caseJson(projection.cases.low),
    expected: caseJson(projection.cases.expected),
    high: caseJson(projection.cases.high),
    simulated_uptime: 'drawn from outages: see the assumptions used in "simulation"; the stated uptime is not used',
    seed: simulation?.seed ?? null,
    paths: simulation?.paths ?? null,
    miss_chance: simulation?.missChance ?? null,
    miss_any_chance: simulation?.missAnyChance ?? null,
    payback_chance: simulation?.paybackChance ?? null,
  };
}

async function project(session: CliSession, options: ProjectOptions): Promise<void> {
  const subject = subjectOf(options);
  const stored = options.scenario === undefined ? undefined : await storedScenario(session, options.scenario);
  const area = session.calls.earnings.projections;
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
