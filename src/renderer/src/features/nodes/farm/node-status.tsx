import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { statusOf } from '#shared/domain/nodes/farm.ts';
import type { Concern } from '#shared/domain/nodes/node-states.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { StatusBadge, type Tone } from '#renderer/ui/status-badge.tsx';
import classes from './farm.module.css';

const TONES = {
  'not-eligible': 'bad',
  down: 'bad',
  violation: 'bad',
  lost: 'bad',
  quiet: 'warn',
  low: 'warn',
  'partly-watched': 'unknown',
  'not-watched': 'unknown',
} as const satisfies Record<Concern, Tone>;

/** Renders a machine's status as icon and word, linked to the page about it. The failed check is shown on hover. */
export function useNodeStatus(): (row: FarmNodeRow) => ReactNode {
  const { t } = useTranslation('nodes');
  const translate = useMessage();
  return (row) => {
    const { concern, kind, refusal, id } = row;
    const word = t(`status.${statusOf(row)}`);
    if (concern === null && kind === 'planned') return <span className={classes['quiet']}>{word}</span>;
    const isRefused = concern === 'not-eligible';
    return (
      <a
        className={classes['status']}
        href={hrefTo(isRefused ? '/hardware' : '/uptime', { node: String(id) })}
        title={
          isRefused && refusal !== null ? `${translate(refusal.title)}: ${translate(refusal.measured)}` : undefined
        }
      >
        <StatusBadge plain tone={concern === null ? 'good' : TONES[concern]} word={word} />
      </a>
    );
  };
}
