import type { Command } from 'commander';
import type { CliSession } from './session.ts';

/** What a command's file exports: its options and its action on a fresh commander command. */
export interface CommandModule {
  readonly define: (command: Command, session: CliSession) => void;
}

/** One line of `farmer --help`, and where the command's code is; nothing is loaded before the command runs. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'check',
    summary: 'read this machine: is it eligible, and what would it earn',
    load: () => import('./commands/hardware/check.ts'),
  },
  {
    name: 'record-hardware',
    summary: 'write what this machine answers, to report a wrong reading',
    load: () => import('./commands/hardware/record-hardware.ts'),
  },
  {
    name: 'capacity',
    summary: 'CU, SU and CPR of given resources',
    load: () => import('./commands/hardware/capacity.ts'),
  },
  {
    name: 'credit',
    summary: 'what the grid credits for streams of uptime events',
    load: () => import('./commands/uptime/credit.ts'),
  },
  {
    name: 'reward',
    summary: 'what a node earns in a period',
    load: () => import('./commands/earnings/reward.ts'),
  },
  {
    name: 'period',
    summary: 'a minting period: its dates and the downtime it allows',
    load: () => import('./commands/uptime/period.ts'),
  },
  {
    name: 'alerts',
    summary: 'what was reported, and the channels that it goes through',
    load: () => import('./commands/notifications/alerts.ts'),
  },
  {
    name: 'rules',
    summary: 'the rule sets, with a source for every figure',
    load: () => import('./commands/rules/rules.ts'),
  },
  {
    name: 'terms',
    summary: 'the terms of the field, explained',
    load: () => import('./commands/app/terms.ts'),
  },
  {
    name: 'slices',
    summary: 'a node cut into slices, with the price band',
    load: () => import('./commands/slices/slices.ts'),
  },
  {
    name: 'layouts',
    summary: 'every way to divide a node into slices, and what each leaves over',
    load: () => import('./commands/slices/layouts.ts'),
  },
  {
    name: 'price',
    summary: 'prices of slices between own cost and the band',
    load: () => import('./commands/slices/price.ts'),
  },
  {
    name: 'bids',
    summary: 'import, rank, accept, counter and decline bids',
    load: () => import('./commands/bids/bids.ts'),
  },
  {
    name: 'offers',
    summary: 'the offer sheet as JSON or CSV',
    load: () => import('./commands/slices/offers.ts'),
  },
  {
    name: 'farm',
    summary: 'the whole farm: totals, and every node, the worst first',
    load: () => import('./commands/nodes/farm.ts'),
  },
  {
    name: 'nodes',
    summary: 'the nodes of the farm',
    load: () => import('./commands/nodes/nodes.ts'),
  },
  {
    name: 'money',
    summary: 'the price of a TFT with its age, and the currency',
    load: () => import('./commands/settings/money.ts'),
  },
  {
    name: 'compare',
    summary: 'machines side by side: units, power, net and payback',
    load: () => import('./commands/earnings/compare.ts'),
  },
  {
    name: 'share',
    summary: 'share this farm with other computers over PostgreSQL',
    load: () => import('./commands/share/share.ts'),
  },
  {
    name: 'doctor',
    summary: 'check the installation and its data, and mend it',
    load: () => import('./commands/data/doctor.ts'),
  },
  {
    name: 'serve',
    summary: 'the app in a browser, on this computer only',
    load: () => import('./commands/app/serve.ts'),
  },
  {
    name: 'split',
    summary: 'who gets what of some revenue',
    load: () => import('./commands/economy/split.ts'),
  },
  {
    name: 'project',
    summary: 'what a machine earns month by month, from gross to net',
    load: () => import('./commands/earnings/project.ts'),
  },
  {
    name: 'auction',
    summary: 'one round of the exit auction over a file of bids',
    load: () => import('./commands/economy/auction.ts'),
  },
  {
    name: 'uptime',
    summary: 'uptime, credit and error budget of a node',
    load: () => import('./commands/uptime/uptime.ts'),
  },
  {
    name: 'record',
    summary: 'keep this machine’s uptime, here or as a service',
    load: () => import('./commands/uptime/record.ts'),
  },
  {
    name: 'wakeups',
    summary: 'how fast a node wakes, and the strikes of a period',
    load: () => import('./commands/uptime/wakeups.ts'),
  },
  {
    name: 'receipts',
    summary: 'minting receipts beside the own record',
    load: () => import('./commands/uptime/receipts.ts'),
  },
  {
    name: 'payouts',
    summary: 'where each payout is: receipt awaited, computed, paid, late',
    load: () => import('./commands/uptime/payouts.ts'),
  },
  {
    name: 'grid',
    summary: 'follow your real nodes on the grid, read-only',
    load: () => import('./commands/grid/grid.ts'),
  },
  {
    name: 'import',
    summary: 'import files, each by what it holds',
    load: () => import('./commands/data/import.ts'),
  },
  {
    name: 'imports',
    summary: 'what was imported from files, and back to before an import',
    load: () => import('./commands/data/imports.ts'),
  },
  {
    name: 'backup',
    summary: 'everything in one checked file',
    load: () => import('./commands/data/backup.ts'),
  },
  {
    name: 'restore',
    summary: 'go back to a backup; the data before is kept aside',
    load: () => import('./commands/data/restore.ts'),
  },
  {
    name: 'export',
    summary: 'your data as JSON or CSV',
    load: () => import('./commands/data/export.ts'),
  },
  {
    name: 'demo',
    summary: 'a small farm to look around in, and gone again',
    load: () => import('./commands/data/demo.ts'),
  },
];
