import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { RuleSet as AnyRuleSet } from '#shared/contract/rules/rules.ts';
import { type Translated, translateAll } from '#shared/message.ts';
import { api } from '#renderer/client/client.ts';
import { useMessage } from './message.ts';

interface Answer {
  readonly ruleSets: readonly AnyRuleSet[];
}

/** A rule set in the user's language. Identifiers, units and references are not translated. */
export type RuleSet = Translated<AnyRuleSet>;

/** All rule sets in the user's language. */
export function useRuleSets(): UseQueryResult<readonly RuleSet[]> {
  const translate = useMessage();
  return useQuery({
    ...api.rules.list.queryOptions(),
    staleTime: Number.POSITIVE_INFINITY,
    select: useCallback(({ ruleSets }: Answer) => translateAll(ruleSets, translate), [translate]),
  });
}
