import { SAME_AS } from '#shared/domain/share/choice-tables.ts';
import { lazyCrypto } from '#main/store/lazy-crypto.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { mergeNodes } from './merge-nodes.ts';

/** A shared node and the identity that it is sent under. */
interface IdentifiedNode {
  readonly id: number;
  readonly gridNodeId: number | null;
  readonly identity: string | null;
}

/** Sets the value of a shared field. */
type Choose = (entity: string, key: string, field: string, value: unknown) => void;

/** The identity of a node with an id on the grid. All nodes of a farm are on the same network, so the id is enough. */
function gridIdentity(gridNodeId: number): string {
  return `grid:${gridNodeId}`;
}

function prepare(database: FarmerDatabase) {
  return {
    unsettled: database.query<IdentifiedNode>(`
      SELECT nodes.id, grid_node_id, identity FROM nodes
      LEFT JOIN share_nodes ON node_number = nodes.id AND is_main = 1
      WHERE is_demo = 0 AND (identity IS NULL OR (grid_node_id IS NOT NULL AND identity NOT LIKE 'grid:%'))
      ORDER BY kind <> 'this-machine', deleted_at_ms IS NOT NULL, nodes.id`),
    numberOf: database.statement<{ number: number }>(`
      SELECT node_number AS number FROM share_nodes JOIN nodes ON nodes.id = node_number WHERE identity = @identity`),
    identitiesOf: database.statement<{ identity: string }>(`
      SELECT identity FROM share_nodes JOIN nodes ON nodes.id = node_number
      WHERE node_number = @id ORDER BY is_main DESC`),
    main: database.statement<{ identity: string }>(`
      SELECT identity FROM share_nodes JOIN nodes ON nodes.id = node_number WHERE is_main = 1`),
    demote: database.statement('UPDATE share_nodes SET is_main = 0 WHERE node_number = @id'),
    put: database.statement(`
      INSERT INTO share_nodes (identity, node_number, is_main) VALUES (@identity, @id, @isMain)
      ON CONFLICT (identity) DO UPDATE SET node_number = excluded.node_number, is_main = excluded.is_main`),
    alias: database.statement<{ value: string }>(`
      SELECT value FROM share_choices WHERE entity = 'nodes' AND key = @identity AND field = '${SAME_AS}'`),
  };
}

/**
 * The identity of each node in the other databases of the farm: from its id on the grid where it has one, else a random
 * one from the installation that shared the node first.
 */
export class NodeIdentities {
  readonly #database: FarmerDatabase;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: FarmerDatabase) {
    this.#database = database;
    this.#statements = prepare(database);
  }

  /** The local node with an identity. */
  nodeOf(identity: string): number | undefined {
    return this.#statements.numberOf.get({ identity })?.number;
  }

  /** The identities of a local node, the one that it is sent under first; none for demo data. */
  identitiesOf(id: number): readonly string[] {
    return this.#statements.identitiesOf.all({ id }).map(({ identity }) => identity);
  }

  /** The identities that local nodes are sent under, and the empty one of facts that belong to no node. */
  mainIdentities(): readonly string[] {
    return ['', ...this.#statements.main.all().map(({ identity }) => identity)];
  }

  /** Makes an identity the one that a node is sent under. */
  bind(identity: string, id: number): void {
    this.#statements.demote.run({ id });
    this.#statements.put.run({ identity, id, isMain: 1 });
  }

  /** Two identities belong to the same node: merges their local nodes. */
  join(identity: string, other: string): void {
    const [id, otherId] = [this.nodeOf(identity), this.nodeOf(other)];
    const areTwo = id !== undefined && otherId !== undefined && id !== otherId;
    const kept = areTwo ? mergeNodes(this.#database, id, otherId) : (id ?? otherId);
    if (kept !== undefined) {
      this.#statements.put.run({ identity, id: kept, isMain: 0 });
      this.bind(other, kept);
    }
  }

  /** The identity that replaced another one, where both turned out to be the same node. */
  current(identity: string): string {
    const found = this.#statements.alias.get({ identity })?.value;
    return found === undefined ? identity : String(JSON.parse(found));
  }

  /** Gives every node its identity, and merges nodes that turn out to be the same. */
  refresh(choose: Choose): void {
    for (const { id, gridNodeId, identity } of this.#statements.unsettled.all()) {
      if (gridNodeId === null) {
        this.bind(lazyCrypto().randomUUID(), id);
      } else if (identity === null) {
        const known = this.nodeOf(gridIdentity(gridNodeId));
        const isOther = known !== undefined && known !== id;
        this.bind(gridIdentity(gridNodeId), isOther ? mergeNodes(this.#database, known, id) : id);
      } else {
        this.join(identity, gridIdentity(gridNodeId));
        if (this.current(identity) !== gridIdentity(gridNodeId)) {
          choose('nodes', identity, SAME_AS, gridIdentity(gridNodeId));
        }
      }
    }
  }
}
