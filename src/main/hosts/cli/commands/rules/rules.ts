import type { Command } from 'commander';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { RuleSet as AnyRuleSet, RuleVersion } from '#shared/contract/rules/rules.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderPairs, renderTable, right, type Style } from '#main/hosts/cli/style.ts';
import { defineMinting } from './minting.ts';
import { definePolicies } from './policies.ts';
import { allInEnglish, type Translated } from '#shared/message.ts';

type RuleSet = Translated<AnyRuleSet>;

const STATUS_LOOKS = {
  running: 'good',
  adopted: 'good',
  plan: 'warning',
  historic: 'quiet',
} as const satisfies Record<RuleSet['status'], keyof Style>;

function dates({ from, until }: RuleSet): string {
  if (from === null) {
    return until === null ? 'not yet' : `until ${until}`;
  }
  return until === null ? `since ${from}` : `${from} to ${until}`;
}

function renderList(style: Style, ruleSets: readonly RuleSet[]): string {
  return renderTable(
    style,
    ['Rules', 'Status', 'In force', 'What they say'],
    ruleSets.map((rules) => [
      style.strong(rules.id),
      style[STATUS_LOOKS[rules.status]](rules.status),
      dates(rules),
      rules.summary,
    ]),
  );
}

function renderVersions(style: Style, versions: readonly Translated<RuleVersion>[]): string {
  return renderTable(
    style,
    [right('Grid 3 minting since'), '', 'What changed'],
    versions.map(({ fromPeriod, summary }) => [String(fromPeriod), periodByIndex(fromPeriod).name, summary]),
  );
}

function renderOne(style: Style, rules: RuleSet): string {
  const title = (text: string) => style.strong(text);
  const constants = rules.constants.map((constant) => [constant.label, constant.value, constant.unit, constant.source]);
  return [
    `${title(rules.title)}  ${style[STATUS_LOOKS[rules.status]](rules.status)}  ${style.quiet(dates(rules))}\n${rules.summary}`,
    renderTable(style, ['Figure', right('Value'), 'Unit', 'Source'], constants),
    [title('Formulas'), ...rules.formulas.map((formula) => `${style.quiet(`${formula.label}:`)} ${formula.text}`)].join(
      '\n',
    ),
    ...(rules.conflicts.length === 0 ? [] : [[title('Where sources disagree'), ...conflictLines(rules)].join('\n')]),
    `${title('Sources')}\n${renderPairs(
      style,
      rules.sources.map((source) => [source.id, `${source.title}: ${source.reference}`]),
    )}`,
  ].join('\n\n');
}

function conflictLines(rules: RuleSet): readonly string[] {
  return rules.conflicts.flatMap((conflict) => [
    conflict.question,
    ...conflict.readings.map((reading) => `  ${reading.source}: ${reading.says}`),
    `  here: ${conflict.decision}`,
  ]);
}

/** `farmer rules [id]`: the rule sets, or one of them with every figure and its source. */
export function define(command: Command, session: CliSession): void {
  definePolicies(command, session);
  defineMinting(command, session);
  command.argument('[id]', 'one rule set, with every figure and its source').action(async (id: string | undefined) => {
    const area = session.calls.rules;
    if (id === undefined) {
      const { ruleSets, versions, platformNote: note } = allInEnglish(await area.list());
      session.print(toSnakeCase({ rules: ruleSets, versions, platformNote: note }), () =>
        [
          renderList(session.style, ruleSets),
          renderVersions(session.style, versions),
          `${note.text}\n${session.style.quiet(`${note.source} As of ${note.asOf}. See "farmer rules minting".`)}`,
        ].join('\n\n'),
      );
      return;
    }
    const rules = allInEnglish(await area.get({ id }));
    session.print(toSnakeCase({ rules: [rules] }), () => renderOne(session.style, rules));
  });
}
