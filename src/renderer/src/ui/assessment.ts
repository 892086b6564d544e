import type { UseQueryResult } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { AssessmentAnswer } from '#shared/contract/hardware/eligibility.ts';
import { reasonOf } from '#shared/domain/hardware/eligibility/wording.ts';
import { api } from '#renderer/client/client.ts';
import { type Say, useSay } from './say.ts';

type CheckWire = AssessmentAnswer['eligibility']['checks'][number];

/** One line of the checklist, in the reader's language. */
export interface CheckLine extends Omit<CheckWire, 'requirement' | 'measured'> {
  readonly requirement: string;
  /** As it stands beside the state of the check: of what cannot be told the reason alone, since the state says the rest. */
  readonly measured: string;
}

/** An assessment in the reader's language. */
export interface Assessment extends Omit<AssessmentAnswer, 'eligibility'> {
  readonly eligibility: Pick<AssessmentAnswer['eligibility'], 'verdict'> & { readonly checks: readonly CheckLine[] };
}

function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A line of the checklist in the reader's language. */
export function sayCheck(check: CheckWire, say: Say): CheckLine {
  const { title, requirement, measured, why, fix } = check;
  return {
    ...check,
    title: say(title),
    requirement: say(requirement),
    measured: check.state === 'unknown' ? asSentence(say(reasonOf(measured))) : say(measured),
    why: say(why),
    fix: say(fix),
  };
}

/** An assessment in the reader's language. */
export function sayAssessment(wire: AssessmentAnswer, say: Say): Assessment {
  return {
    ...wire,
    unavailable: wire.unavailable.map(({ what, because }) => ({ what, because: say(because) })),
    eligibility: { ...wire.eligibility, checks: wire.eligibility.checks.map((check) => sayCheck(check, say)) },
  };
}

/** Verdict, checklist, capacity and reward of a node. @param nodeId null while no node is selected: nothing is asked */
export function useAssessment(nodeId: number | null): UseQueryResult<Assessment> {
  const say = useSay();
  return useQuery({
    ...api.hardware.eligibility.checkNode.queryOptions({ input: { nodeId: nodeId ?? 0 } }),
    enabled: nodeId !== null,
    select: useCallback((wire: AssessmentAnswer) => sayAssessment(wire, say), [say]),
  });
}
