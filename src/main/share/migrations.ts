import type { FactTable } from '#shared/domain/share/fact-tables.ts';

/** One migration of the shared database. A released migration is never changed. */
export interface ShareMigration {
  readonly version: number;
  readonly sql: string;
}

interface PartitionedTable {
  readonly name: FactTable['name'];
  readonly columns: string;
  readonly key: string;
  readonly isPartitioned?: boolean;
}

/** The fact tables as of the first version. */
const FACTS: readonly PartitionedTable[] = [
  { name: 'boots', columns: 'boot_key text NOT NULL, booted_at_ms bigint NOT NULL', key: 'boot_key' },
  {
    name: 'spans',
    columns: `boot_key text NOT NULL, start_uptime_ms bigint NOT NULL, last_uptime_ms bigint NOT NULL,
      ended text NOT NULL, source text NOT NULL, at_s bigint NOT NULL`,
    key: 'boot_key, start_uptime_ms',
    isPartitioned: true,
  },
  {
    name: 'unreachable_spans',
    columns: 'boot_key text NOT NULL, start_uptime_ms bigint NOT NULL, last_uptime_ms bigint NOT NULL',
    key: 'boot_key, start_uptime_ms',
  },
  { name: 'clock_steps', columns: 'at_ms bigint NOT NULL, step_ms bigint NOT NULL', key: 'at_ms, step_ms' },
  {
    name: 'uptime_reports',
    columns: 'at_s bigint NOT NULL, up_s bigint NOT NULL, position bigint',
    key: 'at_s, up_s',
    isPartitioned: true,
  },
  {
    name: 'power_events',
    columns: 'at_s bigint NOT NULL, position bigint, kind text NOT NULL, power text NOT NULL',
    key: 'at_s, kind, power',
    isPartitioned: true,
  },
  {
    name: 'hardware_snapshots',
    columns: `taken_at_ms bigint NOT NULL, last_seen_at_ms bigint, content_hash text NOT NULL, cru bigint,
      mru_bytes bigint, sru_bytes bigint, hru_bytes bigint, is_virtual bigint, reading_json text`,
    key: 'taken_at_ms, content_hash',
  },
  {
    name: 'receipts',
    columns: `kind text, period_index bigint, hash text NOT NULL, verification text, content_sha256 text NOT NULL,
      content_json text, imported_at_ms bigint`,
    key: 'content_sha256, hash',
  },
  {
    name: 'grid_payouts',
    columns: `operation_id text NOT NULL, receipt_hash text, account text, transaction_hash text, at_s bigint,
      tft_units bigint`,
    key: 'operation_id',
  },
  {
    name: 'grid_period_starts',
    columns: 'period_index bigint NOT NULL, block bigint, first_block_s bigint',
    key: 'period_index',
  },
  {
    name: 'maintenance',
    columns: 'start_s bigint NOT NULL, end_s bigint NOT NULL, note text, created_at_ms bigint NOT NULL',
    key: 'start_s, end_s, created_at_ms',
  },
  {
    name: 'wake_requests',
    columns: 'kind text NOT NULL, requested_at_s bigint NOT NULL, asleep_since_s bigint',
    key: 'requested_at_s, kind',
  },
  {
    name: 'price_changes',
    columns: `kind_id text NOT NULL, change text NOT NULL, from_price_month text NOT NULL, from_currency text NOT NULL,
      to_price_month text NOT NULL, to_currency text NOT NULL, changed_by text, reason text, changed_at_ms bigint NOT NULL`,
    key: 'kind_id, changed_at_ms, change, from_price_month, from_currency, to_price_month, to_currency',
  },
  {
    name: 'rates',
    columns: 'kind text NOT NULL, currency text NOT NULL, rate text NOT NULL, typed_at_ms bigint NOT NULL',
    key: 'kind, currency, typed_at_ms, rate',
  },
];

const WITHOUT_NODE = new Set(['grid_payouts', 'grid_period_starts', 'rates']);

/** Row-level security: members read the rows of their farms and write only the rows of their own installations. */
function policies(table: string): string {
  return `
    ALTER TABLE farmer.${table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY read ON farmer.${table} FOR SELECT USING (farm_id = ANY (ARRAY(SELECT farmer.my_farms())));
    CREATE POLICY add ON farmer.${table} FOR INSERT WITH CHECK (
      (farm_id, installation_id) IN (SELECT farm, installation FROM farmer.my_installations()));`;
}

