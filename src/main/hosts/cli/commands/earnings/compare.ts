import type { Command } from 'commander';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import type { AssessedTemplate } from '#shared/contract/nodes/templates.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { moneyText, numberText } from '#shared/number-text.ts';
import { parseWhole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, type Style } from '#main/hosts/cli/style.ts';
import { findTemplate } from '#main/hosts/cli/templates.ts';
import { breakEvenText, moneyToJson, tftPriceText, tftPriceToJson } from '#main/hosts/cli/text/money.ts';

const ELIGIBLE = { eligible: true, 'not-eligible': false, unknown: null } as const;

/** A node of the farm or a common machine. */
type Machine = FarmNodeRow | AssessedTemplate;

const isTemplate = (row: Machine): row is AssessedTemplate => 'sources' in row;

function machineJson(row: Machine) {
  return {
    id: isTemplate(row) ? null : row.id,
    template: isTemplate(row) ? row.id : null,
    name: row.name,
    eligible: ELIGIBLE[row.verdict],
    cu: row.capacity?.cu ?? null,
    su: row.capacity?.su ?? null,
    tft_month: row.reward?.tft ?? null,
    watts: row.watts,
    money: moneyToJson(row.money),
    payback_months: row.paybackMonths,
  };
}

const right = (title: string) => ({ title, align: 'right' }) as const;

/** A figure of a machine, floored; nothing where it is not known. */
function figure(text: string | null | undefined, maxPlaces = 2): string {
  return text === null || text === undefined ? '' : numberText(text, 'en', { maxPlaces, rounding: 'floor' });
}

function renderMachines(style: Style, rows: readonly Machine[]): string {
  return renderTable(
    style,
    [
      right('Node'),
      { title: 'Name' },
      { title: 'Eligible' },
      right('CU'),
      right('SU'),
      right('TFT a month'),
      right('Watts'),
      right('Net USD'),
      right('Pays back'),
      right('TFT break-even'),
    ],
    rows.map(({ id, name, verdict, capacity, reward, watts, money, paybackMonths }) => [
      typeof id === 'number' ? String(id) : '',
      name,
      verdict === 'eligible' ? 'yes' : verdict === 'unknown' ? 'not known' : style.bad('no'),
      figure(capacity?.cu),
      figure(capacity?.su),
      figure(reward?.tft),
      figure(watts, 1),
      money.state === 'known' ? moneyText(money.netUsd) : style.quiet(`needs ${money.missing.length}`),
      paybackMonths === null ? '' : `${paybackMonths} months`,
      money.state === 'known' ? breakEvenText(money.breakEvenTftPriceUsd) : '',
    ]),
  );
}

async function compare(session: CliSession, texts: readonly string[], names: readonly string[]): Promise<void> {
  if (texts.length + names.length === 0) {
    throw new FarmerError('INVALID_INPUT', message('cli:core.nothingToCompare'), {
      hint: message('cli:core.templatesListed'),
    });
  }
  const templates = names.length === 0 ? [] : (await session.calls.nodes.templates.list()).templates;
  const common = names.map((name) => findTemplate(templates, name));
  const ids = texts.map((text) => parseWhole(text, 'the node number', undefined, 1));
  const { nodes, tftPrice } = await session.calls.nodes.summariseFarm();
  const rows = await Promise.all(
    ids.map(async (id) => nodes.find((row) => row.id === id) ?? session.calls.nodes.get({ id })),
  );
  const found: readonly Machine[] = [...rows.filter((row): row is FarmNodeRow => 'money' in row), ...common];
  session.print({ machines: found.map(machineJson), tft_price: tftPriceToJson(tftPrice) }, () =>
    [renderMachines(session.style, found), `TFT price: ${tftPriceText(tftPrice)}.`].join('\n\n'),
  );
}

/** `farmer compare`: machines side by side, before one is bought. */
export function define(command: Command, session: CliSession): void {
  command
    .argument('[node...]', 'their numbers')
    .option('--template <name...>', 'common machines: "farmer nodes templates" lists them', [])
    .action((texts: readonly string[], { template }: { readonly template: readonly string[] }) =>
      compare(session, texts, template),
    );
}
