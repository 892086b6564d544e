import type { Notification } from '#shared/contract/notifications/notifications.ts';
import { inEnglish, message, type Message, type MessageKey, type MessageValue } from '#shared/message.ts';
import { periodText } from '#shared/domain/uptime/period-text.ts';
import {
  BREAK_EVEN,
  type DisplayCurrency,
  inCurrency,
  MONEY,
  numberText,
  type PlacesOptions,
  UNIT_PRICE,
} from '#shared/number-text.ts';
import { NOTIFICATION_KINDS, type NotificationKind } from './kinds.ts';

const TEXTS = {
  'budget-50': ['notifications:core.budget50Title', 'notifications:core.budget50Body'],
  'budget-20': ['notifications:core.budget20Title', 'notifications:core.budget20Body'],
  'budget-5': ['notifications:core.budget5Title', 'notifications:core.budget5Body'],
  'target-missed': ['notifications:core.targetMissedTitle', 'notifications:core.targetMissedBody'],
  violation: ['notifications:core.violationTitle', 'notifications:core.violationBody'],
  'wake-up-due': ['notifications:core.wakeUpDueTitle', 'notifications:core.wakeUpDueBody'],
  'late-wake-up': ['notifications:core.lateWakeUpTitle', 'notifications:core.lateWakeUpBody'],
  quiet: ['notifications:core.quietTitle', 'notifications:core.quietBody'],
  down: ['notifications:core.downTitle', 'notifications:core.downBody'],
  'nodes-changed': ['notifications:core.nodesChangedTitle', 'notifications:core.nodesChangedBody'],
  'receipt-arrived': ['notifications:core.receiptArrivedTitle', 'notifications:core.receiptArrivedBody'],
  'receipt-missing': ['notifications:core.receiptMissingTitle', 'notifications:core.receiptMissingBody'],
  'price-near-break-even': ['notifications:core.priceNearBreakEvenTitle', 'notifications:core.priceNearBreakEvenBody'],
  'price-below-break-even': [
    'notifications:core.priceBelowBreakEvenTitle',
    'notifications:core.priceBelowBreakEvenBody',
  ],
  unreachable: ['notifications:core.unreachableTitle', 'notifications:core.unreachableBody'],
  'recorder-stopped': ['notifications:core.recorderStoppedTitle', 'notifications:core.recorderStoppedBody'],
  'recorder-cannot-write': [
    'notifications:core.recorderCannotWriteTitle',
    'notifications:core.recorderCannotWriteBody',
  ],
  'disk-nearly-full': ['notifications:core.diskNearlyFullTitle', 'notifications:core.diskNearlyFullBody'],
  digest: ['notifications:core.digestTitle', 'notifications:core.digestBody'],
  test: ['notifications:core.testTitle', 'notifications:core.testBody'],
} as const satisfies Readonly<Record<NotificationKind, readonly [title: MessageKey, body: MessageKey]>>;

/** The body where a probe from here found something. */
const PROBED_BODIES = {
  quiet: { answered: 'notifications:core.quietAnsweredBody', silent: 'notifications:core.quietSilentBody' },
  down: { answered: 'notifications:core.downAnsweredBody', silent: 'notifications:core.downSilentBody' },
} as const satisfies Readonly<Partial<Record<NotificationKind, Readonly<Record<string, MessageKey>>>>>;

function bodyKey({ kind, figures }: Worded): MessageKey {
  const { probe } = figures;
  const isProbed = (kind === 'quiet' || kind === 'down') && (probe === 'answered' || probe === 'silent');
  return isProbed ? PROBED_BODIES[kind][probe] : TEXTS[kind][1];
}

/** The page on which each kind is dealt with. */
export const ALERT_PAGES = {
  'budget-50': '/uptime',
  'budget-20': '/uptime',
  'budget-5': '/uptime',
  'target-missed': '/uptime',
  violation: '/uptime',
  'wake-up-due': '/uptime',
  'late-wake-up': '/uptime',
  quiet: '/uptime',
  down: '/uptime',
  'nodes-changed': '/',
  'receipt-arrived': '/uptime',
  'receipt-missing': '/uptime',
  'price-near-break-even': '/earnings',
  'price-below-break-even': '/earnings',
  unreachable: '/uptime',
  'recorder-stopped': '/uptime',
  'recorder-cannot-write': '/settings',
  'disk-nearly-full': '/settings',
  digest: '/notifications',
  test: '/settings',
} as const satisfies Readonly<Record<NotificationKind, string>>;

