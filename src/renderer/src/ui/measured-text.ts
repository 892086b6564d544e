import type { CheckState } from '#shared/domain/eligibility/check.ts';

/**
 * What was measured, as it stands beside the state of the check: of what cannot be told the reason alone, because the
 * state says the rest.
 */
export function measuredText({ state, measured }: { readonly state: CheckState; readonly measured: string }): string {
  if (state !== 'unknown') return measured;
  const because = measured.replace(/^cannot tell: /, '');
  return because.charAt(0).toUpperCase() + because.slice(1);
}
