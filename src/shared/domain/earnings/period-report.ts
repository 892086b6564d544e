import type { Period } from '#shared/contract/uptime/periods.ts';
import { fromTftUnits, toPlain } from '#shared/decimal.ts';
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { policyUnknown } from '#shared/domain/rules/policies.ts';
import { computeReward, type RewardInput } from './rewards.ts';
import type { CanonicalValue } from './canonical-json.ts';

/** What a period's report is about. `nodeName` is the farmer's own. */
export interface ReportSubject {
  readonly nodeName: string;
  readonly gridNodeId: number | null;
  readonly period: Period;
  readonly reward: RewardInput;
  /** Where the uptime comes from: the node's own record, or an assumption. */
  readonly uptimeSource: 'record' | 'assumed';
}

/** The layout of the report; a change of any field is a new number. */
const REPORT_FORMAT = 1;

/**
 * A period's own report: what was there, what was credited, what it is worth, with the rule set's id. Its canonical
 * text is what is hashed, as Farming 2.0 put the hash of a report into the memo of its payment.
 * Source: docs/rules.md#report-hash
 */
export function periodReport(subject: ReportSubject) {
  const { reward: input, period } = subject;
  const capacity = computeCapacity(input.resources, 'v3');
  const reward = computeReward(input);
  if (reward === null) {
    throw policyUnknown(input.policy.id);
  }
  return {
    format: REPORT_FORMAT,
    rules: 'minting-v3',
    node: {
      name: subject.nodeName,
      grid_id: subject.gridNodeId,
      certification: input.certification,
      virtual: input.isVirtual,
    },
    period: { index: period.index, name: period.name, start: period.startS, end: period.endS },
    resources: {
      cru: input.resources.cru,
      mru: input.resources.mruBytes,
      sru: input.resources.sruBytes,
      hru: input.resources.hruBytes,
    },
    capacity: { cu: toPlain(capacity.cu), su: toPlain(capacity.su), cpr: toPlain(capacity.cpr) },
    uptime: { seconds: input.uptimeSeconds, permille: reward.permille, source: subject.uptimeSource },
    reward: {
      policy: input.policy.id,
      connection_price_musd: input.connectionPriceMusd,
      musd: Number(reward.musd),
      tft: toPlain(fromTftUnits(reward.tftUnits)),
      zeroed_by: reward.zeroedBy,
    },
  } as const satisfies CanonicalValue;
}
