import { appContract } from './app.ts';
import { backupsContract } from './backups.ts';
import { bidsContract } from './bids.ts';
import { capacityContract } from './capacity.ts';
import { economyContract } from './economy.ts';
import { demoContract } from './demo.ts';
import { eligibilityContract } from './eligibility.ts';
import { exportsContract } from './exports.ts';
import { hardwareContract } from './hardware.ts';
import { nodesContract } from './nodes.ts';
import { periodsContract } from './periods.ts';
import { pricesContract } from './prices.ts';
import { projectionsContract } from './projections.ts';
import { ratesContract } from './rates.ts';
import { rewardsContract } from './rewards.ts';
import { rulesContract } from './rules.ts';
import { scenariosContract } from './scenarios.ts';
import { settingsContract } from './settings.ts';
import { slicesContract } from './slices.ts';
import { notificationsContract } from './notifications.ts';
import { receiptsContract } from './receipts.ts';
import { uptimeContract } from './uptime.ts';
import { wakeupsContract } from './wakeups.ts';

/**
 * Every call of the product, one entry an area. Preload, IPC, HTTP, the OpenAPI page, the renderer's client and the
 * command line all derive from this list.
 */
export const contract = {
  app: appContract,
  backups: backupsContract,
  capacity: capacityContract,
  economy: economyContract,
  demo: demoContract,
  eligibility: eligibilityContract,
  exports: exportsContract,
  hardware: hardwareContract,
  nodes: nodesContract,
  periods: periodsContract,
  projections: projectionsContract,
  rates: ratesContract,
  rewards: rewardsContract,
  rules: rulesContract,
  scenarios: scenariosContract,
  settings: settingsContract,
  slices: slicesContract,
  prices: pricesContract,
  bids: bidsContract,
  notifications: notificationsContract,
  receipts: receiptsContract,
  uptime: uptimeContract,
  wakeups: wakeupsContract,
};

/** The type of {@link contract}. */
export type Contract = typeof contract;
