import type { UseQueryResult } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { AssessmentAnswer } from '#shared/contract/hardware/eligibility.ts';
import { reasonOf } from '#shared/domain/hardware/eligibility/wording.ts';
import { api } from '#renderer/client/client.ts';
import { type TranslateMessage, useMessage } from './message.ts';
import { type Translated, translateAll } from '#shared/message.ts';

type Check = AssessmentAnswer['eligibility']['checks'][number];

/** One line of the checklist in the user's language; when the result is unknown, `measured` holds only the reason. */
export type CheckLine = Translated<Check>;

/** An assessment in the user's language. */
export type Assessment = Translated<AssessmentAnswer>;

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function translateCheck(check: Check, translate: TranslateMessage): CheckLine {
  const line = translateAll(check, translate);
  return check.state === 'unknown' ? { ...line, measured: capitalise(translate(reasonOf(check.measured))) } : line;
}

function translateAssessment(assessment: AssessmentAnswer, translate: TranslateMessage): Assessment {
  return {
    ...translateAll(assessment, translate),
    unavailable: assessment.unavailable.map(({ what, because }) => ({ what, because: translate(because) })),
    eligibility: {
      ...assessment.eligibility,
      checks: assessment.eligibility.checks.map((check) => translateCheck(check, translate)),
    },
  };
}

/**
 * Verdict, checklist, capacity and reward of a node.
 * @param nodeId null while no node is selected, which sends no request
 */
export function useAssessment(nodeId: number | null): UseQueryResult<Assessment> {
  const translate = useMessage();
  return useQuery({
    ...api.hardware.eligibility.checkNode.queryOptions({ input: { nodeId: nodeId ?? 0 } }),
    enabled: nodeId !== null,
    select: useCallback((answer: AssessmentAnswer) => translateAssessment(answer, translate), [translate]),
  });
}
