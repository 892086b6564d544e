import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { FarmerDatabase, SqlValue } from '#main/store/sql.ts';

/** A node before it has a number and times. */
export type NewNode = Omit<FarmNode, 'id' | 'createdAtMs' | 'updatedAtMs' | 'deletedAtMs'>;

/** The nodes of the farm. Every method that writes takes the time from its caller. */
export interface NodeStore {
  /** This machine first, then in the order in which they were added; removed ones only when asked for. */
  list(options?: { readonly withDeleted?: boolean }): readonly FarmNode[];
  /** One node, removed or not. */
  get(id: number): FarmNode | undefined;
  /** The computer Farmer runs on, once it was recorded. */
  thisMachine(): FarmNode | undefined;
  /** The node that the grid knows under a number, if it is here and not removed. */
  byGridNode(gridNodeId: number): FarmNode | undefined;
  add(node: NewNode, nowMs: number): FarmNode;
  /** Writes all that a node says of itself; times of adding and removing stay. */
  save(node: FarmNode, nowMs: number): FarmNode;
  /** Marks a node as removed: it and what belongs to it stay until {@link purgeDeleted}. */
  markDeleted(id: number, nowMs: number): void;
  undoDelete(id: number, nowMs: number): void;
  /** Deletes for good what was removed before a time, with all that belongs to it. @returns how many nodes */
  purgeDeleted(beforeMs: number): number;
}

interface NodeRow {
  readonly id: number;
  readonly kind: FarmNode['kind'];
  readonly name: string;
  readonly certification: FarmNode['certification'];
  readonly farming_policy_id: FarmNode['farmingPolicyId'];
  readonly connection_price_musd: number;
  readonly cru: number | null;
  readonly mru_bytes: number | null;
  readonly sru_bytes: number | null;
  readonly hru_bytes: number | null;
  readonly is_virtual: number | null;
  readonly location_zone: string | null;
  readonly country: string | null;
  readonly city: string | null;
  readonly watts_idle: string | null;
  readonly watts_loaded: string | null;
  readonly electricity_usd_per_kwh: string | null;
  readonly hardware_cost_usd: string | null;
  readonly bought_on: string | null;
  readonly grid_node_id: number | null;
  readonly grid_farm_id: number | null;
  readonly grid_twin_id: number | null;
  readonly import_source: FarmNode['importSource'];
  readonly is_demo: number;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
  readonly deleted_at_ms: number | null;
}

/** What is written of a node, in one order for inserting and updating. */
const WRITTEN_COLUMNS = [
  'kind',
  'name',
  'certification',
  'farming_policy_id',
  'connection_price_musd',
  'cru',
  'mru_bytes',
  'sru_bytes',
  'hru_bytes',
  'is_virtual',
  'location_zone',
  'country',
  'city',
  'watts_idle',
  'watts_loaded',
  'electricity_usd_per_kwh',
  'hardware_cost_usd',
  'bought_on',
  'grid_node_id',
  'grid_farm_id',
  'grid_twin_id',
  'import_source',
  'is_demo',
] as const satisfies readonly (keyof NodeRow)[];

const COLUMNS = ['id', ...WRITTEN_COLUMNS, 'created_at_ms', 'updated_at_ms', 'deleted_at_ms'].join(', ');

function toRow(node: NewNode): Record<(typeof WRITTEN_COLUMNS)[number], SqlValue> {
  return {
    kind: node.kind,
    name: node.name,
    certification: node.certification,
    farming_policy_id: node.farmingPolicyId,
    connection_price_musd: node.connectionPriceMusd,
    cru: node.resources?.cru ?? null,
    mru_bytes: node.resources?.mruBytes ?? null,
    sru_bytes: node.resources?.sruBytes ?? null,
    hru_bytes: node.resources?.hruBytes ?? null,
    is_virtual: node.isVirtual === null ? null : Number(node.isVirtual),
    location_zone: node.location.zone,
    country: node.location.country,
    city: node.location.city,
    watts_idle: node.costs.wattsIdle,
    watts_loaded: node.costs.wattsLoaded,
    electricity_usd_per_kwh: node.costs.electricityUsdPerKwh,
    hardware_cost_usd: node.costs.hardwareCostUsd,
    bought_on: node.costs.boughtOn,
    grid_node_id: node.grid.nodeId,
    grid_farm_id: node.grid.farmId,
    grid_twin_id: node.grid.twinId,
    import_source: node.importSource,
    is_demo: Number(node.isDemo),
  };
}

