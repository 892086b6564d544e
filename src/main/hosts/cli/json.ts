/** How a field is called in JSON where its own name in snake_case is not the name that scripts know. */
export type FieldNames = Readonly<Record<string, string>>;

/** Times in unix seconds lose their unit in JSON, durations spell it out. */
const INSTANT = /^(?:(?:start|end|at|until|from|to|due)S|.*(?:At|Until)S)$/;

function snakeCase(field: string): string {
  const named = INSTANT.test(field) ? field.slice(0, -1) : field.replace(/(?<=[a-z0-9])S$/, 'Seconds');
  return named.replaceAll(/(?<=[a-z0-9])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])/g, '_$&').toLowerCase();
}

/**
 * Gives a value as the command line prints it: every field name in snake_case, `startS` as `start`, `upS` as
 * `up_seconds`.
 * @param names the fields that scripts know by another name
 */
export function toSnakeCase(value: unknown, names: FieldNames = {}): unknown {
  if (Array.isArray(value)) return value.map((entry) => toSnakeCase(entry, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, entry]) => [names[field] ?? snakeCase(field), toSnakeCase(entry, names)]),
  );
}
