import { periodText } from '#shared/domain/uptime/period-text.ts';
import { DAY_S, HOUR_S } from '#shared/units.ts';
import { between, readerLocale } from './format.ts';

const MINUTE_S = 60;

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** A duration as hours and minutes, rounded down: `36:32`, `0:05`, `−1:30`. */
export function formatHoursMinutes(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds) / MINUTE_S);
  const sign = seconds < 0 && whole > 0 ? '−' : '';
  return `${sign}${Math.floor(whole / 60)}:${twoDigits(whole % 60)}`;
}

/** A duration range: `30:50–32:22`; one value when both bounds are equal. */
export function formatHoursRange({ low, high }: { readonly low: number; readonly high: number }): string {
  return between(formatHoursMinutes(low), formatHoursMinutes(high));
}

/**
 * The remaining downtime of a node (seconds), formatted the same on every page: a range when part of the period was
 * unobserved; negative only when both the worst and the best case are.
 */
export function budgetLeft({ low, high }: { readonly low: number; readonly high: number }): string {
  return high < 0 ? formatHoursMinutes(high) : formatHoursRange({ low: Math.max(0, low), high });
}

function unitText(value: number, unit: 'day' | 'hour' | 'minute' | 'second'): string {
  return new Intl.NumberFormat(readerLocale(), { style: 'unit', unit, unitDisplay: 'narrow' }).format(value);
}

/** A duration in its two largest units, rounded down: `9d 4h`, `36m`, `12s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / DAY_S);
  const hours = Math.floor((whole % DAY_S) / HOUR_S);
  const minutes = Math.floor((whole % HOUR_S) / MINUTE_S);
  if (days > 0) return `${unitText(days, 'day')} ${unitText(hours, 'hour')}`;
  if (hours > 0) return `${unitText(hours, 'hour')} ${unitText(minutes, 'minute')}`;
  return minutes > 0 ? unitText(minutes, 'minute') : unitText(whole, 'second');
}

export interface InstantOptions {
  /** `day`: day and month, for ticks; `date`: day only; `minute` (the default): day and hh:mm; `second`: to the second. */
  readonly precision?: 'day' | 'date' | 'minute' | 'second';
}

function instantFormat(options: InstantOptions, timeZone: string | undefined): Intl.DateTimeFormat {
  const precision = options.precision ?? 'minute';
  // A time of day is shown with its time zone.
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } as const;
  return new Intl.DateTimeFormat(readerLocale(), {
    ...(precision === 'day' ? {} : { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    ...(precision === 'date' || precision === 'day' ? {} : time),
    ...(precision === 'second' ? { second: '2-digit' } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
  });
}

/** An instant (unix seconds) in the user's time zone. */
export function formatInstant(unixSeconds: number, options: InstantOptions = {}): string {
  return instantFormat(options, undefined).format(unixSeconds * 1000);
}

/** The instant in UTC, to the second, for tooltips. */
export function formatUtc(unixSeconds: number): string {
  return instantFormat({ precision: 'second' }, 'UTC').format(unixSeconds * 1000);
}

/** The age of an instant (or the time until it): `3 minutes ago`, `in 2 days`. */
export function formatAge(unixSeconds: number, nowS: number): string {
  const delta = Math.round(unixSeconds - nowS);
  const size = Math.abs(delta);
  const format = new Intl.RelativeTimeFormat(readerLocale(), { numeric: 'auto' });
  if (size < MINUTE_S) return format.format(0, 'second');
  if (size < HOUR_S) return format.format(Math.trunc(delta / MINUTE_S), 'minute');
  if (size < DAY_S) return format.format(Math.trunc(delta / HOUR_S), 'hour');
  return format.format(Math.trunc(delta / DAY_S), 'day');
}

/** The number of the calendar day in the user's time zone. */
function dayOf(unixSeconds: number): number {
  return Math.floor(new Date(unixSeconds * 1000).setHours(12, 0, 0, 0) / 1000 / DAY_S);
}

/** The age of an instant in calendar days: `today`, `yesterday`, `12 days ago`. */
export function formatDayAge(unixSeconds: number, nowS: number): string {
  const days = Math.min(0, dayOf(unixSeconds) - dayOf(nowS));
  return new Intl.RelativeTimeFormat(readerLocale(), { numeric: 'auto' }).format(days, 'day');
}

/** A minting period ("2026-11") as month and year in the user's locale. */
export function formatPeriodName(name: string): string {
  return periodText(name, readerLocale());
}
