import type { FarmingPolicy, PolicyRates, TypedPolicy } from '#shared/contract/rules/policies.ts';
import { MAX_CHAIN_NUMBER } from '#shared/domain/rules/policy-limits.ts';
import { PUBLISHED_POLICIES, publishedPolicy } from '#shared/domain/rules/policies.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A policy as receipts show it: its rates, but not its minimum uptime. */
interface ReceiptPolicy extends PolicyRates {
  readonly id: number;
  readonly periodIndex: number;
}

/** The fields of a receipt, stored with or without its envelope. */
const FIELDS = `COALESCE(content_json -> '$.Minting', content_json -> '$.receipt.Minting', content_json)`;

function statements(database: FarmerDatabase) {
  const types = { booleans: ['isDefault', 'isImmutable'] };
  const columns = `id, name, cu_musd AS "rates.cuMusd", su_musd AS "rates.suMusd", nu_musd AS "rates.nuMusd",
    ipv4_hour_musd AS "rates.ipv4HourMusd", minimum_permille, is_default, is_immutable`;
  return {
    typed: database.query<TypedPolicy>(`SELECT ${columns}, source FROM farming_policies ORDER BY id`, types),
    chain: database.query<Omit<TypedPolicy, 'source'>>(`SELECT ${columns} FROM grid_policies ORDER BY id`, types),
    // Among receipts of one period their content decides, so that the order of imports does not matter.
    ofReceipts: database.query<ReceiptPolicy>(`
      SELECT fields ->> '$.farming_policy_id' AS id, period_index, fields ->> '$.resource_rewards.cu' AS cu_musd,
        fields ->> '$.resource_rewards.su' AS su_musd, fields ->> '$.resource_rewards.nu' AS nu_musd,
        fields ->> '$.resource_rewards.ipv4' AS ipv4_hour_musd
      FROM (SELECT ${FIELDS} AS fields, period_index, content_sha256 FROM receipts WHERE json_valid(content_json))
      WHERE (@id IS NULL OR fields ->> '$.farming_policy_id' = @id) AND fields -> '$.resource_rewards' IS NOT NULL
      ORDER BY period_index DESC, content_sha256`),
    idsOfNodes: database.query<{ readonly id: number }>('SELECT DISTINCT farming_policy_id AS id FROM nodes'),
    save: database.query(`
      INSERT INTO farming_policies (id, name, cu_musd, su_musd, nu_musd, ipv4_hour_musd, minimum_permille, is_default,
        is_immutable, source, saved_at_ms)
      VALUES (@id, @name, @cuMusd, @suMusd, @nuMusd, @ipv4HourMusd, @minimumPermille, @isDefault, @isImmutable, @source,
        @nowMs)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, cu_musd = excluded.cu_musd, su_musd = excluded.su_musd,
        nu_musd = excluded.nu_musd, ipv4_hour_musd = excluded.ipv4_hour_musd,
        minimum_permille = excluded.minimum_permille, is_default = excluded.is_default,
        is_immutable = excluded.is_immutable, source = excluded.source, saved_at_ms = excluded.saved_at_ms`),
    remove: database.statement('DELETE FROM farming_policies WHERE id = @id'),
  };
}

function isComplete({ id, cuMusd, suMusd, nuMusd, ipv4HourMusd }: ReceiptPolicy): boolean {
  return [id, cuMusd, suMusd, nuMusd, ipv4HourMusd].every(
    (value) => Number.isInteger(value) && value >= 0 && value <= MAX_CHAIN_NUMBER,
  );
}

function fromReceipt({ id, periodIndex, ...rates }: ReceiptPolicy): FarmingPolicy {
  return { ...publishedPolicy(id), rates, origin: 'receipt', source: `period ${periodIndex}` };
}

/** Farming policies: published, typed in by the farmer, read from the chain, and others that receipts show. */
export function createPolicyStore(database: FarmerDatabase) {
  const { typed, chain, ofReceipts, idsOfNodes, save, remove } = statements(database);
  const typedOf = (id: number): FarmingPolicy | undefined => {
    const found = typed.all().find((policy) => policy.id === id);
    return found === undefined ? undefined : { ...found, origin: 'typed' };
  };
  const chainOf = (id: number): FarmingPolicy | undefined => {
    const found = chain.all().find((policy) => policy.id === id);
    return found === undefined ? undefined : { ...found, origin: 'grid', source: null };
  };
  const get = (id: number): FarmingPolicy => {
    const published = publishedPolicy(id);
    if (published.origin === 'published') {
      return published;
    }
    const known = typedOf(id) ?? chainOf(id);
    const ofReceipt = known === undefined ? ofReceipts.all({ id }).find(isComplete) : undefined;
    return known ?? (ofReceipt === undefined ? published : fromReceipt(ofReceipt));
  };
  return {
    /** A policy as it is published, else typed in, else on the chain, else on the receipt of the latest period. */
    get,
    /** Every policy that is published, typed in, on the chain, on a receipt or of a node, by number. */
    list: (): readonly FarmingPolicy[] => {
      const ids = [
        ...PUBLISHED_POLICIES,
        ...typed.all(),
        ...chain.all(),
        ...ofReceipts.all({ id: null }).filter(isComplete),
        ...idsOfNodes.all(),
      ];
      return [...new Set(ids.map(({ id }) => id))].toSorted((a, b) => a - b).map(get);
    },
    save: ({ rates, ...policy }: TypedPolicy, nowMs: number) => void save.run({ ...policy, ...rates, nowMs }),
    /** @returns whether there was one */
    remove: (id: number) => remove.run({ id }).changes > 0,
  };
}
