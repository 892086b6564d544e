import { invalidInput } from '#shared/errors.ts';
import { isoTimeMs } from '#shared/domain/iso-time.ts';
import { message } from '#shared/message.ts';

const UNIX_SECONDS = /^-?\d{1,15}(?:\.\d+)?$/;

/**
 * Parses an instant: unix seconds, or ISO 8601 with a zone (`2025-01-15T12:00:00Z`, `2025-01-15T13:00+01:00`,
 * `2025-01-15 13:00:00+01`).
 * @returns unix seconds, with the fraction if there is one
 * @throws FarmerError INVALID_INPUT for a time without a zone, a day that does not exist and anything else
 */
export function parseTimeS(text: string, option: string): number {
  const trimmed = text.trim();
  if (UNIX_SECONDS.test(trimmed)) {
    return Number(trimmed);
  }
  const timeMs = isoTimeMs(trimmed);
  if (Number.isNaN(timeMs)) {
    throw invalidInput(
      message('cli:core.optionNotTime', { option, text: text.slice(0, 60) }),
      message('cli:core.writeTime'),
      { field: option },
    );
  }
  return timeMs / 1000;
}

/** Unix seconds as ISO 8601 in UTC without a fraction: "2024-03-31T22:32:40Z". */
export function isoUtc(timeS: number): string {
  return `${new Date(timeS * 1000).toISOString().slice(0, 19)}Z`;
}

/** Seconds as hours and minutes, floored: "36 h 32 m". */
export function hoursMinutes(seconds: number): string {
  return `${Math.floor(seconds / 3600)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')} m`;
}
