import type { RateKind, TypedRate } from '#shared/contract/settings/rates.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** The rates that were typed, in their order. */
export function createRateStore(database: FarmerDatabase) {
  const insert = database.statement(
    // Never earlier than a rate that is known already, whatever the clock says: the last one typed wins on every
    // computer.
    `INSERT INTO rates (kind, currency, rate, typed_at_ms) VALUES (@kind, @currency, @rate, max(@typedAtMs, coalesce((
      SELECT max(typed_at_ms) + 1 FROM rates WHERE kind = @kind AND currency IS @currency), 0)))`,
  );
  const latest = database.query<TypedRate>(`
    SELECT kind, currency, rate, typed_at_ms FROM rates
    WHERE kind = @kind AND currency IS @currency ORDER BY typed_at_ms DESC, rate DESC LIMIT 1
  `);
  return {
    add: (rate: TypedRate) => void insert.run({ ...rate }),
    /** The newest of a kind; for currencies the newest of that currency. */
    latest: (kind: RateKind, currency: string | null) => latest.get({ kind, currency }),
  };
}
