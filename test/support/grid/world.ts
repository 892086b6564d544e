import type { CreditEvent, InitialPower } from '#shared/domain/uptime/credit-types.ts';

/** The block at {@link EPOCH_S}: blocks come every six seconds. */
const EPOCH_BLOCK = 100_000;
const EPOCH_S = 1_522_501_000;
/** The time between two blocks, seconds. */
const BLOCK_S = 6;

/** A row of one of the indexer's tables of events. */
export interface EventRow {
  readonly id: string;
  readonly nodeID: number;
  readonly timestamp: string;
  readonly uptime?: string;
  readonly newPowerTarget?: string;
  readonly newPowerState?: string;
  readonly farmID?: number;
  readonly block?: number;
}

/** What the loopback grid knows. Tests change it as the grid would. */
export interface GridWorld {
  readonly farms: Record<string, unknown>[];
  /** As the proxy lists them. */
  readonly nodes: Record<string, unknown>[];
  readonly uptimeEvents: EventRow[];
  readonly powerTargetReports: EventRow[];
  readonly powerStateReports: EventRow[];
  /** Twins that are not in order, as the indexer has them; null for one that is not there. */
  readonly twins: Map<number, Record<string, unknown> | null>;
  readonly farmingPolicies: Record<string, unknown>[];
  /** The receipts of each node as the service lists them. */
  readonly receipts: Map<number, unknown[]>;
  /** Payments of each account as Horizon lists them, oldest first. */
  readonly payments: Map<string, Record<string, unknown>[]>;
  /** What the registrar of grid 4 lists. */
  readonly registrar: { readonly farms: Record<string, unknown>[]; readonly nodes: Record<string, unknown>[] };
  height: number;
}

/** The account of the invented farms. */
export const FARM_ADDRESS = 'GDPXU4OMJ7GDBL6PEXWXVQRVT3DDYOJQ35BQWCPRKWJ5TXVJZLBIGCG3';

/** A grid of which nothing is known yet. */
export function emptyWorld(): GridWorld {
  return {
    farms: [],
    nodes: [],
    uptimeEvents: [],
    powerTargetReports: [],
    powerStateReports: [],
    twins: new Map(),
    farmingPolicies: [],
    receipts: new Map(),
    payments: new Map(),
    registrar: { farms: [], nodes: [] },
    height: 0,
  };
}

/** The block of an instant. */
export function blockAt(atS: number): number {
  return EPOCH_BLOCK + Math.floor((atS - EPOCH_S) / BLOCK_S);
}

/** Adds a farm. */
export function addFarm(world: GridWorld, farmId: number, name: string): void {
  world.farms.push({
    name,
    farmId,
    twinId: farmId + 1,
    pricingPolicyId: 1,
    certificationType: 'NotCertified',
    stellarAddress: FARM_ADDRESS,
    dedicated: false,
    publicIps: [],
  });
}

/** Adds a farm of grid 4. */
export function addRegistrarFarm({ registrar }: GridWorld, farmId: number, name: string): void {
  const at = '2025-05-06T10:00:00Z';
  registrar.farms.push({
    farm_id: farmId,
    farm_name: name,
    twin_id: farmId + 1,
    stellar_address: FARM_ADDRESS,
    dedicated: false,
    created_at: at,
    updated_at: at,
  });
}

/** Adds a node of grid 4. @param seenS when it reported last; null: never */
export function addRegistrarNode(world: GridWorld, nodeId: number, farmId: number, seenS: number | null): void {
  world.registrar.nodes.push({
    node_id: nodeId,
    farm_id: farmId,
    twin_id: nodeId + 1000,
    location: { country: 'Belgium', city: 'Ghent', longitude: '3.71', latitude: '51.05' },
    resources: { hru: 0, sru: 1_000_204_886_016, cru: 8, mru: 33_554_432_000 },
    Interfaces: [{ name: 'zos', mac: '00:00:5e:00:53:af', ips: ['192.168.1.10/24'] }],
    secure_boot: false,
    virtualized: false,
    serial_number: `SN-${nodeId}`,
    last_seen: seenS === null ? '0001-01-01T00:00:00Z' : new Date(seenS * 1000).toISOString(),
    online: seenS !== null && Date.now() / 1000 - seenS < 2400,
    created_at: '2025-05-06T10:00:00.123456Z',
    updated_at: '2025-11-24T10:00:00.123456Z',
    approved: nodeId % 2 === 1,
  });
}

