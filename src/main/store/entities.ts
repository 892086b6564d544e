import type { ColumnTypes, QueryParameters, SqlParameters, SqlQuery, SqlStatement, SqlValue } from './sql.ts';

type Row = Readonly<Record<string, SqlValue>>;
type Assign = (entity: Record<string, unknown>, row: Row) => void;

function camelCase(column: string): string {
  return column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function valueReader(field: string, { booleans = [], json = [] }: ColumnTypes): (value: SqlValue) => unknown {
  if (booleans.includes(field)) return (value) => (value === null ? null : value === 1);
  if (json.includes(field)) return (value) => (value === null ? null : (JSON.parse(String(value)) as unknown));
  return (value) => value;
}

function assignColumn(column: string, types: ColumnTypes): Assign {
  const field = camelCase(column);
  const read = valueReader(field, types);
  const [outer = field, inner] = field.split('.');
  return inner === undefined
    ? (entity, row) => {
        entity[field] = read(row[column] ?? null);
      }
    : (entity, row) => {
        const group = (entity[outer] ??= {}) as Record<string, unknown>;
        group[inner] = read(row[column] ?? null);
      };
}

function hasNoBoolean(parameters: QueryParameters): parameters is SqlParameters {
  return Object.values(parameters).every((value) => typeof value !== 'boolean');
}

/** Parameters as SQLite takes them; copied only where a value must be converted. */
function bind(parameters: QueryParameters): SqlParameters {
  return hasNoBoolean(parameters)
    ? parameters
    : Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [name, typeof value === 'boolean' ? Number(value) : value]),
      );
}

/** Reads rows as entities: the column names of the first row are used for all of them. */
export function entityQuery<Entity>(statement: SqlStatement<Row>, types: ColumnTypes): SqlQuery<Entity> {
  let columns: readonly Assign[] | undefined;
  const read = (row: Row): Entity => {
    columns ??= Object.keys(row).map((column) => assignColumn(column, types));
    const entity: Record<string, unknown> = {};
    for (const assign of columns) assign(entity, row);
    // The statement names its columns after the fields of the type that its caller states.
    return entity as Entity;
  };
  return {
    run: (parameters = {}) => statement.run(bind(parameters)),
    get: (parameters = {}) => {
      const row = statement.get(bind(parameters));
      return row === undefined ? undefined : read(row);
    },
    all: (parameters = {}) => statement.all(bind(parameters)).map(read),
    *iterate(parameters = {}) {
      for (const row of statement.iterate(bind(parameters))) yield read(row);
    },
  };
}
