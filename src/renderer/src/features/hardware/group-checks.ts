import type { CheckLine } from '#renderer/ui/assessment.ts';

/** From so many on, checks left open for one reason are shown together. */
const TOGETHER_FROM = 3;

function isOpen({ state, level }: CheckLine): boolean {
  return state === 'unknown' && level !== 'required';
}

/**
 * Checks in their order; those left open for one reason are together in the place of the first.
 * What a verdict rests on stands alone.
 */
export function groupAlike(checks: readonly CheckLine[]): readonly (readonly CheckLine[])[] {
  const alike = Map.groupBy(checks.filter(isOpen), ({ measured }) => measured);
  return checks.flatMap((check) => {
    const group = isOpen(check) ? (alike.get(check.measured) ?? []) : [];
    if (group.length < TOGETHER_FROM) return [[check]];
    return group[0] === check ? [group] : [];
  });
}
