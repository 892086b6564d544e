import type { TypedPolicy } from '#shared/contract/rules/policies.ts';
import type { TwinState } from '#shared/domain/uptime/credit-types.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A twin as it was on the chain at one time. */
export interface ChainTwin extends TwinState {
  readonly twinId: number;
}

/** Twins, farming policies and pricing policies of the chain. */
export function createGridTermsStore(database: FarmerDatabase) {
  const latest = database.query<ChainTwin & { readonly fromS: number }>(
    `SELECT twin_id, from_s, is_there AS "exists", has_relay, has_valid_public_key FROM grid_twins
    WHERE twin_id = @twinId ORDER BY from_s DESC LIMIT 1`,
    { booleans: ['exists', 'hasRelay', 'hasValidPublicKey'] },
  );
  // Of two answers in the same second the later one replaces the earlier.
  const add = database.query(`
    INSERT OR REPLACE INTO grid_twins (twin_id, from_s, until_s, is_there, has_relay, has_valid_public_key)
    VALUES (@twinId, @atS, @atS, @exists, @hasRelay, @hasValidPublicKey)`);
  const confirm = database.query(
    'UPDATE grid_twins SET until_s = max(until_s, @atS) WHERE twin_id = @twinId AND from_s = @fromS',
  );
  const savePolicy = database.query(`
    INSERT OR REPLACE INTO grid_policies (id, name, cu_musd, su_musd, nu_musd, ipv4_hour_musd, minimum_permille, is_default, is_immutable)
    VALUES (@id, @name, @cuMusd, @suMusd, @nuMusd, @ipv4HourMusd, @minimumPermille, @isDefault, @isImmutable)`);
  const savePricing = database.query('INSERT OR REPLACE INTO grid_pricing VALUES (@id, @dedicatedDiscountPercent)');
  const discount = database.query<{ readonly percent: number }>(`
    SELECT dedicated_discount_percent AS percent FROM grid_farms JOIN grid_pricing ON grid_pricing.id = pricing_policy_id
    WHERE grid_farms.id = @farmId`);
  return {
    /** Adds the state of a twin, or extends the last one where it is the same. @param atS when the chain was asked */
    noteTwin: (twin: ChainTwin, atS: number) => {
      const known = latest.get({ twinId: twin.twinId });
      const isSame =
        known !== undefined &&
        known.exists === twin.exists &&
        known.hasRelay === twin.hasRelay &&
        known.hasValidPublicKey === twin.hasValidPublicKey;
      if (isSame) confirm.run({ twinId: twin.twinId, fromS: known.fromS, atS });
      else add.run({ ...twin, atS });
    },
    savePolicy: ({ rates, ...policy }: Omit<TypedPolicy, 'source'>) => void savePolicy.run({ ...policy, ...rates }),
    savePricing: (id: number, dedicatedDiscountPercent: number) =>
      void savePricing.run({ id, dedicatedDiscountPercent }),
    /** How much cheaper a whole node is than its parts, in percent; null where the pricing policy is not known. */
    dedicatedDiscountPercent: (farmId: number) => discount.get({ farmId })?.percent ?? null,
  };
}
