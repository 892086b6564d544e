import type { SiteTerms } from '#shared/contract/nodes/nodes.ts';
import type { Site } from '#shared/contract/nodes/sites.ts';
import { usdOfCurrency } from '#shared/domain/nodes/site-terms.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** The price of electricity at a site as it was entered. */
export interface StoredSiteTerms {
  readonly timeZone: string | null;
  readonly electricityPerKwh: string | null;
  readonly unitsPerUsd: string | null;
}

/** The columns of a site that are read with its nodes. */
export const SITE_COLUMNS = `sites.time_zone AS "ofSite.timeZone", sites.electricity_per_kwh AS "ofSite.electricityPerKwh",
  sites.currency_units_per_usd AS "ofSite.unitsPerUsd"`;

/** The time zone and electricity price of a site; null where nothing was entered. */
export function termsOfSite({ timeZone, electricityPerKwh, unitsPerUsd }: StoredSiteTerms): SiteTerms | null {
  const electricityUsdPerKwh = usdOfCurrency(electricityPerKwh, unitsPerUsd);
  return timeZone === null && electricityUsdPerKwh === null ? null : { timeZone, electricityUsdPerKwh };
}

/** A stored site; the number of its nodes is counted. */
export type StoredSite = Omit<Site, 'electricityUsdPerKwh'>;

/** The sites of the farm. A site exists once a node names it, or something was entered for it. */
export function createSiteStore(database: FarmerDatabase) {
  const list = database.query<StoredSite>(`
    SELECT named.name, count(nodes.id) AS node_count, sites.time_zone, sites.electricity_per_kwh,
      coalesce(sites.currency, 'USD') AS currency, sites.currency_units_per_usd AS units_per_usd
    FROM (SELECT name FROM sites UNION SELECT site FROM nodes WHERE length(trim(site)) BETWEEN 1 AND 80
      AND deleted_at_ms IS NULL) AS named
    LEFT JOIN sites ON sites.name = named.name
    LEFT JOIN nodes ON nodes.site = named.name AND nodes.deleted_at_ms IS NULL
    GROUP BY named.name ORDER BY named.name`);
  const put = database.query(`
    INSERT INTO sites (name, time_zone, electricity_per_kwh, currency, currency_units_per_usd, entered_at_ms)
    VALUES (@name, @timeZone, @electricityPerKwh, @currency, @unitsPerUsd, @nowMs)
    ON CONFLICT (name) DO UPDATE SET time_zone = excluded.time_zone, electricity_per_kwh = excluded.electricity_per_kwh,
      currency = excluded.currency, currency_units_per_usd = excluded.currency_units_per_usd,
      entered_at_ms = excluded.entered_at_ms`);
  const drop = database.statement('DELETE FROM sites WHERE name = @name');
  const move = database.statement('UPDATE nodes SET site = @to, updated_at_ms = @nowMs WHERE site = @from');
  return {
    /** By name. */
    list: () => list.all(),
    put: (site: Omit<StoredSite, 'nodeCount'>, nowMs: number) => void put.run({ ...site, nowMs }),
    /** Deletes a site: its nodes move to another, or have none. */
    remove: (name: string, to: string | null, nowMs: number): void => {
      database.transaction(() => {
        move.run({ from: name, to, nowMs });
        drop.run({ name });
      });
    },
  };
}
