import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { MintingEndSection } from './minting-end-section.tsx';
import { PoliciesSection } from './policies-section.tsx';
import { VersionsSection } from './versions-section.tsx';
import { useHashParam } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Page, PageHeader } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { RoadmapSection } from './roadmap-section.tsx';
import { RuleSetChoice } from './rule-set-choice.tsx';
import { RuleSetView } from './rule-set-view.tsx';
import { type RuleSet, useRuleSets } from '#renderer/ui/rule-set.ts';

const FIRST = 'minting-v3';

function RuleSets({ ruleSets }: { readonly ruleSets: readonly RuleSet[] }) {
  const [wanted, setWanted] = useHashParam('set');
  const shown = ruleSets.find((set) => set.id === wanted) ?? ruleSets.find((set) => set.id === FIRST) ?? ruleSets[0];
  if (shown === undefined) return null;
  return (
    <>
      <RuleSetChoice ruleSets={ruleSets} value={shown.id} onChange={setWanted} />
      <RuleSetView key={shown.id} ruleSet={shown} />
    </>
  );
}

/** Every rule set with its status, dates, formulas, figures, sources and conflicts; and the published roadmap. */
export default function RulesPage() {
  const { t } = useTranslation('rules');
  const query = useRuleSets();
  const { data: history } = useQuery(api.rules.list.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  return (
    <Page>
      <PageHeader title={t('title')} lede={t('lede')} />
      <QueryView query={query} loading={<LoadingSkeleton count={4} />}>
        {(ruleSets) => <RuleSets ruleSets={ruleSets} />}
      </QueryView>
      {history === undefined ? null : (
        <>
          <MintingEndSection note={history.platformNote} />
          <VersionsSection versions={history.versions} />
        </>
      )}
      <PoliciesSection />
      <RoadmapSection />
    </Page>
  );
}