/** The text of a notification, for pages and all channels. */
export interface AlertText {
  readonly title: Message;
  readonly body: Message;
  /** What is at risk; null where nothing is, or it is not known. */
  readonly money: Message | null;
  /** The node that it is about, or how many and where; null for one about none. */
  readonly who: Message | string | null;
}

/** What a text needs of a notification. */
export type Worded = Pick<Notification, 'kind' | 'figures' | 'nodeId'>;

function hoursMinutes(seconds: number): string {
  const minutes = Math.floor(Math.max(0, seconds) / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The last second of the year 9999. */
const LATEST_S = 253_402_300_799;

/** An instant in UTC, to the minute. */
function utcMinute(atS: number): string {
  // A damaged row is still a notification.
  if (!(Math.abs(atS) <= LATEST_S)) return '?';
  return `${new Date(atS * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The titles in a digest: its figures count each kind. */
function titlesOf(figures: Worded['figures'], translate: (text: Message) => string): string {
  return NOTIFICATION_KINDS.flatMap((kind) => {
    const count = Number(figures[kind] ?? 0);
    const title = count === 0 ? '' : translate(message(TEXTS[kind][0]));
    return count === 0 ? [] : [count === 1 ? title : `${title} ×${count}`];
  }).join(' · ');
}

/** Whom a text is written for. */
export interface AlertReader {
  /** The name of a node. It may contain any characters; they are escaped when the text is written. */
  readonly nameOf: (nodeId: number) => string | null;
  readonly currency: DisplayCurrency;
  /** Whose separators are used. */
  readonly locale?: string;
  /** Puts the titles within a digest into the reader's language. */
  readonly translate?: (text: Message) => string;
}

function valuesOf({ kind, figures }: Worded, { currency, locale = 'en', translate = inEnglish }: AlertReader) {
  const number = (name: string) => Number(figures[name] ?? 0);
  const amount = (name: string, places: PlacesOptions) => {
    const value = figures[name];
    return typeof value === 'string' ? numberText(value, locale, places) : '?';
  };
  const ofMoney = (name: string, places: PlacesOptions) => {
    const usd = figures[name];
    return typeof usd === 'string' ? `${numberText(inCurrency(usd, currency), locale, places)} ${currency.code}` : '?';
  };
  return {
    left: hoursMinutes(number('leftS')),
    allowed: hoursMinutes(number('allowedS')),
    silent: hoursMinutes(number('silentS')),
    probed: utcMinute(number('probeAtS')),
    unreachable: hoursMinutes(number('unreachableS')),
    free: `${Math.floor(Math.max(0, number('freeBytes')) / 1_048_576)} MiB`,
    strikes: number('strikes'),
    added: number('added'),
    gone: number('gone'),
    total: number('total'),
    period: periodText(String(figures['period'] ?? ''), locale),
    tft: amount(kind === 'receipt-arrived' ? 'tft' : 'atRiskTft', MONEY),
    amount: ofMoney('atRiskUsd', MONEY),
    price: ofMoney('tftPriceUsd', UNIT_PRICE),
    breakEven: ofMoney('breakEvenUsd', BREAK_EVEN),
    titles: kind === 'digest' ? titlesOf(figures, translate) : '',
  } satisfies Readonly<Record<string, MessageValue>>;
}

function whoOf({ figures, nodeId }: Worded, { nameOf }: AlertReader): AlertText['who'] {
  const { nodes, site } = figures;
  if (nodes !== undefined) {
    return site === undefined
      ? message('notifications:core.severalNodes', { nodes })
      : message('notifications:core.nodesAtSite', { nodes, site });
  }
  return nodeId === null ? null : nameOf(nodeId);
}

function moneyOf({ kind, figures }: Worded, values: ReturnType<typeof valuesOf>): Message | null {
  if (kind === 'price-below-break-even' || figures['atRiskTft'] === undefined) {
    return null;
  }
  const { tft, amount, price } = values;
  return figures['atRiskUsd'] === undefined
    ? message('notifications:core.tftAtRisk', { tft })
    : message('notifications:core.moneyAtRisk', { tft, amount, price });
}

/** The text of a notification. */
export function alertText(notification: Worded, reader: AlertReader): AlertText {
  const [title] = TEXTS[notification.kind];
  const values = valuesOf(notification, reader);
  return {
    title: message(title),
    body: message(bodyKey(notification), values),
    money: moneyOf(notification, values),
    who: whoOf(notification, reader),
  };
}

/** The title with whom it is about, and whether it is over. */
export function alertHeadline({ title, who }: AlertText, isOver: boolean): Message {
  const named = who === null ? title : message('notifications:core.titleOfNode', { who, title });
  return isOver ? message('notifications:core.over', { title: named }) : named;
}
