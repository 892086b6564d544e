import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Notification } from '#shared/contract/notifications/notifications.ts';
import { ALERT_PAGES, alertText } from '#shared/domain/notifications/alert-text.ts';
import { EVENT_KINDS } from '#shared/domain/notifications/kinds.ts';
import { api } from '#renderer/client/client.ts';
import { formatDuration } from '#renderer/ui/format-time.ts';
import { readerLocale } from '#renderer/ui/format.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { StatusBadge, type Tone } from '#renderer/ui/status-badge.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import { Age } from '#renderer/ui/time.tsx';
import classes from './notifications.module.css';

const TONE = { low: 'unknown', normal: 'warn', high: 'bad' } as const satisfies Record<string, Tone>;

/** A one-time event is not a condition: it has no severity and no end. */
function State({ entry }: { readonly entry: Notification }) {
  const { t } = useTranslation('notifications');
  if (EVENT_KINDS.has(entry.kind)) {
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
  /** The name of a node; null when there is only one node. */
  readonly nameOf: (nodeId: number) => string | null;
}

/** The node of a notification, or the nodes that it covers. */
function NotificationSubject({ entry, nameOf, who }: LineProps & { readonly who: string | null }) {
  if (entry.nodes.length > 0) {
    return (
      <span className={classes['node']} title={entry.nodes.flatMap((id) => nameOf(id) ?? []).join(', ')}>
        {who}
      </span>
    );
  }
  return who === null ? null : (
    <a className={classes['node']} href={hrefTo(ALERT_PAGES[entry.kind], { node: String(entry.nodeId) })}>
      {who}
    </a>
  );
}

function Line({ entry, nameOf }: LineProps) {
  const { t } = useTranslation('notifications');
  const translate = useMessage();
  const currency = useMoney();
  const { title, body, money, who } = alertText(entry, { nameOf, currency, locale: readerLocale(), translate });
  const lastedS = entry.resolvedAtS === null ? 0 : entry.resolvedAtS - entry.raisedAtS;
  return (
    <li data-unread={entry.readAtS === null}>
      <State entry={entry} />
      <div>
        <p className={classes['title']}>
          {translate(title)}
          <NotificationSubject
            entry={entry}
            nameOf={nameOf}
            who={who === null ? null : typeof who === 'string' ? who : translate(who)}
          />
        </p>
        <p className={classes['body']}>
          {translate(body)} {money === null ? null : translate(money)}
        </p>
      </div>
      <div className={classes['when']}>
        <Age atS={entry.raisedAtS} />
        {lastedS === 0 ? null : <span>{t('lasted', { duration: formatDuration(lastedS) })}</span>}
        {entry.delivery === 'now' || entry.delivery === 'grouped' || entry.kind === 'digest' ? null : (
          <Tag>{t(`delivery.${entry.delivery}`)}</Tag>
        )}
      </div>
    </li>
  );
}

/** The notifications with their node, delivery, time and duration. */
export function NotificationList({ notifications }: { readonly notifications: readonly Notification[] }) {
  const { data } = useQuery(api.nodes.list.queryOptions({ input: {} }));
  const names = new Map((data?.nodes ?? []).map(({ id, name }) => [id, name]));
  const nameOf = (id: number) => (names.size < 2 ? null : (names.get(id) ?? null));
  return (
    <ol className={classes['list']}>
      {notifications.map((entry) => (
        <Line key={entry.id} entry={entry} nameOf={nameOf} />
      ))}
    </ol>
  );
}