function factTable({ name, columns, key, isPartitioned = false }: PartitionedTable): string {
  const node = WITHOUT_NODE.has(name) ? '' : 'node text NOT NULL, ';
  const nodeKey = WITHOUT_NODE.has(name) ? '' : 'node, ';
  const month = isPartitioned && name === 'spans' ? ', at_s' : '';
  return `
    CREATE TABLE farmer.${name} (
      farm_id uuid NOT NULL REFERENCES farmer.farms (id),
      installation_id uuid NOT NULL,
      sending bigint NOT NULL,
      is_gone boolean NOT NULL DEFAULT false,
      ${node}${columns},
      PRIMARY KEY (farm_id, ${nodeKey}${key}, installation_id${month})
    )${isPartitioned ? ' PARTITION BY RANGE (at_s)' : ''};
    CREATE INDEX ${name}_by_sending ON farmer.${name} (farm_id, installation_id, sending);
    ${isPartitioned ? `CREATE TABLE farmer.${name}_elsewhen PARTITION OF farmer.${name} DEFAULT;` : ''}
    ${policies(name)}
    CREATE POLICY change ON farmer.${name} FOR UPDATE
      USING ((farm_id, installation_id) IN (SELECT farm, installation FROM farmer.my_installations()))
      WITH CHECK ((farm_id, installation_id) IN (SELECT farm, installation FROM farmer.my_installations()));`;
}

/**
 * For queries over all nodes within a short time, which the primary key cannot serve because it starts with the node.
 * Rows are stored roughly in the order of time, so a BRIN index of a few kilobytes suffices. Measurements:
 * docs/share.md
 */
function indexByTime({ name }: PartitionedTable): string {
  return `CREATE INDEX ${name}_by_time ON farmer.${name} USING brin (at_s) WITH (autosummarize = on);`;
}

const FARMS = `
  CREATE SCHEMA IF NOT EXISTS farmer;
  COMMENT ON SCHEMA farmer IS 'Shared data of Farmer';

  CREATE TABLE farmer.migrations (
    version integer PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
  );

  CREATE TABLE farmer.farms (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 80),
    network text,
    made_at timestamptz NOT NULL DEFAULT now()
  );

  CREATE TABLE farmer.members (
    farm_id uuid NOT NULL REFERENCES farmer.farms (id),
    role name NOT NULL,
    can_write boolean NOT NULL,
    PRIMARY KEY (farm_id, role)
  );

  CREATE TABLE farmer.installations (
    farm_id uuid NOT NULL REFERENCES farmer.farms (id),
    id uuid NOT NULL,
    name text NOT NULL,
    role name NOT NULL DEFAULT session_user,
    sending bigint NOT NULL DEFAULT 0,
    heard_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (farm_id, id)
  );

  -- They read what row level security hides from whoever asks, and nothing else.
  CREATE FUNCTION farmer.my_farms() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    AS 'SELECT farm_id FROM farmer.members WHERE role = session_user';
  CREATE FUNCTION farmer.my_writable_farms() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    AS 'SELECT farm_id FROM farmer.members WHERE role = session_user AND can_write';
  CREATE FUNCTION farmer.my_installations() RETURNS TABLE (farm uuid, installation uuid) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT i.farm_id, i.id FROM farmer.installations AS i JOIN farmer.members AS m ON m.farm_id = i.farm_id
        AND m.role = session_user AND m.can_write WHERE i.role = session_user';

  ALTER TABLE farmer.farms ENABLE ROW LEVEL SECURITY;
  CREATE POLICY read ON farmer.farms FOR SELECT USING (id = ANY (ARRAY(SELECT farmer.my_farms())));
  CREATE POLICY change ON farmer.farms FOR UPDATE USING (id = ANY (ARRAY(SELECT farmer.my_writable_farms())));
  ALTER TABLE farmer.members ENABLE ROW LEVEL SECURITY;
  CREATE POLICY read ON farmer.members FOR SELECT USING (farm_id = ANY (ARRAY(SELECT farmer.my_farms())));
  ALTER TABLE farmer.installations ENABLE ROW LEVEL SECURITY;
  CREATE POLICY read ON farmer.installations FOR SELECT USING (farm_id = ANY (ARRAY(SELECT farmer.my_farms())));
  CREATE POLICY add ON farmer.installations FOR INSERT
    WITH CHECK (role = session_user AND farm_id = ANY (ARRAY(SELECT farmer.my_writable_farms())));
  CREATE POLICY change ON farmer.installations FOR UPDATE
    USING (role = session_user AND farm_id = ANY (ARRAY(SELECT farmer.my_writable_farms())))
    WITH CHECK (role = session_user);
`;

