import type { Period } from '#shared/contract/uptime/periods.ts';
import { createHash } from 'node:crypto';
import { capacityMillionthsV3 } from '#shared/domain/hardware/capacity.ts';
import { PERIOD_LENGTH_S, currentPeriod, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { knownResources, resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import { computeReward } from '#shared/domain/earnings/rewards.ts';
import { DIY_POLICY, policyUnknown } from '#shared/domain/rules/policies.ts';
import type { SpanEnd } from '#shared/domain/uptime/observations.ts';
import { NODE_DEFAULTS } from '#shared/contract/nodes/nodes.ts';
import { fromMillionths, toPlain } from '#shared/decimal.ts';
import { DAY_S, GIB_BYTES, HOUR_S } from '#shared/units.ts';
import { overlapSeconds } from '#shared/domain/time-windows.ts';
import type { NewNode } from '#main/store/nodes/node-store.ts';
import type { Stores } from '#main/store/stores.ts';
import { fillDemoBids } from './demo-bids.ts';
import { demoReading } from './demo-reading.ts';

/** The length of the demo history in days: a little more than two closed periods. */
const HISTORY_DAYS = 75;
/** When the second memory module was added, in days before now. */
const MODULE_ADDED_DAYS = 40;

/** An outage of the demo machine: when it began, how long it lasted, and how it began. */
interface DemoOutage {
  readonly agoS: number;
  readonly durationS: number;
  readonly end: SpanEnd;
}

/** Oldest first: a power cut, an update, a long repair, a crash, and a short reboot. */
const OUTAGES: readonly DemoOutage[] = [
  { agoS: 68 * DAY_S, durationS: 5 * HOUR_S, end: 'open' },
  { agoS: 54 * DAY_S, durationS: HOUR_S, end: 'shutdown' },
  { agoS: 40 * DAY_S, durationS: 11 * HOUR_S, end: 'shutdown' },
  { agoS: 17 * DAY_S, durationS: 3 * HOUR_S, end: 'open' },
  { agoS: 6 * DAY_S, durationS: HOUR_S / 2, end: 'shutdown' },
];

/** When the demo's internet connection failed while the machine kept running. */
const UNREACHABLE = { agoS: 10 * DAY_S, durationS: 1.25 * HOUR_S } as const;

const GRID = { farmId: 900_001, ownNodeId: 900_001, rackNodeId: 900_002 } as const;

function demoNodes(ownResources: Resources | null): readonly NewNode[] {
  const common = { ...NODE_DEFAULTS, isVirtual: false, isDemo: true };
  return [
    {
      ...common,
      kind: 'imported',
      name: 'Attic server (demo)',
      resources: ownResources,
      location: { zone: 'Europe/Brussels', country: 'Belgium', city: 'Ghent' },
      costs: {
        wattsIdle: '38',
        wattsLoaded: '85',
        electricityUsdPerKwh: '0.28',
        hardwareCostUsd: '850',
        boughtOn: '2024-03-01',
      },
      grid: { nodeId: GRID.ownNodeId, farmId: GRID.farmId, twinId: null },
      importSource: 'passport',
    },
    {
      ...common,
      kind: 'imported',
      name: 'Rack server (demo)',
      certification: 'certified',
      farmingPolicyId: 2,
      resources: { cru: 48, mruBytes: 256 * GIB_BYTES, sruBytes: 3840 * GIB_BYTES, hruBytes: 48_000 * GIB_BYTES },
      grid: { nodeId: GRID.rackNodeId, farmId: GRID.farmId, twinId: null },
      importSource: 'grid-proxy',
    },
    {
      ...common,
      kind: 'planned',
      name: 'Second-hand workstation (demo)',
      resources: { cru: 16, mruBytes: 64 * GIB_BYTES, sruBytes: 2000 * GIB_BYTES, hruBytes: 0 },
      costs: { ...NODE_DEFAULTS.costs, wattsIdle: '60', wattsLoaded: '160', hardwareCostUsd: '620' },
      isVirtual: null,
      importSource: null,
    },
  ];
}

function addReadings(stores: Stores, nodeId: number, nowMs: number): void {
  const states = [
    demoReading(nowMs - HISTORY_DAYS * DAY_S * 1000, 1),
    demoReading(nowMs - MODULE_ADDED_DAYS * DAY_S * 1000, 2),
  ];
  for (const reading of states) {
    stores.hardware.record(nodeId, reading);
  }
}

/**
 * Records one boot between each two outages, observed from a minute after its start until its last heartbeat, and one
 * connection failure.
 */
function addUptime(stores: Stores, nodeId: number, nowS: number): void {
  let bootedAtS = nowS - HISTORY_DAYS * DAY_S;
  const boots = [...OUTAGES, null].map((outage) => {
    const boot = { bootedAtS, untilS: outage === null ? nowS : nowS - outage.agoS, end: outage?.end ?? 'open' };
    bootedAtS = boot.untilS + (outage?.durationS ?? 0);
    return boot;
  });
  for (const { bootedAtS: startS, untilS, end } of boots) {
    const bootId = stores.uptime.addBoot(nodeId, `demo-${startS}`, startS * 1000);
    const spanId = stores.uptime.addSpan(bootId, 60_000, 'demo');
    const lastUptimeMs = (untilS - startS) * 1000;
    const failedS = nowS - UNREACHABLE.agoS;
    if (failedS > startS && failedS < untilS) {
      const failedUptimeMs = (failedS - startS) * 1000;
      stores.reachability.addSpan(bootId, failedUptimeMs, failedUptimeMs + UNREACHABLE.durationS * 1000);
    }
    if (end === 'open') {
      stores.uptime.extendSpan(spanId, lastUptimeMs);
    } else {
      stores.uptime.endSpan(spanId, lastUptimeMs, end);
    }
  }
}

/** Seconds of the demo's outages within a period. */
function downSeconds(period: Period, nowS: number): number {
  return OUTAGES.reduce((sum, { agoS, durationS }) => {
    const startS = nowS - agoS;
    return sum + overlapSeconds({ startS, endS: startS + durationS }, period);
  }, 0);
}

/** A receipt as the minting program would write it for the demo machine. */
function demoReceipt(period: Period, resources: Resources, nowS: number) {
  const uptimeSeconds = PERIOD_LENGTH_S - downSeconds(period, nowS);
  const terms = {
    certification: 'diy',
    policy: DIY_POLICY,
    connectionPriceMusd: NODE_DEFAULTS.connectionPriceMusd,
  } as const;
  const idle = { nuMillionths: 0n, ipv4Seconds: 0, isVirtual: false, violation: null };
  const reward = computeReward({ ...terms, ...idle, resources, uptimeSeconds });
  if (reward === null) {
    throw policyUnknown(terms.policy.id);
  }
  const units = capacityMillionthsV3(resources);
  const { rates } = terms.policy;
  return {
    period: { start: period.startS, end: period.endS },
    node_id: GRID.ownNodeId,
    farm_id: GRID.farmId,
    node_type: 'DIY',
    measured_uptime: uptimeSeconds,
    tft_connection_price: terms.connectionPriceMusd,
    cloud_units: {
      cu: Number(toPlain(fromMillionths(units.cu))),
      su: Number(toPlain(fromMillionths(units.su))),
      nu: 0,
    },
    resource_rewards: {
      cu: rates.cuMusd,
      su: rates.suMusd,
      nu: rates.nuMusd,
      ipv4: rates.ipv4HourMusd,
    },
    reward: { musd: Number(reward.musd), tft: Number(reward.tftUnits) },
  };
}

function addReceipts(stores: Stores, nodeId: number, resources: Resources, nowMs: number): void {
  const nowS = Math.floor(nowMs / 1000);
  const current = currentPeriod(nowS * 1000).index;
  for (const period of [periodByIndex(current - 2), periodByIndex(current - 1)]) {
    const contentJson = JSON.stringify(demoReceipt(period, resources, nowS));
    stores.receipts.add({
      kind: 'minting',
      nodeId,
      periodIndex: period.index,
      hash: '',
      verification: 'unverifiable',
      contentSha256: createHash('sha256').update(contentJson).digest('hex'),
      contentJson,
      importedAtMs: nowMs,
    });
  }
}

/** Adds the demo farm: a machine with readings, uptime, receipts, prices and bids, a larger one, and a planned one. */
export function fillDemo(stores: Stores, nowMs: number): void {
  const resources = knownResources(resourcesOf(demoReading(nowMs, 2)));
  const [own] = demoNodes(resources).map((node) => stores.nodes.add(node, nowMs));
  if (own === undefined || resources === null) {
    throw new Error('The demo machine knows all four resources.');
  }
  addReadings(stores, own.id, nowMs);
  addUptime(stores, own.id, Math.floor(nowMs / 1000));
  addReceipts(stores, own.id, resources, nowMs);
  fillDemoBids(stores, own, nowMs);
}
