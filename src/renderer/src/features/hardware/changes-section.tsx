import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { Section } from '#renderer/ui/page.tsx';
import { Age } from '#renderer/ui/time.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import classes from './hardware.module.css';

const SHOWN_CHANGES = 3;

/** The latest hardware changes of a node; not requested for a planned one, which has none. */
export function useChanges(node: FarmNode) {
  return useQuery({
    ...api.hardware.readings.listChanges.queryOptions({ input: { nodeId: node.id, limit: SHOWN_CHANGES } }),
    enabled: node.kind !== 'planned',
  });
}

/** The changes between readings, in units and money; hidden when there are none. */
export function ChangesSection({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('hardware');
  const translate = useMessage();
  const changes = useChanges(node).data?.changes ?? [];
  if (changes.length === 0) return null;
  return (
    <Section title={t('changes.title')}>
      <Card flush>
        <ol className={classes['changes']}>
          {changes.map((change) => (
            <li key={change.snapshotId}>
              <span>{translate(change.sentence)}</span>
              <span className={classes['when']}>
                <Age atS={Math.floor(change.seenAtMs / 1000)} />
              </span>
            </li>
          ))}
        </ol>
      </Card>
    </Section>
  );
}
