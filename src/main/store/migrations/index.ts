import { nodes } from './0001-nodes.ts';
import { hardwareSnapshots } from './0002-hardware-snapshots.ts';
import { settings } from './0003-settings.ts';
import type { Migration } from './migration.ts';

/**
 * Every migration, ascending by version; one line each. A shipped one is never changed: its hash is pinned in
 * `test/golden/migration-hashes.json`.
 */
export const MIGRATIONS: readonly Migration[] = [nodes, hardwareSnapshots, settings];
