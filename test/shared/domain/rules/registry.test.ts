import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isPlainDecimal } from '#shared/decimal.ts';
import { findRuleSet, RULE_SETS } from '#shared/domain/rules/registry.ts';
import type { RuleSet } from '#shared/contract/rules/rules.ts';

const rulesDocument = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8');
const slug = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
const anchors = new Set([
  ...[...rulesDocument.matchAll(/<a id="([^"]+)">/g)].map((match) => match[1] ?? ''),
  ...[...rulesDocument.matchAll(/^#+ (.+)$/gm)].map((match) => slug(match[1] ?? '')),
]);

describe.each(RULE_SETS.map((rules): [string, RuleSet] => [rules.id, rules]))('the rule set %s', (_id, rules) => {
  it('has a source for every figure, formula and reading', () => {
    const known = new Set(rules.sources.map((source) => source.id));
    const used = [
      ...rules.constants.map((constant) => constant.source),
      ...rules.formulas.map((formula) => formula.source),
      ...rules.conflicts.flatMap((conflict) => conflict.readings.map((reading) => reading.source)),
    ];
    expect(used.filter((source) => !known.has(source))).toEqual([]);
  });

  it('has figures as plain decimals with unique ids', () => {
    expect(rules.constants.filter((constant) => !isPlainDecimal(constant.value))).toEqual([]);
    for (const list of [rules.sources, rules.constants, rules.formulas, rules.conflicts]) {
      expect(new Set(list.map((entry) => entry.id)).size).toBe(list.length);
    }
  });

  it('refers to existing explanations', () => {
    expect(rules.formulas.map((formula) => formula.anchor).filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });

  it('extends an existing rule set, if any', () => {
    const base = rules.basedOn;
    expect(base === null || RULE_SETS.some((other) => other.id === base)).toBe(true);
  });
});

describe('the registry of rule sets', () => {
  it('has exactly one current set, and finds it', () => {
    expect(RULE_SETS.filter((rules: RuleSet) => rules.status === 'running').map((rules) => rules.id)).toEqual([
      'minting-v3',
    ]);
    expect(findRuleSet('minting-v3').title).not.toBe('');
  });

  it('refuses an unknown id with the known ones as the hint', () => {
    expect(() => findRuleSet('minting-v9')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_RULES', hint: expect.stringContaining('minting-v3') }),
    );
  });
});
