import { type PartlyKnownResources, wholeResources } from '#shared/domain/hardware/resources.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { createPolicyStore } from '#main/store/rules/policy-store.ts';
import { SITE_COLUMNS, type StoredSiteTerms, termsOfSite } from './site-store.ts';
import type { FarmerDatabase, QueryParameters, SqlValue } from '#main/store/sql.ts';

/** A node before it has an id and times. */
export type NewNode = Omit<FarmNode, 'id' | 'policy' | 'siteTerms' | 'createdAtMs' | 'updatedAtMs' | 'deletedAtMs'>;

/** The columns that are written, and the field of a node that each holds. */
const WRITTEN_COLUMNS = {
  kind: 'kind',
  name: 'name',
  certification: 'certification',
  farming_policy_id: 'farmingPolicyId',
  connection_price_musd: 'connectionPriceMusd',
  cru: 'resources.cru',
  mru_bytes: 'resources.mruBytes',
  sru_bytes: 'resources.sruBytes',
  hru_bytes: 'resources.hruBytes',
  is_virtual: 'isVirtual',
  site: 'site',
  labels_json: 'labels',
  location_zone: 'location.zone',
  country: 'location.country',
  city: 'location.city',
  watts_idle: 'costs.wattsIdle',
  watts_loaded: 'costs.wattsLoaded',
  electricity_usd_per_kwh: 'costs.electricityUsdPerKwh',
  hardware_cost_usd: 'costs.hardwareCostUsd',
  bought_on: 'costs.boughtOn',
  grid_node_id: 'grid.nodeId',
  grid_farm_id: 'grid.farmId',
  grid_twin_id: 'grid.twinId',
  import_source: 'importSource',
  is_demo: 'isDemo',
} as const;

const COLUMNS = Object.entries(WRITTEN_COLUMNS)
  .map(([column, field]) => `nodes.${column} AS "${field}"`)
  .join(', ');

/** A node as its columns hold it: resources and site are objects whose fields are null where they are not known. */
type StoredNode = Omit<FarmNode, 'resources' | 'policy' | 'siteTerms'> & {
  readonly resources: PartlyKnownResources;
  readonly ofSite: StoredSiteTerms;
};

/** This computer is listed where the farmer chose that it is a node, or, without a choice, once it was read. */
const IS_LISTED = `(kind <> 'this-machine' OR is_demo = 1 OR coalesce(
  (SELECT value_json ->> '$.isNode' FROM settings WHERE key = 'thisComputer' AND json_valid(value_json)),
  cru IS NOT NULL OR EXISTS (SELECT 1 FROM hardware_snapshots WHERE node_id = nodes.id)))`;

/** The values of the written columns, by column name. */
function columnValues({ resources, location, costs, grid, labels, ...plain }: NewNode): QueryParameters {
  const groups = { resources, location, costs, grid };
  const fields = new Map<string, SqlValue | boolean>([...Object.entries(plain), ['labels', JSON.stringify(labels)]]);
  for (const [group, values] of Object.entries(groups)) {
    for (const [field, value] of Object.entries(values ?? {})) fields.set(`${group}.${field}`, value);
  }
  return Object.fromEntries(
    Object.entries(WRITTEN_COLUMNS).map(([column, field]) => [column, fields.get(field) ?? null]),
  );
}

