import { type Message, type MessageKey, message, storedText } from '#shared/message.ts';
import { isRecord } from '#shared/records.ts';

/** The parts of a validation issue that its message uses. */
export interface Issue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
  readonly code?: unknown;
  readonly origin?: unknown;
  readonly expected?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
}

/** A broken limit by what it counts. */
const LIMITS = {
  too_big: {
    number: 'app:core.atMost',
    string: 'app:core.atMostCharacters',
    array: 'app:core.atMostEntries',
  },
  too_small: {
    number: 'app:core.atLeast',
    string: 'app:core.atLeastCharacters',
    array: 'app:core.atLeastEntries',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, MessageKey>>>>;

/** What a value of another kind should have been. */
const KINDS: Readonly<Record<string, MessageKey>> = {
  number: 'app:core.mustBeNumber',
  int: 'app:core.mustBeWholeNumber',
  string: 'app:core.mustBeText',
  boolean: 'app:core.mustBeBoolean',
  object: 'app:core.mustBeObject',
  array: 'app:core.mustBeList',
};

/** The path of the value: "resources.cru"; empty for the whole input. */
export function issueField({ path = [] }: Issue): string {
  return path.map((part) => (isRecord(part) && 'key' in part ? String(part['key']) : String(part))).join('.');
}

/** How strict a limit is: of two limits that one value breaks, the stricter is the one that holds. */
function strictness({ code, minimum, maximum }: Issue): number {
  return code === 'too_small' ? Number(minimum) : code === 'too_big' ? -Number(maximum) : 0;
}

/**
 * The issue to report: the first, and of several limits that its value breaks the strictest. A whole number from 1 on
 * that is refused for -5 is one "of at least 1", not "of at least 0".
 */
export function chooseIssue<T extends Issue>(issues: readonly T[]): T | undefined {
  const [first] = issues;
  if (first === undefined) {
    return undefined;
  }
  const same = issues.filter((issue) => issue.code === first.code && issueField(issue) === issueField(first));
  return same.reduce((chosen, issue) => (strictness(issue) > strictness(chosen) ? issue : chosen), first);
}

function limitMessage(code: 'too_big' | 'too_small', { origin, minimum, maximum }: Issue): Message | null {
  const limit = code === 'too_big' ? maximum : minimum;
  if (typeof limit !== 'number' && typeof limit !== 'bigint') {
    return null;
  }
  if (code === 'too_small' && origin === 'string' && Number(limit) === 1) {
    return message('app:core.mustNotBeEmpty');
  }
  return message(LIMITS[code][origin === 'string' || origin === 'array' ? origin : 'number'], { limit: String(limit) });
}

/** A schema names its own messages by their key. */
function ownMessage(text: string): Message {
  return /^[a-z-]+:core\.\w+$/.test(text) ? message(text as MessageKey) : storedText(text);
}

/** A broken limit or a wrong kind as a message of the catalogue; every other one as its schema or its reader names it. */
export function issueMessage(issue: Issue): Message {
  const { message: text, code, expected } = issue;
  if ((code === 'too_big' || code === 'too_small') && text.startsWith('Too ')) {
    return limitMessage(code, issue) ?? storedText(text);
  }
  if (code === 'invalid_type' && text.startsWith('Invalid input')) {
    if (text.endsWith('received undefined')) {
      return message('app:core.isMissing');
    }
    const kind = KINDS[String(expected)];
    return kind === undefined ? storedText(text) : message(kind);
  }
  return ownMessage(text);
}
