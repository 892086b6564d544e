import { isMessage } from '#shared/message.ts';

/**
 * The JSON names of fields whose name is not the field name in snake_case. A key may be a path (`unused.cores`). `null`
 * leaves the field out; `'...'` replaces it with the fields of its value.
 */
export type FieldNames = Readonly<Record<string, string | null>>;

const INSTANT = /^(?:(?:start|end|at|until|since|from|to|due)S|.*(?:At|Until|Since|Of|Seen|Success|Try)S)$/;

/** Drops the unit of times in unix seconds, spells out that of durations, and drops the "is" of booleans. */
function snakeCase(field: string): string {
  const named = INSTANT.test(field) ? field.slice(0, -1) : field.replace(/(?<=[a-z0-9])S$/, 'Seconds');
  return named
    .replace(/^is(?=[A-Z])/, '')
    .replaceAll(/(?<=[a-z0-9])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])/g, '_$&')
    .toLowerCase();
}

function entriesOf(value: object, names: FieldNames, parent: string): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([field, entry]: [string, unknown]) => {
    const own = names[`${parent}.${field}`];
    const name = own === undefined ? names[field] : own;
    if (name === null) return [];
    if (name === '...') return typeof entry === 'object' && entry !== null ? entriesOf(entry, names, field) : [];
    return [[name ?? snakeCase(field), convert(entry, names, field)] as const];
  });
}

function convert(value: unknown, names: FieldNames, parent: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => convert(entry, names, parent));
  if (typeof value !== 'object' || value === null) return value;
  if (isMessage(value)) return value;
  return Object.fromEntries(entriesOf(value, names, parent));
}

/**
 * Converts a value to the JSON of the command line: every field name in snake_case, `startS` as `start`, `upS` as
 * `up_seconds`, `isDemo` as `demo`. Messages stay as they are: `session.print` puts them into English.
 * @param names the JSON names that differ from the field names
 */
export function toSnakeCase(value: unknown, names: FieldNames = {}): unknown {
  return convert(value, names, '');
}
