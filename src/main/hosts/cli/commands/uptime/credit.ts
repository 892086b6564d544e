import type { Command } from 'commander';
import { rulesOfPeriod } from '#shared/domain/rules/rule-versions.ts';
import {
  type CreditVector,
  type CreditVectorResult,
  creditVector,
  readCreditVectors,
} from '#shared/domain/uptime/credit-vectors.ts';
import { periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { readJsonFile } from '#main/hosts/cli/options/input-file.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, right, type Style } from '#main/hosts/cli/style.ts';
import { creditLineText } from './credit-text.ts';

/** A result, with the first period of the rules unless they are the current ones. */
type AnyResult = CreditVectorResult & { readonly rulesFrom?: number };

/** The JSON names that differ from the field names of a credit result. */
const JSON_NAMES = { lateBoots: 'boot_strikes' };

function verdict(style: Style, pays: boolean): string {
  return pays ? style.good('pays') : style.bad('nothing');
}

function renderResults(style: Style, results: readonly AnyResult[]): string {
  return renderTable(
    style,
    [
      'Stream',
      right('Credited s'),
      right('Permille'),
      right('Late boots'),
      'Violation',
      'DIY',
      'Certified',
      ...(results.some(({ rulesFrom }) => rulesFrom !== undefined) ? ['Rules since'] : []),
    ],
    results.map((result) => [
      result.id,
      String(result.creditedS),
      String(result.permille),
      String(result.lateBoots),
      result.firstViolation ?? 'none',
      verdict(style, result.paysDiy),
      verdict(style, result.paysCertified),
      ...(result.rulesFrom === undefined ? [] : [periodByIndex(result.rulesFrom).name]),
    ]),
  );
}

function renderAccount(style: Style, result: CreditVectorResult): string {
  const rows = result.lines.map((line) => [new Date(line.atS * 1000).toISOString(), creditLineText(line)]);
  const columns = [`Account of ${result.id}`, ''];
  return renderTable(style, columns, rows);
}

/** The credit of a stream under the rules of its period, and the first period of those rules. */
function asOfPeriod(vector: CreditVector, keepAccount: boolean): AnyResult {
  const rules = rulesOfPeriod(periodAt(vector.period.startS).index);
  return { ...creditVector(vector, keepAccount, rules), rulesFrom: rules.fromPeriod };
}

/** `farmer credit FILE`: what the grid credits for streams of events. */
export function define(command: Command, session: CliSession): void {
  command
    .argument('<file>', 'streams of events as JSON: one stream, or {"vectors":[…]}')
    .option('--account', 'show every credit, line by line', false)
    .option('--as-of-period', "by the rules of each stream's own period instead of today's", false)
    .action(async (file: string, options: { readonly account: boolean; readonly asOfPeriod: boolean }) => {
      const vectors = readCreditVectors(readJsonFile(file));
      const results = vectors.map((vector) =>
        options.asOfPeriod ? asOfPeriod(vector, options.account) : creditVector(vector, options.account),
      );
      const listed = results.map(({ lines, ...result }) => ({
        ...result,
        ...(options.account ? { account: lines } : {}),
      }));
      session.print(toSnakeCase({ results: listed }, JSON_NAMES), () =>
        [
          renderResults(session.style, results),
          ...(options.account ? results.map((result) => renderAccount(session.style, result)) : []),
        ].join('\n\n'),
      );
    });
}
