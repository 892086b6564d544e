import type { CheckLine } from '#renderer/ui/assessment.ts';

/** From this many on, open checks with the same reason are grouped. */
const MIN_GROUP_SIZE = 3;

function isOpen({ state, level }: CheckLine): boolean {
  return state === 'unknown' && level !== 'required';
}

/**
 * Checks in their order; those left open for the same reason are grouped at the position of the first. Decisive checks
 * are not grouped.
 */
export function groupChecks(checks: readonly CheckLine[]): readonly (readonly CheckLine[])[] {
  const alike = Map.groupBy(checks.filter(isOpen), ({ measured }) => measured);
  return checks.flatMap((check) => {
    const group = isOpen(check) ? (alike.get(check.measured) ?? []) : [];
    if (group.length < MIN_GROUP_SIZE) return [[check]];
    return group[0] === check ? [group] : [];
  });
}
