import { doctorContract } from './data/doctor.ts';
import { appContract } from './app/app.ts';
import { backupsContract } from './data/backups.ts';
import { bidsContract } from './bids/bids.ts';
import { channelsContract } from './notifications/channels.ts';
import { capacityContract } from './hardware/capacity.ts';
import { economyContract } from './economy/economy.ts';
import { demoContract } from './data/demo.ts';
import { eligibilityContract } from './hardware/eligibility.ts';
import { exportsContract } from './data/exports.ts';
import { importsContract } from './data/imports.ts';
import { costsContract } from './nodes/costs.ts';
import { gridContract } from './grid/grid.ts';
import { probesContract } from './grid/probes.ts';
import { hardwareContract } from './hardware/hardware.ts';
import { marketsContract } from './settings/markets.ts';
import { moneyContract } from './settings/money.ts';
import { nodesContract } from './nodes/nodes.ts';
import { sitesContract } from './nodes/sites.ts';
import { templatesContract } from './nodes/templates.ts';
import { periodsContract } from './uptime/periods.ts';
import { policiesContract } from './rules/policies.ts';
import { pricesContract } from './slices/prices.ts';
import { comparisonContract } from './earnings/comparison.ts';
import { projectionsContract } from './earnings/projections.ts';
import { ratesContract } from './settings/rates.ts';
import { rewardsContract } from './earnings/rewards.ts';
import { rulesContract } from './rules/rules.ts';
import { scenariosContract } from './earnings/scenarios.ts';
import { settingsContract } from './settings/settings.ts';
import { shareContract } from './share/share.ts';
import { slicesContract } from './slices/slices.ts';
import { notificationsContract } from './notifications/notifications.ts';
import { payoutsContract } from './uptime/payouts.ts';
import { receiptsContract } from './uptime/receipts.ts';
import { uptimeContract } from './uptime/uptime.ts';
import { wakeupsContract } from './uptime/wake-ups.ts';

/**
 * Every call of the product, one entry an area. Preload, IPC, HTTP, the OpenAPI page, the renderer's client and the
 * command line all derive from this list.
 */
export const contract = {
  app: appContract,
  nodes: { ...nodesContract, templates: templatesContract, sites: sitesContract, costs: costsContract },
  grid: { ...gridContract, probes: probesContract },
  share: shareContract,
  hardware: { readings: hardwareContract, eligibility: eligibilityContract, capacity: capacityContract },
  uptime: {
    ...uptimeContract,
    periods: periodsContract,
    payouts: payoutsContract,
    receipts: receiptsContract,
    wakeUps: wakeupsContract,
  },
  earnings: {
    comparison: comparisonContract,
    projections: projectionsContract,
    rewards: rewardsContract,
    scenarios: scenariosContract,
  },
  slices: { ...slicesContract, prices: pricesContract },
  bids: bidsContract,
  economy: economyContract,
  rules: { ...rulesContract, policies: policiesContract },
  notifications: { ...notificationsContract, channels: channelsContract },
  settings: { ...settingsContract, rates: ratesContract, money: moneyContract, markets: marketsContract },
  data: {
    backups: backupsContract,
    exports: exportsContract,
    imports: importsContract,
    doctor: doctorContract,
    demo: demoContract,
  },
};

/** The type of {@link contract}. */
export type Contract = typeof contract;
