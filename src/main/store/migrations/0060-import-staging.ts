import type { Migration } from './migration.ts';

/**
 * The events of an import are hidden until it is finished: each row names the import that brought it, and the import
 * says whether it is in progress. Other imports that brought the same row are in the tables of marks.
 */
export const importStaging: Migration = {
  version: 60,
  name: 'import-staging',
  sql: `
    ALTER TABLE imports ADD COLUMN is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1));
    CREATE UNIQUE INDEX imports_one_pending ON imports (is_pending) WHERE is_pending = 1;

    ALTER TABLE uptime_reports ADD COLUMN import_id INTEGER;
    UPDATE uptime_reports SET import_id = (
      SELECT min(mark.import_id) FROM import_reports AS mark WHERE mark.node_id = uptime_reports.node_id
        AND mark.at_s = uptime_reports.at_s AND mark.up_s = uptime_reports.up_s);
    DELETE FROM import_reports WHERE EXISTS (
      SELECT 1 FROM uptime_reports AS report WHERE report.node_id = import_reports.node_id
        AND report.at_s = import_reports.at_s AND report.up_s = import_reports.up_s
        AND report.import_id = import_reports.import_id);
    ALTER TABLE import_reports ADD COLUMN position INTEGER;
    CREATE INDEX import_reports_with_position ON import_reports (import_id) WHERE position IS NOT NULL;

    ALTER TABLE power_events ADD COLUMN import_id INTEGER;
    UPDATE power_events SET import_id = (
      SELECT min(mark.import_id) FROM import_power_events AS mark WHERE mark.node_id = power_events.node_id
        AND mark.at_s = power_events.at_s AND mark.kind = power_events.kind AND mark.power = power_events.power);
    DELETE FROM import_power_events WHERE EXISTS (
      SELECT 1 FROM power_events AS event WHERE event.node_id = import_power_events.node_id
        AND event.at_s = import_power_events.at_s AND event.kind = import_power_events.kind
        AND event.power = import_power_events.power AND event.import_id = import_power_events.import_id);
    ALTER TABLE import_power_events ADD COLUMN position INTEGER;
    CREATE INDEX import_power_events_with_position ON import_power_events (import_id) WHERE position IS NOT NULL;

    ALTER TABLE import_nodes ADD COLUMN is_hidden INTEGER NOT NULL DEFAULT 0 CHECK (is_hidden IN (0, 1));
  `,
};
