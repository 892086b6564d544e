import { phrase, type Words } from '#shared/phrase.ts';
import { isRecord } from '#shared/records.ts';

/** What a validation found wrong with a value, as far as it is said to a person. */
export interface Issue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
  readonly code?: unknown;
  readonly origin?: unknown;
  readonly expected?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
}

type Limit = (limit: string) => Words;

/** A broken limit by what it counts in. */
const LIMITS: Readonly<Record<'too_big' | 'too_small', Readonly<Record<'number' | 'string' | 'array', Limit>>>> = {
  too_big: {
    number: (limit) => phrase('must be at most {{limit}}', { limit }),
    string: (limit) => phrase('must be at most {{limit}} characters', { limit }),
    array: (limit) => phrase('must be at most {{limit}} entries', { limit }),
  },
  too_small: {
    number: (limit) => phrase('must be at least {{limit}}', { limit }),
    string: (limit) => phrase('must be at least {{limit}} characters', { limit }),
    array: (limit) => phrase('must be at least {{limit}} entries', { limit }),
  },
};

/** What a value of another kind should have been. */
const KINDS: Readonly<Record<string, Words>> = {
  number: phrase('must be a number'),
  int: phrase('must be a whole number'),
  string: phrase('must be a text'),
  boolean: phrase('must be true or false'),
  object: phrase('must be an object'),
  array: phrase('must be a list'),
};

/** Where the value stands: "resources.cru"; empty for the whole input. */
export function issueField({ path = [] }: Issue): string {
  return path.map((part) => (isRecord(part) && 'key' in part ? String(part['key']) : String(part))).join('.');
}

/** How far in a limit lies: of two that one value breaks, the inner one is what holds. */
function innerness({ code, minimum, maximum }: Issue): number {
  return code === 'too_small' ? Number(minimum) : code === 'too_big' ? -Number(maximum) : 0;
}

/**
 * The fault that is told: the first, and of several limits that this value breaks the one that holds. A whole number
 * from 1 on that is refused for -5 is one "of at least 1", not "of at least 0".
 */
export function toldIssue<T extends Issue>(issues: readonly T[]): T | undefined {
  const [first] = issues;
  if (first === undefined) {
    return undefined;
  }
  const same = issues.filter((issue) => issue.code === first.code && issueField(issue) === issueField(first));
  return same.reduce((inner, issue) => (innerness(issue) > innerness(inner) ? issue : inner), first);
}

function limitWords(code: 'too_big' | 'too_small', { origin, minimum, maximum }: Issue): Words | null {
  const limit = code === 'too_big' ? maximum : minimum;
  if (typeof limit !== 'number' && typeof limit !== 'bigint') {
    return null;
  }
  if (code === 'too_small' && origin === 'string' && Number(limit) === 1) {
    return phrase('must not be empty');
  }
  return LIMITS[code][origin === 'string' || origin === 'array' ? origin : 'number'](String(limit));
}

/** A broken limit or a wrong kind in words; every other message is said as the contract or its reader words it. */
export function issueWords(issue: Issue): Words {
  const { message, code, expected } = issue;
  if ((code === 'too_big' || code === 'too_small') && message.startsWith('Too ')) {
    return limitWords(code, issue) ?? message;
  }
  if (code === 'invalid_type' && message.startsWith('Invalid input')) {
    return message.endsWith('received undefined') ? phrase('is missing') : (KINDS[String(expected)] ?? message);
  }
  return message;
}
