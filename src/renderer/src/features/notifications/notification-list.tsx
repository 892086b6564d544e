import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Notification } from '#shared/contract/notifications/notifications.ts';
import { NOTIFICATION_KINDS, type NotificationKind } from '#shared/domain/notifications/kinds.ts';
import { api } from '#renderer/client/client.ts';
import { formatDuration, formatHoursMinutes } from '#renderer/ui/format-time.ts';
import { formatBytes } from '#renderer/ui/format.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { StatusBadge, type Tone } from '#renderer/ui/status-badge.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import { Age } from '#renderer/ui/time.tsx';
import classes from './notifications.module.css';

const TONE = { low: 'unknown', normal: 'warn', high: 'bad' } as const satisfies Record<string, Tone>;

/** The titles in a digest: its figures count each kind. */
function titlesOf({ kind, figures }: Notification, title: (kind: NotificationKind) => string): string {
  if (kind !== 'digest') return '';
  return NOTIFICATION_KINDS.flatMap((held) => {
    const count = figures[held] ?? 0;
    return count === 0 ? [] : [count === 1 ? title(held) : `${title(held)} ×${count}`];
  }).join(' · ');
}

/** A digest and a test are messages, not conditions: they have no severity and no end. */
function State({ entry }: { readonly entry: Notification }) {
  const { t } = useTranslation('notifications');
  if (entry.kind === 'digest' || entry.kind === 'test') {
    return <span className={classes['body']}>{t('message')}</span>;
  }
  const isOver = entry.resolvedAtS !== null;
  return (
    <StatusBadge
      plain
      tone={isOver ? 'good' : TONE[entry.severity]}
      word={t(isOver ? 'over' : `severity.${entry.severity}`)}
    />
  );
}

interface LineProps {
  readonly entry: Notification;
  /** The name of its node; null where there is only one node, or none. */
  readonly nodeName: string | null;
}

function Line({ entry, nodeName }: LineProps) {
  const { t } = useTranslation('notifications');
  const { leftS = 0, allowedS = 0, strikes = 0, freeBytes = 0, unreachableS = 0 } = entry.figures;
  const figures = {
    left: formatHoursMinutes(Math.max(0, leftS)),
    allowed: formatHoursMinutes(allowedS),
    free: formatBytes(Math.max(0, freeBytes)),
    count: strikes,
    unreachable: formatHoursMinutes(unreachableS),
    titles: titlesOf(entry, (kind) => t(`kind.${kind}.title`)),
  };
  const lastedS = entry.resolvedAtS === null ? 0 : entry.resolvedAtS - entry.raisedAtS;
  return (
    <li data-unread={entry.readAtS === null}>
      <State entry={entry} />
      <div>
        <p className={classes['title']}>
          {t(`kind.${entry.kind}.title`, figures)}
          {nodeName === null ? null : (
            <a className={classes['node']} href={hrefTo('/uptime', { node: String(entry.nodeId) })}>
              {nodeName}
            </a>
          )}
        </p>
        <p className={classes['body']}>{t(`kind.${entry.kind}.body`, figures)}</p>
      </div>
      <div className={classes['when']}>
        <Age atS={entry.raisedAtS} />
        {lastedS === 0 ? null : <span>{t('lasted', { duration: formatDuration(lastedS) })}</span>}
        {entry.delivery === 'now' || entry.kind === 'digest' ? null : <Tag>{t(`delivery.${entry.delivery}`)}</Tag>}
      </div>
    </li>
  );
}

/** The notifications with their node, delivery, time and duration. */
export function NotificationList({ notifications }: { readonly notifications: readonly Notification[] }) {
  const { data } = useQuery(api.nodes.list.queryOptions({ input: {} }));
  const names = new Map((data?.nodes ?? []).map(({ id, name }) => [id, name]));
  const nameOf = (id: number | null) => (id === null || names.size < 2 ? null : (names.get(id) ?? null));
  return (
    <ol className={classes['list']}>
      {notifications.map((entry) => (
        <Line key={entry.id} entry={entry} nodeName={nameOf(entry.nodeId)} />
      ))}
    </ol>
  );
}
