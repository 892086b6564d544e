import type {
  GridAddresses,
  GridNetwork,
  GridProblemNote,
  GridSource,
  GridSourceName,
  GridTarget,
} from '#shared/contract/grid/grid.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A connection to the grid; one that was ended is kept until it is forgotten. */
export interface StoredConnection {
  readonly network: GridNetwork;
  readonly addresses: GridAddresses;
  readonly targets: readonly GridTarget[];
  readonly isOn: boolean;
  /** The import that its rows belong to. */
  readonly importId: number;
  readonly height: number | null;
  readonly asOfS: number | null;
}

/** A service, and when requests to it last succeeded or failed. */
export type StoredSource = Omit<GridSource, 'nextTryS'>;

/** A farm of the grid. */
export interface StoredGridFarm {
  readonly id: number;
  readonly name: string;
  readonly twinId: number | null;
  readonly stellarAddress: string | null;
  readonly pricingPolicyId: number | null;
}

/** The blocks of which the events of a node are known; the last one is excluded. */
export interface Coverage {
  readonly fromBlock: number;
  /** The time from which its power is known too. */
  readonly fromS: number;
  readonly toBlock: number;
  readonly toS: number;
}

/** A node that is followed. Its coverage is null before its events are requested for the first time. */
export interface FollowedNode {
  readonly nodeId: number;
  readonly gridNodeId: number;
  readonly coverage: Coverage | null;
}

/** Where a period begins on the chain. */
export interface PeriodStart {
  /** No event of the period is in an earlier block. */
  readonly block: number;
  /** The time of the first block that can belong to it. */
  readonly firstBlockS: number;
}

/** When a question was asked last, and the answer. */
export interface AskedQuestion {
  readonly askedAtMs: number;
  readonly answer: string | null;
}

interface CoverageRow {
  readonly fromBlock: number | null;
  readonly fromS: number | null;
  readonly toBlock: number | null;
  readonly toS: number | null;
}

const TABLES = [
  'grid_connection',
  'grid_sources',
  'grid_farms',
  'grid_nodes',
  'grid_questions',
  'grid_period_starts',
  'grid_payouts',
  'grid_hosts',
  'grid_twins',
  'grid_policies',
  'grid_pricing',
];

function coverageOf({ fromBlock, fromS, toBlock, toS }: CoverageRow): Coverage | null {
  return fromBlock === null || fromS === null || toBlock === null || toS === null
    ? null
    : { fromBlock, fromS, toBlock, toS };
}

function prepareConnection(database: FarmerDatabase) {
  const columns = 'network, addresses_json AS addresses, targets_json AS targets, is_on, import_id, height, as_of_s';
  return {
    get: database.query<StoredConnection>(`SELECT ${columns} FROM grid_connection`, {
      booleans: ['isOn'],
      json: ['addresses', 'targets'],
    }),
    save: database.query(`
      INSERT OR REPLACE INTO grid_connection (id, network, addresses_json, targets_json, is_on, import_id, height, as_of_s)
      VALUES (1, @network, @addresses, @targets, @isOn, @importId, @height, @asOfS)`),
    farms: database.query<StoredGridFarm>(
      'SELECT id, name, twin_id, stellar_address, pricing_policy_id FROM grid_farms ORDER BY id',
    ),
    saveFarm: database.query(
      'INSERT OR REPLACE INTO grid_farms VALUES (@id, @name, @twinId, @stellarAddress, @pricingPolicyId)',
    ),
    sources: database.query<
      Omit<StoredSource, 'lastProblem'> & { problem: GridProblemNote | null; problemAtS: number }
    >('SELECT name, url, last_success_s, problem_json AS problem, problem_at_s FROM grid_sources', {
      json: ['problem'],
    }),
    success: database.statement(`
      INSERT INTO grid_sources (name, url, last_success_s) VALUES (@name, @url, @atS)
      ON CONFLICT DO UPDATE SET url = @url, last_success_s = @atS, rest_until_ms = NULL`),
    problem: database.statement(`
      INSERT INTO grid_sources (name, url, problem_json, problem_at_s, rest_until_ms)
      VALUES (@name, @url, @problem, @atS, @restUntilMs)
      ON CONFLICT DO UPDATE SET url = @url, problem_json = @problem, problem_at_s = @atS, rest_until_ms = @restUntilMs`),
    rest: database.query<{ restUntilMs: number | null }>('SELECT rest_until_ms FROM grid_sources WHERE name = @name'),
    asked: database.query<AskedQuestion>('SELECT asked_at_ms, answer FROM grid_questions WHERE question = @question'),
    noteAsked: database.statement('INSERT OR REPLACE INTO grid_questions VALUES (@question, @atMs, @answer)'),
  };
}

