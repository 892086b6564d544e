import type app from './en/app.json';
import type bids from './en/bids.json';
import type cli from './en/cli.json';
import type common from './en/common.json';
import type compare from './en/compare.json';
import type data from './en/data.json';
import type earnings from './en/earnings.json';
import type economy from './en/economy.json';
import type firstRun from './en/first-run.json';
import type glossary from './en/glossary.json';
import type grid from './en/grid.json';
import type hardware from './en/hardware.json';
import type nodes from './en/nodes.json';
import type notifications from './en/notifications.json';
import type pages from './en/pages.json';
import type rules from './en/rules.json';
import type settings from './en/settings.json';
import type share from './en/share.json';
import type shell from './en/shell.json';
import type slices from './en/slices.json';
import type summary from './en/summary.json';
import type uptime from './en/uptime.json';

/** The English texts of every area: the keys and values that every language has. */
export interface Resources {
  readonly app: typeof app;
  readonly bids: typeof bids;
  readonly cli: typeof cli;
  readonly common: typeof common;
  readonly compare: typeof compare;
  readonly data: typeof data;
  readonly earnings: typeof earnings;
  readonly economy: typeof economy;
  readonly 'first-run': typeof firstRun;
  readonly glossary: typeof glossary;
  readonly grid: typeof grid;
  readonly hardware: typeof hardware;
  readonly nodes: typeof nodes;
  readonly notifications: typeof notifications;
  readonly pages: typeof pages;
  readonly rules: typeof rules;
  readonly settings: typeof settings;
  readonly share: typeof share;
  readonly shell: typeof shell;
  readonly slices: typeof slices;
  readonly summary: typeof summary;
  readonly uptime: typeof uptime;
}
