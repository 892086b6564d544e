import type { RateKind } from '#shared/contract/settings/rates.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A rate as it was typed. `currency` is null where the kind names both sides. */
export interface TypedRate {
  readonly kind: RateKind;
  readonly currency: string | null;
  readonly rate: string;
  readonly typedAtMs: number;
}

/** The rates that were typed, in their order. */
export interface RateStore {
  add(rate: TypedRate): void;
  /** The newest of a kind; for currencies the newest of that currency. */
  latest(kind: RateKind, currency: string | null): TypedRate | undefined;
  /** The newest first. */
  history(kind: RateKind, limit: number): readonly TypedRate[];
}

interface RateRow {
  readonly kind: RateKind;
  readonly currency: string | null;
  readonly rate: string;
  readonly typed_at_ms: number;
}

function fromRow(row: RateRow): TypedRate {
  return { kind: row.kind, currency: row.currency, rate: row.rate, typedAtMs: row.typed_at_ms };
}

/** The rates over an open database. */
export function createRateStore(database: FarmerDatabase): RateStore {
  const insert = database.statement(
    'INSERT INTO rates (kind, currency, rate, typed_at_ms) VALUES (@kind, @currency, @rate, @typedAtMs)',
  );
  const latest = database.statement<RateRow>(`
    SELECT kind, currency, rate, typed_at_ms FROM rates
    WHERE kind = @kind AND currency IS @currency ORDER BY id DESC LIMIT 1
  `);
  const history = database.statement<RateRow>(
    'SELECT kind, currency, rate, typed_at_ms FROM rates WHERE kind = @kind ORDER BY id DESC LIMIT @limit',
  );
  return {
    add: (rate) => void insert.run({ ...rate }),
    latest: (kind, currency) => {
      const row = latest.get({ kind, currency });
      return row === undefined ? undefined : fromRow(row);
    },
    history: (kind, limit) => history.all({ kind, limit }).map(fromRow),
  };
}
