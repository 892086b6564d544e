import { nodes } from './0001-nodes.ts';
import { hardwareSnapshots } from './0002-hardware-snapshots.ts';
import { settings } from './0003-settings.ts';
import { dataLineage } from './0004-data-lineage.ts';
import { uptime } from './0010-uptime.ts';
import { wakeUps } from './0011-wake-ups.ts';
import { receipts } from './0012-receipts.ts';
import { notifications } from './0013-notifications.ts';
import { reachability } from './0014-reachability.ts';
import { scenarios } from './0020-scenarios.ts';
import { rates } from './0021-rates.ts';
import { slicePlans } from './0030-slice-plans.ts';
import { priceChanges } from './0031-price-changes.ts';
import { bids } from './0032-bids.ts';
import { receiptKinds } from './0040-receipt-kinds.ts';
import { imports } from './0041-imports.ts';
import { farmingPolicies } from './0042-farming-policies.ts';
import { bidImports } from './0045-bid-imports.ts';
import { enteredNumbers } from './0048-entered-numbers.ts';
import { gridConnection } from './0050-grid-connection.ts';
import { importStaging } from './0060-import-staging.ts';
import { sites } from './0063-sites.ts';
import { farmRows } from './0070-farm-rows.ts';
import { gridHosts } from './0071-grid-hosts.ts';
import { alerts } from './0074-alerts.ts';
import { alertChannels } from './0075-alert-channels.ts';
import { share } from './0080-share.ts';
import { gridTerms } from './0096-grid-terms.ts';
import { gridProbes } from './0097-grid-probes.ts';
import { shareOrder } from './0100-share-order.ts';
import { shareWritten } from './0101-share-written.ts';
import { registrar } from './0106-registrar.ts';
import { enteredGoldPrice } from './0107-entered-gold-price.ts';
import type { Migration } from './migration.ts';

/**
 * Every migration, ascending by version; one line each. A released one is never changed: its hash is pinned in
 * `test/golden/migration-hashes.json`.
 */
export const MIGRATIONS: readonly Migration[] = [
  nodes,
  hardwareSnapshots,
  settings,
  dataLineage,
  uptime,
  wakeUps,
  receipts,
  notifications,
  reachability,
  scenarios,
  rates,
  slicePlans,
  priceChanges,
  bids,
  receiptKinds,
  imports,
  farmingPolicies,
  bidImports,
  enteredNumbers,
  gridConnection,
  importStaging,
  sites,
  farmRows,
  gridHosts,
  alerts,
  alertChannels,
  share,
  gridTerms,
  gridProbes,
  shareOrder,
  shareWritten,
  registrar,
  enteredGoldPrice,
];
