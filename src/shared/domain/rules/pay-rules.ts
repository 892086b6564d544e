import { assertNever } from '#shared/errors.ts';
import type { RuleVersion } from '#shared/contract/rules/rules.ts';
import type { Certification } from '#shared/domain/uptime/limits.ts';

/**
 * The permille of uptime from which a node on policy 1 is paid under the rules of a version.
 * Source: docs/rules.md#rules-as-they-were
 */
export function minimumPermille(pay: RuleVersion['pay'], certification: Certification): number {
  switch (pay.kind) {
    case 'whole':
      return 0;
    case 'since-connected':
      return pay.minimumPermille;
    case 'by-policy':
      return pay.minimumPermille[certification];
    default:
      return assertNever(pay);
  }
}