function prepareStatements(database: FarmerDatabase) {
  const select = (rest: string) =>
    database.query<StoredNode>(
      `SELECT id, ${COLUMNS}, created_at_ms, updated_at_ms, deleted_at_ms, ${SITE_COLUMNS}
       FROM nodes LEFT JOIN sites ON sites.name = nodes.site ${rest}`,
      { booleans: ['isVirtual', 'isDemo'], json: ['labels'] },
    );
  const order = "ORDER BY kind <> 'this-machine', id";
  const isThis = "kind = 'this-machine' AND is_demo = 0 AND deleted_at_ms IS NULL";
  const written = Object.keys(WRITTEN_COLUMNS);
  const names = written.join(', ');
  const values = written.map((column) => `@${column}`).join(', ');
  const assignments = written.map((column) => `${column} = @${column}`).join(', ');
  return {
    listAll: select(order),
    listPresent: select(`WHERE deleted_at_ms IS NULL AND ${IS_LISTED} ${order}`),
    get: select('WHERE id = @id'),
    thisMachine: select(`WHERE ${isThis}`),
    thisNode: select(`WHERE ${isThis} AND ${IS_LISTED}`),
    byGridNode: select('WHERE grid_node_id = @gridNodeId AND is_demo = 0 AND deleted_at_ms IS NULL'),
    insert: database.query(
      `INSERT INTO nodes (${names}, created_at_ms, updated_at_ms) VALUES (${values}, @nowMs, @nowMs)`,
    ),
    update: database.query(`UPDATE nodes SET ${assignments}, updated_at_ms = @nowMs WHERE id = @id`),
    setDeleted: database.statement(
      'UPDATE nodes SET deleted_at_ms = @deletedAtMs, updated_at_ms = @nowMs WHERE id = @id',
    ),
    moves: DECISIONS.map((table) =>
      database.statement(`UPDATE OR IGNORE ${table} SET node_id = @toId WHERE node_id = @fromId`),
    ),
    // Payments must be known for years: a removed node with receipts is kept, and counts in their totals.
    purge: database.statement(`
      DELETE FROM nodes WHERE deleted_at_ms < @beforeMs
        AND NOT EXISTS (SELECT 1 FROM receipts WHERE receipts.node_id = nodes.id)`),
  };
}

/** Tables with the farmer's decisions about a node. */
const DECISIONS = ['slice_plans', 'price_changes', 'reservations', 'scenarios', 'node_assumptions'] as const;

/** The nodes of the farm. */
export function createNodeStore(database: FarmerDatabase) {
  const statements = prepareStatements(database);
  const policies = createPolicyStore(database);
  const complete = (
    { ofSite, ...node }: StoredNode,
    policyOf = (policyId: number) => policies.get(policyId),
  ): FarmNode => ({
    ...node,
    resources: wholeResources(node.resources),
    policy: policyOf(node.farmingPolicyId),
    siteTerms: termsOfSite(ofSite),
  });
  const optional = (node: StoredNode | undefined) => (node === undefined ? undefined : complete(node));
  const get = (id: number) => optional(statements.get.get({ id }));
  const mustGet = (id: number): FarmNode => {
    const node = get(id);
    if (node === undefined) {
      throw new Error(`Node ${id} vanished while it was written.`);
    }
    return node;
  };
  return {
    /**
     * This computer first, then in the order in which they were added; removed nodes only on request. This computer is
     * left out where the farmer chose that it is no node, and until it was read where the farmer has not chosen.
     */
    list: ({ withDeleted = false }: { readonly withDeleted?: boolean } = {}): readonly FarmNode[] => {
      const nodes = (withDeleted ? statements.listAll : statements.listPresent).all();
      const known = new Map(
        [...new Set(nodes.map((node) => node.farmingPolicyId))].map((id) => [id, policies.get(id)]),
      );
      return nodes.map((node) => complete(node, (id) => known.get(id) ?? policies.get(id)));
    },
    /** One node, removed or not. */
    get,
    /** This computer, once it was recorded, even where it is no node. */
    thisMachine: () => optional(statements.thisMachine.get()),
    /** This computer, where it is a node of the farm. */
    thisNode: () => optional(statements.thisNode.get()),
    /** The node with a number on the grid, if the farm has it and it is not removed. */
    byGridNode: (gridNodeId: number) => optional(statements.byGridNode.get({ gridNodeId })),
    add: (node: NewNode, nowMs: number) => mustGet(statements.insert.run({ ...columnValues(node), nowMs }).insertedId),
    /** Writes every field of a node except when it was added and removed. */
    save: (node: FarmNode, nowMs: number) => {
      statements.update.run({ ...columnValues(node), id: node.id, nowMs });
      return mustGet(node.id);
    },
    /** Marks a node as removed: the node and its data stay until `purgeDeleted`. */
    markDeleted: (id: number, nowMs: number) => void statements.setDeleted.run({ id, deletedAtMs: nowMs, nowMs }),
    undoDelete: (id: number, nowMs: number) => void statements.setDeleted.run({ id, deletedAtMs: null, nowMs }),
    /** Moves slices, prices, accepted bids and scenarios to another node, except where that node has its own. */
    moveDecisions: (fromId: number, toId: number) => {
      for (const move of statements.moves) move.run({ fromId, toId });
    },
    /** Deletes the nodes that were removed before a time and have no receipts, with their data. @returns how many */
    purgeDeleted: (beforeMs: number) => statements.purge.run({ beforeMs }).changes,
  };
}
