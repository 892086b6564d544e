import { useTranslation } from 'react-i18next';
import type { NotificationWire } from '#shared/contract/notifications.ts';
import { NOTIFICATION_KINDS } from '#shared/domain/notifications/rules.ts';
import { formatHoursMinutes } from '#renderer/ui/format-time.ts';
import { formatBytes } from '#renderer/ui/format.ts';
import type { Tone } from '#renderer/ui/status-badge.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import { Age } from '#renderer/ui/time.tsx';
import classes from './notifications.module.css';

const TONE = { low: 'unknown', normal: 'warn', high: 'bad' } as const satisfies Record<string, Tone>;

/** What a digest holds: its figures count each kind. */
function titlesOf({ kind, figures }: NotificationWire, title: (kind: string) => string): string {
  if (kind !== 'digest') return '';
  return NOTIFICATION_KINDS.flatMap((held) => {
    const count = figures[held] ?? 0;
    return count === 0 ? [] : [count === 1 ? title(held) : `${title(held)} ×${count}`];
  }).join(' · ');
}

function Line({ entry }: { readonly entry: NotificationWire }) {
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
  const isOver = entry.resolvedAtS !== null;
  return (
    <li data-unread={entry.readAtS === null}>
      <StatusBadge
        plain
        tone={isOver ? 'good' : TONE[entry.severity]}
        word={t(isOver ? 'over' : `severity.${entry.severity}`)}
      />
      <div>
        <p className={classes['title']}>{t(`kind.${entry.kind}.title`, figures)}</p>
        <p className={classes['body']}>{t(`kind.${entry.kind}.body`, figures)}</p>
      </div>
      <div className={classes['when']}>
        <Age atS={entry.raisedAtS} />
        {entry.delivery === 'now' ? null : <Tag>{t(`delivery.${entry.delivery}`)}</Tag>}
      </div>
    </li>
  );
}

/** The log's lines: what it was, how loud, when, and whether it is over. */
export function NotificationList({ notifications }: { readonly notifications: readonly NotificationWire[] }) {
  return (
    <ol className={classes['list']}>
      {notifications.map((entry) => (
        <Line key={entry.id} entry={entry} />
      ))}
    </ol>
  );
}
