import { implement } from '@orpc/server';
import { checkEligibility } from '#shared/domain/hardware/eligibility.ts';
import { factsOfDescription } from '#shared/domain/hardware/eligibility/facts.ts';
import { canonicalJson } from '#shared/domain/earnings/canonical-json.ts';
import { defaultSpread, projectCases } from '#shared/domain/earnings/cases.ts';
import { cheapestFix, rankParts } from '#shared/domain/earnings/decisions.ts';
import { findObstacles } from '#shared/domain/earnings/obstacles.ts';
import { periodReport } from '#shared/domain/earnings/period-report.ts';
import { monthIncome } from '#shared/domain/earnings/income.ts';
import { RULE_PAY } from '#shared/domain/earnings/rule-pay.ts';
import { missingNumbers } from '#shared/domain/earnings/value.ts';
import { project } from '#shared/domain/earnings/projection.ts';
import { analyzeSensitivity } from '#shared/domain/earnings/sensitivity.ts';
import { planSimulation } from '#shared/domain/earnings/simulation-plan.ts';
import { evaluateStandby } from '#shared/domain/earnings/standby.ts';
import { readTariffTable } from '#shared/domain/earnings/tariff-table.ts';
import { currentPeriod, periodByIndex, PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { uptimeTarget } from '#shared/domain/rules/pay-rules.ts';
import { TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import { isAsIfMinted } from '#shared/domain/rules/minting-end.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { RewardTerms } from '#shared/domain/earnings/reward-terms.ts';
import { type Projection, projectionsContract, type Subject } from '#shared/contract/earnings/projections.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { Decimal } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { factsWithoutRecords } from '#main/app/hardware/assessment.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import { uptimeSummary } from '#main/app/uptime/uptime.ts';
import { findNodeSales } from '#main/app/slices/slice-prices.ts';
import { computeBookedRevenue } from '#shared/domain/bids/revenue.ts';
import { effectiveSettings } from '#main/app/settings/markets-in-use.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';
import { readCsvRows } from '#main/app/csv-rows.ts';
import { localTimeZone } from '#main/app/local-time.ts';
import { readOwnRecord, recordedDownSeconds } from './own-record.ts';
import type { InputSources } from './input-sources.ts';
import { requireAssumptions, type ProjectionInputs, resolveInputs } from './projection-inputs.ts';
import { resolveSubject } from './projection-subject.ts';
import { hashText } from './report-hash.ts';
import { compareRules } from './compare-rules.ts';
import { simulatePlan } from './simulate.ts';

/** Gross revenue from the accepted bids of a node by month, before the split. Empty for a machine outside the farm. */
function bookedOf(stores: Stores, nodeId: number | null, periods: number, nowMs: number): readonly Decimal[] {
  return nodeId === null
    ? []
    : computeBookedRevenue(stores.bids.reservations(), { nodeId, split: 'grid-v4', periods, nowS: nowMs / 1000 }).map(
        ({ grossUsd }) => grossUsd,
      );
}

const endingWith = (lostS: number) => new Decimal(Math.max(0, PERIOD_LENGTH_S - lostS));

/** The current period of a node as on the Uptime page; null when nothing was recorded or reported. */
function runningPeriod(stores: Stores, node: FarmNode | null, nowMs: number) {
  if (node === null || node.kind === 'planned') {
    return null;
  }
  const { basis, budget, violation, money } = uptimeSummary(stores, node, currentPeriod(nowMs), nowMs);
  return basis === 'none'
    ? null
    : {
        uptimeSeconds: endingWith(budget.lostS.low),
        lowUptimeSeconds: endingWith(budget.lostS.high),
        violation,
        expectedTft: money?.expectedTft ?? null,
      };
}

/** Loads the sources of a projection of one machine. */
async function gather(context: AppContext, subject: Subject, scenario: Scenario) {
  const stores = await context.stores();
  const nowMs = context.nowMs();
  const resolved = await resolveSubject(context, subject);
  const node = resolved.nodeId === null ? null : findNode(stores, resolved.nodeId);
  return {
    subject: resolved,
    scenario,
    settings: effectiveSettings(stores),
    record: readOwnRecord(stores, resolved.nodeId, nowMs),
    running: runningPeriod(stores, node, nowMs),
    bookedUsd: bookedOf(stores, resolved.nodeId, scenario.months, nowMs),
    sales: node === null ? null : await findNodeSales(context, node),
    plan: node === null ? null : (stores.slices.plan(node.id) ?? null),
    nowMs,
    timeZone: localTimeZone(nowMs),
  } satisfies InputSources;
}

/** The first month with minted TFT in a period that grid 3 no longer mints. */
function firstMonthAsIfMinted({ months }: Projection, firstPeriod: number, { minting }: Settings): number | null {
  const first = months.find(
    ({ month, rewardTft }) => rewardTft.gt(0) && isAsIfMinted(firstPeriod + month - 1, minting.lastPeriod),
  );
  return first?.month ?? null;
}

/** Whether the machine passes the checks that buying hardware can change: cores, memory and SSD. */
function passesChecks(resources: Resources, terms: RewardTerms, level: 'required' | 'plan'): boolean {
  const cpu = { brand: '', vendor: 'intel', architecture: 'x64' } as const;
  const facts = factsOfDescription(
    { resources, isVirtual: false, cpu },
    factsWithoutRecords(terms, 'Only parts are compared.'),
  );
  const { checks } = checkEligibility(facts);
  const decisive = level === 'plan' ? ['cpu', 'memory', 'ssd', 'memory-plan', 'ssd-plan'] : ['cpu', 'memory', 'ssd'];
  return checks.every(
    (check) => !decisive.includes(check.id) || (level === 'plan' ? check.state === 'pass' : check.state !== 'fail'),
  );
}

async function reportPeriod(context: AppContext, subject: Subject, index: number | null, uptimeSeconds: number | null) {
  const stores = await context.stores();
  const nowMs = context.nowMs();
  const resolved = await resolveSubject(context, subject);
  if (resolved.nodeId !== null && findNode(stores, resolved.nodeId).kind === 'planned') {
    throw new FarmerError('REFUSED', message('earnings:core.plannedHasNoPeriod'), {
      hint: message('earnings:core.projectInstead'),
    });
  }
  const period = index === null ? periodByIndex(currentPeriod(nowMs).index - 1) : periodByIndex(index);
  const { nodeId } = resolved;
  const down = nodeId === null ? null : recordedDownSeconds(stores, nodeId, period, nowMs);
  const recorded = down === null ? null : PERIOD_LENGTH_S - down;
  const report = periodReport({
    nodeName: resolved.label,
    gridNodeId: resolved.gridNodeId,
    period,
    reward: {
      ...resolved.terms,
      resources: resolved.resources,
      isVirtual: resolved.isVirtual,
      nuMillionths: 0n,
      ipv4Seconds: 0,
      uptimeSeconds: uptimeSeconds ?? recorded ?? PERIOD_LENGTH_S,
      violation: null,
    },
    uptimeSource: uptimeSeconds === null && recorded !== null ? 'record' : 'assumed',
  });
  const canonical = canonicalJson(report);
  return {
    report,
    canonical,
    hash: hashText(canonical),
    algorithm: 'BLAKE2b-256' as const,
    periodStartS: period.startS,
  };
}

/** The results of a projection while a number is missing: the lines that do not depend on it. */
function knownParts({ missing, tftOnly }: Extract<ProjectionInputs, { state: 'missing' }>, settings: Settings) {
  const { found, unhindered } = findObstacles(tftOnly);
  const projection = project(tftOnly);
  const hasPrice = !missing.includes('tft-price');
  const hasPower = !missing.includes('watts') && !missing.includes('tariff');
  return {
    ...missingNumbers(missing),
    rewardTft: monthIncome(tftOnly, 1).rewardTft,
    obstacles: {
      found,
      unhindered: unhindered === null ? null : { ...unhindered, shareUsd: hasPrice ? unhindered.shareUsd : null },
    },
    asIfMintedFromMonth: firstMonthAsIfMinted(projection, tftOnly.firstPeriod, settings),
    months: projection.months.map(({ month, period, rewardTft, gross, share, electricity, hardware, other }) => ({
      month,
      period,
      rewardTft,
      gross: hasPrice ? gross : null,
      share: hasPrice ? share : null,
      electricity: hasPower ? electricity : null,
      hardware,
      other,
    })),
  };
}

const area = implement(projectionsContract).$context<AppContext>();

export default area.router({
  project: area.project.handler(async ({ input, context, signal }) => {
    const sources = await gather(context, input.subject, input.scenario);
    const inputs = resolveInputs(sources);
    const { rules, uptime } = input.scenario;
    const isMinted = RULE_PAY[rules].tft === 'minted';
    const machine = {
      label: sources.subject.label,
      rules,
      assumptions: inputs.stated,
      runningTft: isMinted && uptime.source === 'own' ? (sources.running?.expectedTft ?? null) : null,
    };
    if (inputs.state === 'missing') {
      return { ...machine, ...knownParts(inputs, sources.settings) };
    }
    const { assumptions, uncertainty } = inputs;
    const target = uptimeTarget(TODAYS_RULES.pay, assumptions.node.policy, assumptions.node.certification).permille;
    const spread = {
      ...defaultSpread(assumptions, target),
      price: new Decimal(input.scenario.spread.price),
      utilisation: new Decimal(input.scenario.spread.utilisation),
    };
    const cases = projectCases(assumptions, spread);
    const plan = planSimulation(assumptions, uncertainty, input.simulation ?? input.plan);
    return {
      state: 'known' as const,
      ...machine,
      ...cases.expected,
      rewardTft: monthIncome(assumptions, 1).rewardTft,
      obstacles: findObstacles(assumptions),
      asIfMintedFromMonth: firstMonthAsIfMinted(cases.expected, assumptions.firstPeriod, sources.settings),
      cases,
      plan,
      simulation: input.simulation === null ? null : await simulatePlan(plan, signal),
    };
  }),
  compareRules: area.compareRules.handler(async ({ input, context }) => {
    const sources = await gather(context, input.subject, input.scenario);
    return { label: sources.subject.label, results: compareRules(sources) };
  }),
  analyzeSensitivity: area.analyzeSensitivity.handler(async ({ input, context }) => {
    const assumptions = requireAssumptions(await gather(context, input.subject, input.scenario));
    return { totalNet: project(assumptions).totalNet, bars: analyzeSensitivity(assumptions, input.step) };
  }),
  rankParts: area.rankParts.handler(async ({ input, context }) => ({
    ranked: rankParts(requireAssumptions(await gather(context, input.subject, input.scenario)), input.parts),
  })),
  findCheapestFix: area.findCheapestFix.handler(async ({ input, context }) => {
    const sources = await gather(context, input.subject, input.scenario);
    const { terms } = sources.subject;
    const inputs = resolveInputs(sources);
    const assumptions = inputs.state === 'known' ? inputs.assumptions : inputs.tftOnly;
    const fix = cheapestFix(assumptions, input.parts, (resources) => passesChecks(resources, terms, input.level));
    const isKnown = fix === null || inputs.state === 'known';
    return { fix: isKnown ? fix : { ...fix, earnsPerMonth: null, paybackMonths: null } };
  }),
  evaluateStandby: area.evaluateStandby.handler(async ({ input: { subject, scenario, ...plan }, context }) =>
    evaluateStandby(requireAssumptions(await gather(context, subject, scenario)), plan),
  ),
  readTariff: area.readTariff.handler(({ input }) => readTariffTable(readCsvRows(input.csv))),
  reportPeriod: area.reportPeriod.handler(({ input, context }) =>
    reportPeriod(context, input.subject, input.periodIndex, input.uptimeSeconds),
  ),
});
