import type { RuleVersion } from '#shared/contract/rules/rules.ts';
import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { isRecord } from '#shared/records.ts';
import { periodByIndex } from './periods.ts';
import { settleCredit, takeEvent } from './credit.ts';
import { startCredit } from './credit-run.ts';
import {
  type CreditEvent,
  type CreditLine,
  type CreditPeriod,
  type CreditResult,
  type InitialPower,
  type Power,
  UNMANAGED,
} from './credit-types.ts';

/** A stream of events to work credit out for: one node, one period. */
export interface CreditVector {
  readonly id: string;
  readonly period: CreditPeriod;
  readonly initialPower: InitialPower;
  /** In any order; events of the same second keep the order they have here. */
  readonly events: readonly CreditEvent[];
}

/** What {@link creditVector} finds. */
export interface CreditVectorResult extends CreditResult {
  readonly id: string;
  /** The account, one line an event; empty when none was requested. */
  readonly lines: readonly CreditLine[];
}

function isInOrder(events: readonly CreditEvent[]): boolean {
  let lastS = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    if (event[1] < lastS) {
      return false;
    }
    lastS = event[1];
  }
  return true;
}

/**
 * The credit of one stream of events, in the order of their times.
 * @param keepAccount whether every event leaves a line in the result
 * @param rules those of the period, or today's
 * Source: docs/rules.md#credited-uptime
 */
export function creditVector(vector: CreditVector, keepAccount: boolean, rules?: RuleVersion): CreditVectorResult {
  const run = startCredit(vector.period, vector.initialPower, keepAccount, rules);
  const events = isInOrder(vector.events) ? vector.events : vector.events.toSorted((a, b) => a[1] - b[1]);
  for (const event of events) {
    takeEvent(run, event);
  }
  return { id: vector.id, ...settleCredit(run), lines: run.lines ?? [] };
}

const FILE_HINT = message('uptime:core.streamFileShape');

function refuse(id: string, what: Message): never {
  throw invalidInput(message('uptime:core.streamProblem', { id, what }), FILE_HINT, { stream: id });
}

function isSeconds(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isPower(value: unknown): value is Power {
  return value === 'Up' || value === 'Down';
}

function isCreditEvent(value: unknown): value is CreditEvent {
  if (!Array.isArray(value) || value.length < 3 || !isSeconds(value[1])) {
    return false;
  }
  const kind: unknown = value[0];
  return kind === 'uptime' ? isSeconds(value[2]) : (kind === 'target' || kind === 'state') && isPower(value[2]);
}

function readPeriod(value: unknown, id: string): CreditPeriod {
  if (!isRecord(value)) {
    return refuse(id, message('uptime:core.periodMissing'));
  }
  if (value['start'] === undefined && isSeconds(value['index'])) {
    const { startS, endS } = periodByIndex(value['index']);
    return { startS, endS };
  }
  const { start, end } = value;
  if (!isSeconds(start) || !isSeconds(end) || end <= start) {
    return refuse(id, message('uptime:core.periodNeedsTimes'));
  }
  return { startS: start, endS: end };
}

function readPower(value: unknown, id: string): InitialPower {
  if (value === undefined || value === null) {
    return UNMANAGED;
  }
  if (!isRecord(value) || !isPower(value['state']) || !isPower(value['target'])) {
    return refuse(id, message('uptime:core.initialPowerInvalid'));
  }
  const downSince = value['down_since'] ?? null;
  if (downSince !== null && !isSeconds(downSince)) {
    return refuse(id, message('uptime:core.downSinceNotTime'));
  }
  if (value['state'] === 'Down' && downSince === null) {
    return refuse(id, message('uptime:core.downSinceMissing'));
  }
  return { state: value['state'], target: value['target'], downSinceS: downSince };
}

function readVector(value: unknown, position: number): CreditVector {
  const fallbackId = String(position + 1);
  if (!isRecord(value)) {
    return refuse(fallbackId, message('uptime:core.streamNotObject'));
  }
  const given = value['id'];
  const id = typeof given === 'string' || typeof given === 'number' ? String(given) : fallbackId;
  const events: unknown = value['events'];
  if (!Array.isArray(events)) {
    return refuse(id, message('uptime:core.eventsMissing'));
  }
  const bad = events.findIndex((event) => !isCreditEvent(event));
  if (bad >= 0) {
    const shown = JSON.stringify(events[bad]).slice(0, 60);
    return refuse(id, message('uptime:core.eventInvalid', { position: bad + 1, shown }));
  }
  const firstBlock = isRecord(value['period']) ? value['period']['first_block'] : undefined;
  const period = readPeriod(value['period'], id);
  return {
    id,
    period: isSeconds(firstBlock) ? { ...period, firstBlockS: firstBlock } : period,
    initialPower: readPower(value['initial_power'], id),
    events: events as readonly CreditEvent[],
  };
}

/**
 * Reads the content of an event file: one stream, `{vectors:[…]}`, or a list of streams.
 * @param content the parsed JSON, of unknown shape
 * @throws FarmerError INVALID_INPUT that names the stream and the event
 */
export function readCreditVectors(content: unknown): readonly CreditVector[] {
  const streams = Array.isArray(content) ? content : isRecord(content) ? (content['vectors'] ?? [content]) : null;
  if (!Array.isArray(streams)) {
    throw invalidInput(message('uptime:core.fileWithoutStream'), FILE_HINT);
  }
  return streams.map((stream, position) => readVector(stream, position));
}
