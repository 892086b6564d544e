import type { Command } from 'commander';
import type { ComparedMachine } from '#shared/contract/earnings/compared-machine.ts';
import type { ComparedRow } from '#shared/contract/earnings/comparison.ts';
import { paybackMonthsText } from '#shared/domain/earnings/payback-text.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { inEnglish, message } from '#shared/message.ts';
import { BREAK_EVEN, moneyText, numberText } from '#shared/number-text.ts';
import { decimal, parseWhole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, right, type Style } from '#main/hosts/cli/style.ts';
import { findTemplate } from '#main/hosts/cli/templates.ts';
import { roundedTftText } from '#main/hosts/cli/text/amounts.ts';
import { moneyToJson, needsNumbersText, tftPriceText, tftPriceToJson } from '#main/hosts/cli/text/money.ts';

const parsePrice = decimal('--price-paid');

const ELIGIBLE = { eligible: true, 'not-eligible': false, unknown: null } as const;

function machineJson(row: ComparedRow, bestPosition: number | null) {
  return {
    id: row.nodeId,
    template: row.template,
    name: row.name,
    eligible: ELIGIBLE[row.verdict],
    best: row.position === bestPosition,
    cu: row.capacity?.cu ?? null,
    su: row.capacity?.su ?? null,
    tft_month: row.reward?.tft ?? null,
    watts: row.watts,
    price_paid: row.hardwareUsd,
    money: moneyToJson(row.money),
    payback_months: row.paybackMonths,
  };
}

/** A figure rounded down; empty if it is not known. */
function figure(text: string | null | undefined, maxPlaces = 2): string {
  return text === null || text === undefined ? '' : numberText(text, 'en', { maxPlaces, rounding: 'floor' });
}

function renderMachines(style: Style, rows: readonly ComparedRow[], bestPosition: number | null): string {
  return renderTable(
    style,
    [
      right('Node'),
      'Name',
      'Eligible',
      right('CU'),
      right('SU'),
      right('TFT a period'),
      right('Watts'),
      right('Net USD'),
      right('Pays back'),
      right('Break-even TFT price'),
    ],
    rows.map(({ position, nodeId, name, verdict, capacity, reward, watts, money, hardwareUsd, paybackMonths }) => [
      nodeId === null ? '' : String(nodeId),
      position === bestPosition ? style.good(`${name} (earns most)`) : name,
      verdict === 'eligible' ? 'yes' : verdict === 'unknown' ? 'not known' : style.bad('no'),
      figure(capacity?.cu),
      figure(capacity?.su),
      reward === null ? '' : roundedTftText(reward.tft),
      figure(watts, 1),
      money.state === 'known' ? moneyText(money.netUsd) : style.quiet(needsNumbersText(money.missing)),
      money.state === 'known' ? inEnglish(paybackMonthsText(paybackMonths, hardwareUsd !== null)) : '',
      money.state === 'known' && money.breakEvenTftPriceUsd !== null
        ? numberText(money.breakEvenTftPriceUsd, 'en', BREAK_EVEN)
        : '',
    ]),
  );
}

interface CompareOptions {
  readonly template?: readonly string[];
  readonly pricePaid?: readonly string[];
}

async function compare(
  session: CliSession,
  texts: readonly string[],
  { template: names = [], pricePaid = [] }: CompareOptions,
): Promise<void> {
  if (texts.length + names.length === 0) {
    throw new FarmerError('INVALID_INPUT', message('cli:core.nothingToCompare'), {
      hint: message('cli:core.templatesListed'),
    });
  }
  const prices = pricePaid.map((text) => parsePrice(text));
  if (prices.length > names.length) {
    throw invalidInput(message('cli:core.morePricesThanTemplates'), message('cli:core.pricesInOrderOfTemplates'));
  }
  const templates = names.length === 0 ? [] : (await session.calls.nodes.templates.list()).templates;
  const ofFarm = texts.map(
    (text): ComparedMachine => ({
      kind: 'node',
      nodeId: parseWhole(text, 'the node number', undefined, 1),
    }),
  );
  const common = names.map((wanted, index): ComparedMachine => {
    const { id, name, resources, wattsIdle, wattsLoaded } = findTemplate(templates, wanted);
    const hardwareUsd = prices[index] ?? null;
    return { kind: 'machine', template: id, name, resources, wattsIdle, wattsLoaded, hardwareUsd };
  });
  const { machines, best, tftPrice } = await session.calls.earnings.comparison.compare({
    machines: [...ofFarm, ...common],
  });
  const position = best?.position ?? null;
  session.print(
    { machines: machines.map((row) => machineJson(row, position)), tft_price: tftPriceToJson(tftPrice) },
    () => [renderMachines(session.style, machines, position), `TFT price: ${tftPriceText(tftPrice)}.`].join('\n\n'),
  );
}

/** `farmer compare`: machines side by side, before one is bought. */
export function define(command: Command, session: CliSession): void {
  command
    .argument('[node...]', 'their numbers in Farmer')
    .option('--template <name...>', 'common machines: "farmer nodes templates" lists them')
    .option('--price-paid <USD...>', 'what each of them costs, in their order; without it, it has no payback')
    .action((texts: readonly string[], options: CompareOptions) => compare(session, texts, options));
}
