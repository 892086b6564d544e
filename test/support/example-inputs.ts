import { z } from 'zod';
import { contract } from '#shared/contract/index.ts';

/** A call of the contract as a test makes it. */
export interface ExampleCall {
  /** `bids.list` */
  readonly name: string;
  readonly kind: 'query' | 'command';
  /** An input that its schema takes; undefined where it takes none. */
  readonly input: unknown;
}

/** What stands for a field wherever an input has one of its name; values that one call alone needs stand under its name. */
export type KnownFields = Readonly<Record<string, unknown>>;

interface JsonSchema {
  readonly [key: string]: unknown;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly pattern?: string;
}

function exampleOf(schema: JsonSchema, known: KnownFields, field = ''): unknown {
  const isOfKind = schema.type !== 'string' || typeof known[field] === 'string';
  if (Object.hasOwn(known, field) && isOfKind) return known[field];
  if ('const' in schema) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    return exampleOf(choices.find(({ type }) => type !== 'null') ?? {}, known, field);
  }
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries(schema.properties ?? {});
      return Object.fromEntries(properties.map(([name, inner]) => [name, exampleOf(inner, known, name)]));
    }
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () =>
        exampleOf(schema.items ?? {}, known, field),
      );
    case 'integer':
    case 'number':
      return schema.default ?? Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1, 1);
    case 'boolean':
      return schema.default ?? true;
    case 'null':
      return null;
    default:
      return schema.default ?? '5';
  }
}

function inputSchemaOf(procedure: unknown): z.ZodType | undefined {
  return (procedure as { readonly '~orpc': { readonly inputSchema?: z.ZodType } })['~orpc'].inputSchema;
}

function walk(part: unknown, path: readonly string[], known: KnownFields): readonly ExampleCall[] {
  const definition = (part as { readonly '~orpc'?: { readonly meta: { readonly kind: ExampleCall['kind'] } } })[
    '~orpc'
  ];
  if (definition === undefined) {
    return Object.entries(part as object).flatMap(([name, inner]) => walk(inner, [...path, name], known));
  }
  const name = path.join('.');
  const schema = inputSchemaOf(part);
  const own = (known[name] ?? {}) as KnownFields;
  const input =
    schema === undefined
      ? undefined
      : exampleOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, { ...known, ...own });
  return [{ name, kind: definition.meta.kind, input }];
}

/** Every call of the contract, each with an input that it takes. */
export function exampleCalls(known: KnownFields): readonly ExampleCall[] {
  return walk(contract, [], known);
}

/** Makes a call by its name. */
export function makeCall(calls: object, { name, input }: Pick<ExampleCall, 'name' | 'input'>): Promise<unknown> {
  const call = name.split('.').reduce<unknown>((part, step) => (part as Record<string, unknown>)[step], calls);
  return (call as (input: unknown) => Promise<unknown>)(input);
}