const CHOICE = `
    farm_id uuid NOT NULL REFERENCES farmer.farms (id),
    entity text NOT NULL,
    key text NOT NULL,
    field text NOT NULL,
    value text,
    version bigint NOT NULL,
    installation_id uuid NOT NULL,`;

const CHOICES = `
  CREATE TABLE farmer.choices (${CHOICE}
    sending bigint NOT NULL,
    PRIMARY KEY (farm_id, entity, key, field)
  );
  CREATE INDEX choices_by_sending ON farmer.choices (farm_id, installation_id, sending);
  ${policies('choices')}
  CREATE POLICY change ON farmer.choices FOR UPDATE
    USING (farm_id = ANY (ARRAY(SELECT farmer.my_writable_farms())))
    WITH CHECK ((farm_id, installation_id) IN (SELECT farm, installation FROM farmer.my_installations()));

  -- Values that another one replaced, or that came too late to stand.
  CREATE TABLE farmer.choice_history (${CHOICE}
    replaced_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX choice_history_by_key ON farmer.choice_history (farm_id, entity, key, field, version);
  ALTER TABLE farmer.choice_history ENABLE ROW LEVEL SECURITY;
  CREATE POLICY read ON farmer.choice_history FOR SELECT USING (farm_id = ANY (ARRAY(SELECT farmer.my_farms())));
  CREATE POLICY add ON farmer.choice_history FOR INSERT
    WITH CHECK (farm_id = ANY (ARRAY(SELECT farmer.my_writable_farms())));
`;

const HELPERS = `
  -- Makes the partitions of the months that some instants are in. A writer may call it, and make nothing else.
  CREATE FUNCTION farmer.make_months(table_name text, instants bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $body$
  DECLARE month timestamptz;
  DECLARE part text;
  BEGIN
    IF table_name NOT IN ('spans', 'uptime_reports', 'power_events') THEN
      RAISE EXCEPTION 'no such table: %', table_name;
    END IF;
    FOR month IN
      SELECT DISTINCT date_trunc('month', to_timestamp(at) AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
      FROM unnest(instants) AS at WHERE at BETWEEN 1514764800 AND 4102444799
    LOOP
      part := table_name || '_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
      IF to_regclass('farmer.' || part) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('farmer.' || part));
        EXECUTE format('CREATE TABLE IF NOT EXISTS farmer.%I PARTITION OF farmer.%I FOR VALUES FROM (%s) TO (%s)',
          part, table_name, extract(epoch FROM month)::bigint,
          extract(epoch FROM (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC')::bigint);
      END IF;
    END LOOP;
  END $body$;

  -- Lets a role into a farm, to write or only to read.
  CREATE FUNCTION farmer.admit(member name, farm text, may_write boolean) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $body$
  BEGIN
    INSERT INTO farmer.members (farm_id, role, can_write)
      SELECT id, member, may_write FROM farmer.farms WHERE name = farm
      ON CONFLICT (farm_id, role) DO UPDATE SET can_write = excluded.can_write;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'no such farm: %', farm;
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA farmer TO %I', member);
    -- Not on all tables of the schema: a partition by itself has no row level security.
    EXECUTE format('GRANT SELECT ON farmer.migrations, farmer.farms, farmer.members, farmer.installations,
      farmer.choices, farmer.choice_history, WRITTEN TO %I', member);
    IF may_write THEN
      EXECUTE format('GRANT UPDATE (network) ON farmer.farms TO %I', member);
      EXECUTE format('GRANT INSERT, UPDATE ON farmer.installations, farmer.choices, WRITTEN TO %I', member);
      EXECUTE format('GRANT INSERT ON farmer.choice_history TO %I', member);
      EXECUTE format('GRANT EXECUTE ON FUNCTION farmer.make_months(text, bigint[]) TO %I', member);
    END IF;
  END $body$;
  REVOKE ALL ON FUNCTION farmer.make_months(text, bigint[]) FROM PUBLIC;
  REVOKE ALL ON FUNCTION farmer.admit(name, text, boolean) FROM PUBLIC;
`.replaceAll('WRITTEN', FACTS.map(({ name }) => `farmer.${name}`).join(', '));

/** All migrations, in ascending order. */
export const SHARE_MIGRATIONS: readonly ShareMigration[] = [
  { version: 1, sql: [FARMS, CHOICES, ...FACTS.map(factTable), HELPERS].join('\n') },
  {
    version: 2,
    sql: FACTS.filter(({ isPartitioned }) => isPartitioned)
      .map(indexByTime)
      .join('\n'),
  },
];
