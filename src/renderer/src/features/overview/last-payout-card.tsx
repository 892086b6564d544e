import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';

/** What the grid last paid for this node, once its receipt is imported. */
export function LastPayoutCard({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('overview');
  return (
    <Card title={t('last.title')}>
      <EmptyState
        compact
        title={t(node.kind === 'planned' ? 'last.plannedTitle' : 'last.noneTitle')}
        purpose={t(node.kind === 'planned' ? 'last.plannedPurpose' : 'last.nonePurpose')}
        action={
          node.kind === 'planned' ? undefined : (
            <Button variant="default" size="xs" onClick={() => goTo('/uptime', { import: 'receipt' })}>
              {t('last.import')}
            </Button>
          )
        }
      />
    </Card>
  );
}
