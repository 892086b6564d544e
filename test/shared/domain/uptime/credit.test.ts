import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { creditVector, readCreditVectors } from '#shared/domain/uptime/credit-vectors.ts';

const GOLDEN: {
  readonly vectors: readonly {
    readonly id: string;
    readonly scenario: string;
    readonly expect: Readonly<Record<string, unknown>>;
  }[];
} = JSON.parse(readFileSync(new URL('../../../golden/credit-vectors.json', import.meta.url), 'utf8'));

describe('the published streams', () => {
  const results = new Map(readCreditVectors(GOLDEN).map((vector) => [vector.id, creditVector(vector, true)]));
  test.each(GOLDEN.vectors.map((vector) => [vector.id, vector.scenario, vector.expect] as const))(
    '%s (%s): is credited to the second',
    (id, _scenario, expected) => {
      const result = results.get(id);
      expect({
        credited_seconds: result?.creditedS,
        boot_strikes: result?.lateBoots,
        first_violation: result?.firstViolation,
        permille: result?.permille,
        pays_diy: result?.paysDiy,
        pays_certified: result?.paysCertified,
      }).toEqual(expected);
    },
  );

  test('have accounts that add up to the credit, line by line', () => {
    for (const result of results.values()) {
      expect(result.lines.reduce((sum, line) => sum + line.creditedS, 0)).toBe(result.creditedS);
    }
  });
});
