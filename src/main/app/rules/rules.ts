import { implement } from '@orpc/server';
import { findRuleSet, RULE_SETS } from '#shared/domain/rules/registry.ts';
import { PLATFORM_NOTE } from '#shared/domain/rules/minting-end.ts';
import { RULE_VERSIONS } from '#shared/domain/rules/rule-versions.ts';
import { rulesContract } from '#shared/contract/rules/rules.ts';
import type { AppContext } from '#main/app/context.ts';

const area = implement(rulesContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(() => ({ ruleSets: RULE_SETS, versions: RULE_VERSIONS, platformNote: PLATFORM_NOTE })),
  get: area.get.handler(({ input }) => findRuleSet(input.id)),
});