/** Adds a node of a farm, as the proxy lists it. */
export function addNode(world: GridWorld, nodeId: number, farmId: number, fields: Record<string, unknown> = {}): void {
  world.nodes.push({
    id: `0000000510-000001-${String(nodeId).padStart(5, '0')}`,
    nodeId,
    farmId,
    farmName: `Farm ${farmId}`,
    twinId: nodeId + 1000,
    country: 'Belgium',
    city: 'Unknown',
    gridVersion: 3,
    uptime: 1_297_882,
    created: 1_649_252_220,
    farmingPolicyId: 1,
    updatedAt: 1_738_234_000,
    total_resources: { cru: 8, sru: 1_073_741_824_000, hru: 0, mru: 34_359_738_368 },
    used_resources: { cru: 0, sru: 21_474_836_480, hru: 0, mru: 3_435_973_837 },
    location: { country: 'Belgium', city: 'Unknown', longitude: null, latitude: null },
    publicConfig: { domain: '', gw4: '', gw6: '', ipv4: '', ipv6: '' },
    status: 'up',
    certificationType: 'Diy',
    dedicated: false,
    rentContractId: 0,
    rented: false,
    rentedByTwinId: 0,
    serialNumber: 'SN-1',
    power: { state: '', target: '' },
    num_gpu: 0,
    extraFee: 0,
    healthy: true,
    dmi: null,
    gpus: null,
    price_usd: 20.5,
    features: [],
    ...fields,
  });
}

const counters = new WeakMap<GridWorld, number>();

function nextId(world: GridWorld, block: number): string {
  const count = (counters.get(world) ?? 0) + 1;
  counters.set(world, count);
  return `${String(block).padStart(10, '0')}-${String(count % 1_000_000).padStart(6, '0')}-abc12`;
}

/** Records an event of a node, as the processor does. Events of one block keep the order in which they are added. */
export function addEvent(world: GridWorld, nodeID: number, [kind, atS, value]: CreditEvent): void {
  const block = blockAt(atS);
  const row = { id: nextId(world, block), nodeID, timestamp: String(atS) };
  if (kind === 'uptime') {
    world.uptimeEvents.push({ ...row, uptime: String(value) });
  } else if (kind === 'target') {
    world.powerTargetReports.push({ ...row, farmID: 1, block, newPowerTarget: value });
  } else {
    world.powerStateReports.push({ ...row, farmID: 1, block, newPowerState: value });
  }
}

/** How a node's power stood before a period, as the reports that led to it. */
export function addPowerBefore(world: GridWorld, nodeID: number, power: InitialPower, startS: number): void {
  if (power.state === 'Down') {
    const atS = power.downSinceS ?? startS - 3600;
    addEvent(world, nodeID, ['target', atS, 'Down']);
    addEvent(world, nodeID, ['state', atS, 'Down']);
  }
  if (power.target === 'Up' && power.state === 'Down') {
    addEvent(world, nodeID, ['target', startS - 60, 'Up']);
  }
}

/** Sorts the tables as the chain has them, and indexes up to an instant. */
export function indexUntil(world: GridWorld, atS: number): void {
  for (const rows of [world.uptimeEvents, world.powerTargetReports, world.powerStateReports]) {
    rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
  world.height = blockAt(atS);
}

/** The reports of a steady node, one every 40 minutes. */
export function addSteadyReports(
  world: GridWorld,
  nodeID: number,
  fromS: number,
  toS: number,
  bootedAtS: number,
): void {
  for (let atS = fromS; atS <= toS; atS += 2400) {
    addEvent(world, nodeID, ['uptime', atS, atS - bootedAtS]);
  }
}