function resourcesOfRow(row: NodeRow): Resources | null {
  const { cru, mru_bytes: mruBytes, sru_bytes: sruBytes, hru_bytes: hruBytes } = row;
  const isComplete = cru !== null && mruBytes !== null && sruBytes !== null && hruBytes !== null;
  return isComplete ? { cru, mruBytes, sruBytes, hruBytes } : null;
}

function fromRow(row: NodeRow): FarmNode {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    certification: row.certification,
    farmingPolicyId: row.farming_policy_id,
    connectionPriceMusd: row.connection_price_musd,
    resources: resourcesOfRow(row),
    isVirtual: row.is_virtual === null ? null : row.is_virtual === 1,
    location: { zone: row.location_zone, country: row.country, city: row.city },
    costs: {
      wattsIdle: row.watts_idle,
      wattsLoaded: row.watts_loaded,
      electricityUsdPerKwh: row.electricity_usd_per_kwh,
      hardwareCostUsd: row.hardware_cost_usd,
      boughtOn: row.bought_on,
    },
    grid: { nodeId: row.grid_node_id, farmId: row.grid_farm_id, twinId: row.grid_twin_id },
    importSource: row.import_source,
    isDemo: row.is_demo === 1,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    deletedAtMs: row.deleted_at_ms,
  };
}

function prepareStatements(database: FarmerDatabase) {
  const select = (rest: string) => database.statement<NodeRow>(`SELECT ${COLUMNS} FROM nodes ${rest}`);
  const order = "ORDER BY kind <> 'this-machine', id";
  const names = WRITTEN_COLUMNS.join(', ');
  const values = WRITTEN_COLUMNS.map((column) => `@${column}`).join(', ');
  const assignments = WRITTEN_COLUMNS.map((column) => `${column} = @${column}`).join(', ');
  return {
    listAll: select(order),
    listPresent: select(`WHERE deleted_at_ms IS NULL ${order}`),
    get: select('WHERE id = @id'),
    thisMachine: select("WHERE kind = 'this-machine' AND is_demo = 0 AND deleted_at_ms IS NULL"),
    byGridNode: select('WHERE grid_node_id = @gridNodeId AND is_demo = 0 AND deleted_at_ms IS NULL'),
    insert: database.statement(
      `INSERT INTO nodes (${names}, created_at_ms, updated_at_ms) VALUES (${values}, @nowMs, @nowMs)`,
    ),
    update: database.statement(`UPDATE nodes SET ${assignments}, updated_at_ms = @nowMs WHERE id = @id`),
    setDeleted: database.statement(
      'UPDATE nodes SET deleted_at_ms = @deletedAtMs, updated_at_ms = @nowMs WHERE id = @id',
    ),
    purge: database.statement('DELETE FROM nodes WHERE deleted_at_ms < @beforeMs'),
  };
}

/** The nodes of the farm over an open database. */
export function createNodeStore(database: FarmerDatabase): NodeStore {
  const statements = prepareStatements(database);
  const get = (id: number): FarmNode | undefined => {
    const row = statements.get.get({ id });
    return row === undefined ? undefined : fromRow(row);
  };
  const mustGet = (id: number): FarmNode => {
    const node = get(id);
    if (node === undefined) {
      throw new Error(`Node ${id} vanished while it was written.`);
    }
    return node;
  };
  return {
    list: ({ withDeleted = false } = {}) =>
      (withDeleted ? statements.listAll : statements.listPresent).all().map(fromRow),
    get,
    thisMachine: () => optionalNode(statements.thisMachine.get()),
    byGridNode: (gridNodeId) => optionalNode(statements.byGridNode.get({ gridNodeId })),
    add: (node, nowMs) => mustGet(statements.insert.run({ ...toRow(node), nowMs }).insertedId),
    save: (node, nowMs) => {
      statements.update.run({ ...toRow(node), id: node.id, nowMs });
      return mustGet(node.id);
    },
    markDeleted: (id, nowMs) => void statements.setDeleted.run({ id, deletedAtMs: nowMs, nowMs }),
    undoDelete: (id, nowMs) => void statements.setDeleted.run({ id, deletedAtMs: null, nowMs }),
    purgeDeleted: (beforeMs) => statements.purge.run({ beforeMs }).changes,
  };
}

function optionalNode(row: NodeRow | undefined): FarmNode | undefined {
  return row === undefined ? undefined : fromRow(row);
}
