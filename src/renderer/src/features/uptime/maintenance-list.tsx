import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { formatDuration } from '#renderer/ui/format-time.ts';
import { Instant } from '#renderer/ui/time.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import classes from './uptime.module.css';

/** The planned maintenance of this period; hidden when there is none. */
export function MaintenanceList({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('uptime');
  const { data } = useQuery(api.uptime.listMaintenance.queryOptions({ input: { nodeId: node.id } }));
  const remove = useCommand(api.uptime.removeMaintenance, { doneText: t('plan.removed') });
  const plans = data?.maintenance ?? [];
  if (plans.length === 0) return null;
  return (
    <ul className={classes['plans']} aria-label={t('plan.planned')}>
      {plans.map((plan) => (
        <li key={plan.id}>
          <span>
            <Instant atS={plan.startS} /> · {formatDuration(plan.endS - plan.startS)}
          </span>
          <IconButton
            icon={IconTrash}
            label={t('plan.remove')}
            onClick={() => remove.run({ nodeId: node.id, id: plan.id })}
          />
        </li>
      ))}
    </ul>
  );
}
