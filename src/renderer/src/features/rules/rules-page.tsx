import { SegmentedControl } from '@mantine/core';
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
import { PlansPart } from './plans-part.tsx';
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

/** All rule sets with status, dates, formulas, figures, sources and conflicts; the policies and the roadmap. */
function RulesPart() {
  const query = useRuleSets();
  const { data: history } = useQuery(api.rules.list.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  return (
    <>
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
    </>
  );
}

/** The rules in effect today, next to the changes of the published token plan. */
export default function RulesPage() {
  const { t } = useTranslation(['rules', 'economy']);
  const [wanted, setPart] = useHashParam('part');
  const part = wanted === 'plans' ? 'plans' : 'rules';
  return (
    <Page>
      <PageHeader
        title={t('title')}
        lede={part === 'rules' ? t('lede') : t('economy:lede')}
        tools={
          <SegmentedControl
            aria-label={t('parts')}
            data={[
              { value: 'rules', label: t('part.rules') },
              { value: 'plans', label: t('part.plans') },
            ]}
            value={part}
            onChange={(next) => setPart(next === 'plans' ? next : null)}
          />
        }
      />
      {part === 'rules' ? <RulesPart /> : <PlansPart />}
    </Page>
  );
}
