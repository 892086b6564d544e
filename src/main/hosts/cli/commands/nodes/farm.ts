import { type Command, Option } from 'commander';
import type { FarmTotalsAnswer } from '#shared/contract/nodes/farm.ts';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { Decimal } from '#shared/decimal.ts';
import { concernRank, needsAttention } from '#shared/domain/nodes/farm.ts';
import { FARM_FILTERS, type FarmFilter, isPicked, searchText, searchWords } from '#shared/domain/nodes/farm-filter.ts';
import { tftPriceToJson, moneyToJson } from '#main/hosts/cli/text/money.ts';
import { renderFarm } from './farm-text.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

/** The JSON names that differ from the field names, and the fields left out because `farmer nodes` and `reward` have them. */
const NAMES = {
  periodName: 'period',
  periodIndex: null,
  resources: null,
  grid: null,
  baseMusd: null,
  fullMusd: null,
  fullTft: null,
  'reward.permille': null,
} as const;

type Order = (a: FarmNodeRow, b: FarmNodeRow) => number;

/** Orders by amount, ascending; rows without one come last. */
function byAmount(amountOf: (row: FarmNodeRow) => string | null): Order {
  return (a, b) => {
    const [first, second] = [amountOf(a), amountOf(b)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return new Decimal(first).comparedTo(second);
  };
}

const ORDERS = {
  status: (a, b) => concernRank(a.concern) - concernRank(b.concern),
  net: byAmount(({ money }) => (money.state === 'known' ? money.netUsd : null)),
  gross: byAmount(({ money }) => money.grossUsd),
  power: byAmount(({ money }) => money.powerUsd),
  tft: byAmount(({ reward }) => reward?.tft ?? null),
  name: (a, b) => a.name.localeCompare(b.name, 'en'),
  site: (a, b) => (a.site ?? '').localeCompare(b.site ?? '', 'en'),
} as const satisfies Readonly<Record<string, Order>>;

interface FarmOptions {
  readonly attention: boolean;
  readonly sort: keyof typeof ORDERS;
  readonly filter?: FarmFilter;
  readonly site?: string;
  readonly find?: string;
}

function withMoney<T extends FarmNodeRow | FarmTotalsAnswer>(one: T) {
  return { ...one, money: moneyToJson(one.money) };
}

function totalsJson(totals: FarmTotalsAnswer) {
  const { nodes, money } = totals.moneyOfKnown;
  return { ...withMoney(totals), moneyOfKnown: { nodes, ...moneyToJson(money) } };
}

async function show(session: CliSession, { attention, sort, filter, site, find = '' }: FarmOptions): Promise<void> {
  const { nodes, totals, planned, tftPrice, isAsIfMinted } = await session.calls.nodes.summariseFarm();
  const words = searchWords(find);
  const rows = nodes
    .filter(({ concern }) => !attention || needsAttention(concern))
    .filter((row) => filter === undefined || isPicked(filter, row))
    .filter((row) => site === undefined || row.site === site)
    .filter((row) => words.every((word) => searchText(row).includes(word)))
    .toSorted((a, b) => ORDERS[sort](a, b) || a.id - b.id);
  const price = tftPriceToJson(tftPrice);
  const json = {
    totals: totalsJson(totals),
    planned: totalsJson(planned),
    nodes: rows.map((row) => ({ ...withMoney(row), nodeId: row.grid.nodeId, tftPrice: price })),
    tftPrice: price,
    isAsIfMinted,
  };
  session.print(toSnakeCase(json, NAMES), () =>
    nodes.length === 0
      ? 'No nodes yet. "farmer check --record" adds this machine, "farmer nodes import" those of the grid.'
      : [
          renderFarm(session.style, { totals, planned, tftPrice }, rows),
          ...(isAsIfMinted ? ['Amounts are as if minted: see "farmer rules minting".'] : []),
        ].join('\n\n'),
  );
}

/** `farmer farm`: the totals of the farm and every node, worst first. */
export function define(command: Command, session: CliSession): void {
  command
    .option('--attention', 'only the nodes that need attention', false)
    .addOption(
      new Option('--sort <by>', 'the order of the nodes, the lowest first')
        .choices(Object.keys(ORDERS))
        .default('status', 'the worst first'),
    )
    .addOption(new Option('--filter <which>', 'only some nodes').choices(FARM_FILTERS))
    .option('--site <name>', 'only the nodes of a site')
    .option('--find <text>', 'only the nodes whose name, number, city, country, site or label has these words')
    .action((options: FarmOptions) => show(session, options));
}