function prepareNodes(database: FarmerDatabase) {
  const coverage = 'from_block, from_s, to_block, to_s';
  return {
    follow: database.statement(`
      INSERT INTO grid_nodes (node_id, is_followed) VALUES (@nodeId, 1) ON CONFLICT DO UPDATE SET is_followed = 1`),
    unfollowAll: database.statement('UPDATE grid_nodes SET is_followed = 0'),
    followed: database.query<CoverageRow & { readonly nodeId: number; readonly gridNodeId: number }>(`
      SELECT node_id, grid_node_id, ${coverage} FROM grid_nodes JOIN nodes ON nodes.id = node_id
      WHERE is_followed = 1 AND grid_node_id IS NOT NULL AND deleted_at_ms IS NULL ORDER BY grid_node_id`),
    coverage: database.query<CoverageRow>(`SELECT ${coverage} FROM grid_nodes WHERE node_id = @nodeId`),
    saveCoverage: database.query(`
      UPDATE grid_nodes SET from_block = @fromBlock, from_s = @fromS, to_block = @toBlock, to_s = @toS
      WHERE node_id IN (SELECT value FROM json_each(@ids))`),
    periodStart: database.query<PeriodStart>(
      'SELECT block, first_block_s FROM grid_period_starts WHERE period_index = @periodIndex',
    ),
    savePeriodStart: database.query(
      'INSERT OR REPLACE INTO grid_period_starts VALUES (@periodIndex, @block, @firstBlockS)',
    ),
  };
}

/** The connection to the grid, and how far it is synchronised. */
export function createGridStore(database: FarmerDatabase) {
  const connection = prepareConnection(database);
  const nodes = prepareNodes(database);
  return {
    connection: () => connection.get.get(),
    saveConnection: ({ addresses, targets, ...plain }: StoredConnection) =>
      void connection.save.run({
        ...plain,
        addresses: JSON.stringify(addresses),
        targets: JSON.stringify(targets),
      }),
    farms: () => connection.farms.all(),
    saveFarm: (farm: StoredGridFarm) => void connection.saveFarm.run({ ...farm }),
    /** Follows a node; its coverage stays as it is. */
    follow: (nodeId: number) => void nodes.follow.run({ nodeId }),
    unfollowAll: () => void nodes.unfollowAll.run(),
    /** The nodes that are followed and not removed, by their ids on the grid. */
    followed: (): readonly FollowedNode[] =>
      nodes.followed.all().map(({ nodeId, gridNodeId, ...row }) => ({ nodeId, gridNodeId, coverage: coverageOf(row) })),
    coverage: (nodeId: number) => {
      const row = nodes.coverage.get({ nodeId });
      return row === undefined ? null : coverageOf(row);
    },
    saveCoverage: (nodeIds: readonly number[], coverage: Coverage) =>
      void nodes.saveCoverage.run({ ids: JSON.stringify(nodeIds), ...coverage }),
    sources: (): readonly StoredSource[] =>
      connection.sources.all().map(({ problem, problemAtS, ...source }) => ({
        ...source,
        lastProblem: problem === null ? null : { ...problem, atS: problemAtS },
      })),
    noteSuccess: (name: GridSourceName, url: string, atS: number) => void connection.success.run({ name, url, atS }),
    noteProblem: (
      name: GridSourceName,
      url: string,
      problem: GridProblemNote,
      atS: number,
      restUntilMs: number | null,
    ) => void connection.problem.run({ name, url, problem: JSON.stringify(problem), atS, restUntilMs }),
    /** Until when a service wants no further requests; 0 where it set no time. */
    restUntilMs: (name: GridSourceName) => connection.rest.get({ name })?.restUntilMs ?? 0,
    lastAsked: (question: string) => connection.asked.get({ question }),
    noteAsked: (question: string, atMs: number, answer: string | null) =>
      void connection.noteAsked.run({ question, atMs, answer }),
    periodStart: (periodIndex: number) => nodes.periodStart.get({ periodIndex }),
    savePeriodStart: (periodIndex: number, start: PeriodStart) =>
      void nodes.savePeriodStart.run({ periodIndex, ...start }),
    /** Deletes everything that is stored about the grid. */
    forget: () =>
      database.transaction(() => {
        for (const table of TABLES) database.execute(`DELETE FROM ${table}`);
      }),
  };
}
