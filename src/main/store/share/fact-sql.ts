import { assertNever } from '#shared/errors.ts';
import { type FactTable, sharedColumns, sharedKey } from '#shared/domain/share/fact-tables.ts';

/** The statements for one table of facts. */
export interface FactSql {
  /** The place before the first row, from which the whole table is sent: a list of values, as JSON. */
  readonly walkStart: string;
  /** The last row of the next batch, which begins after `@after` and has `@skip` rows before it. */
  readonly walkEnd: string;
  /** The rows after `@after` up to `@end`, or to the end of the table, as lines of COPY. */
  readonly walked: string;
  /** The rows with `@keys` as lines of COPY. */
  readonly marked: string;
  /** Which of `@keys` have no row. */
  readonly missing: string;
  /** Stores `@rows`: updates those that exist, then inserts the others. */
  readonly receive: readonly string[];
  /** Notes that another installation wrote the boots of `@rows`. */
  readonly noteWriter: string;
  readonly remove: string;
}

/** A value in the text format of COPY. */
function copyText(expression: string): string {
  const escaped = [
    ['\\', '\\\\'],
    ['\t', '\\t'],
    ['\n', '\\n'],
    ['\r', '\\r'],
  ].reduce((text, [from = '', to = '']) => `replace(${text}, char(${from.charCodeAt(0)}), '${to}')`, expression);
  return `coalesce(${escaped}, '\\N')`;
}

/** The rows to send, joined with the boots and nodes that they refer to. */
function source({ name, columns }: FactTable): string {
  const holds = Object.values(columns);
  const boot = holds.includes('boot') ? 'JOIN boots ON boots.id = row.boot_id' : '';
  const number = holds.includes('boot') ? 'boots.node_id' : 'row.node_id';
  const node =
    holds.includes('node') || holds.includes('boot')
      ? `LEFT JOIN share_nodes AS known ON known.node_number = ${number} AND known.is_main = 1`
      : '';
  return `${name} AS row ${boot} ${node}`;
}

/** Rows that belong to no node, or to one that is shared. */
function isShared({ columns }: FactTable): string {
  const holds = Object.values(columns);
  if (holds.includes('boot')) return 'known.identity IS NOT NULL';
  return holds.includes('node') ? '(row.node_id IS NULL OR known.identity IS NOT NULL)' : 'true';
}

/** Observations of a boot change in place, so that only the installation that made them sends them. */
function isOwnBoot({ name, columns }: FactTable): string {
  const boot = name === 'boots' ? 'row.id' : Object.values(columns).includes('boot') ? 'row.boot_id' : null;
  return boot === null ? 'true' : `${boot} NOT IN (SELECT boot_id FROM share_boots)`;
}

function lineOf(table: FactTable): string {
  const values = sharedColumns(table).map(({ name, from }) => {
    switch (from) {
      case 'identity':
        return "coalesce(known.identity, '')";
      case 'boot_key':
        return copyText('boots.boot_key');
      case 'month':
        return `(${table.monthOf ?? 'NULL'})`;
      case 'integer':
        return `coalesce(row.${name}, '\\N')`;
      case 'text':
        return copyText(`row.${name}`);
      case 'text-or-none':
        return copyText(`coalesce(row.${name}, '')`);
      default:
        return assertNever(from);
    }
  });
  return values.join(` || char(9) || `);
}

/** Reads a column from a received row, which is a list of values. */
function valueOf(columns: readonly string[], column: string): string {
  return `item.value ->> '$[${columns.indexOf(column)}]'`;
}

/** The received rows, with the ids that their nodes and boots have here; rows of unknown nodes are skipped. */
function received(table: FactTable): string {
  const names = sharedColumns(table).map(({ name }) => name);
  const holds = Object.values(table.columns);
  const identity = valueOf(names, 'node');
  const values = Object.entries(table.columns).map(([column, kind]) => {
    const sent = valueOf(names, column);
    const plain = kind === 'text-or-none' ? `nullif(${sent}, '')` : sent;
    return `${kind === 'node' ? 'present.id' : kind === 'boot' ? 'boots.id' : plain} AS ${column}`;
  });
  // A receipt may belong to no node.
  const nodes = `
    LEFT JOIN share_nodes AS known ON known.identity = ${identity} LEFT JOIN nodes AS present ON present.id = known.node_number`;
  const boots = `JOIN boots ON boots.node_id = present.id AND boots.boot_key = ${valueOf(names, 'boot_key')}`;
  const joined = holds.includes('boot')
    ? `${nodes} ${boots}`
    : holds.includes('node')
      ? `${nodes} WHERE ${identity} = '' OR present.id IS NOT NULL`
      : '';
  return `(SELECT ${values.join(', ')} FROM json_each(@rows) AS item ${joined}) AS new`;
}

function receive(table: FactTable): readonly string[] {
  const { name, key, changing, columns, walk } = table;
  const news = received(table);
  const changesTo = (from: string) =>
    Object.entries(changing).map(([column, how]) => {
      const [known, came] = [`${name}.${column}`, `${from}.${column}`];
      const rank = (value: string) => (typeof how === 'object' ? `instr('${how.join(' ')}', ${value})` : value);
      const stays = how === 'smaller' ? `${known} < ${came}` : `${rank(known)} > ${rank(came)}`;
      return how === 'latest'
        ? `${column} = ${came}`
        : `${column} = iif(${came} IS NULL OR ${stays}, ${known}, ${came})`;
    });
  const names = Object.keys(columns).join(', ');
  // One fact may have been sent under two identities of its node.
  const once = `GROUP BY ${key.map((column) => `new.${column}`).join(', ')}`;
  const hasChanges = Object.keys(changing).length > 0;
  // In the large tables each received row is looked up by its key; an UPDATE would scan the table for each of them.
  if (walk?.join() === key.join() && hasChanges) {
    return [
      `INSERT OR IGNORE INTO ${name} (${names}) SELECT ${names} FROM ${news} WHERE true ${once}
        ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changesTo('excluded').join(', ')}`,
    ];
  }
  const isSame = key.map((column) => `${name}.${column} IS new.${column}`).join(' AND ');
  const list = news.replace(/ AS new$/, '');
  return [
    ...(hasChanges
      ? [
          `WITH new AS MATERIALIZED ${list} UPDATE OR IGNORE ${name} SET ${changesTo('new').join(', ')} FROM new WHERE ${isSame}`,
        ]
      : []),
    `INSERT OR IGNORE INTO ${name} (${names}) SELECT ${names} FROM ${news}
      WHERE NOT EXISTS (SELECT 1 FROM ${name} WHERE ${isSame}) ${once}`,
  ];
}

function remove(table: FactTable): string {
  const { name, key, columns, walk } = table;
  const names = sharedKey(table);
  const values = key.map((column) =>
    columns[column] === 'node'
      ? `(SELECT node_number FROM share_nodes WHERE identity = ${valueOf(names, 'node')})`
      : valueOf(names, column),
  );
  return walk === undefined
    ? `DELETE FROM ${name} WHERE id IN (
        SELECT row.id FROM json_each(@gone) AS item JOIN ${name} AS row
          ON ${key.map((column, index) => `row.${column} IS ${values[index]}`).join(' AND ')})`
    : `DELETE FROM ${name} WHERE (${key.join(', ')}) IN (SELECT ${values.join(', ')} FROM json_each(@gone) AS item)`;
}

/** The statements for a table. */
export function factSql(table: FactTable): FactSql {
  const { name, key, walk = ['id'] } = table;
  const row = `(${walk.map((column) => `row.${column}`).join(', ')})`;
  const bound = (parameter: string) => `(${walk.map((_, index) => `@${parameter} ->> '$[${index}]'`).join(', ')})`;
  const isKey = key.map((column, index) => `row.${column} IS wanted.value ->> '$[${index}]'`).join(' AND ');
  const lines = `SELECT count(*) AS row_count, group_concat(line, char(10)) AS lines FROM`;
  return {
    walkStart: JSON.stringify(walk.map((column) => (table.columns[column] === 'text' ? '' : -1))),
    walkEnd: `
      SELECT json_array(${walk.map((column) => `row.${column}`).join(', ')}) AS reached FROM ${name} AS row
      WHERE ${row} > ${bound('after')} ORDER BY ${walk.map((column) => `row.${column}`).join(', ')} LIMIT 1 OFFSET @skip`,
    walked: `${lines} (SELECT ${lineOf(table)} AS line FROM ${source(table)}
      WHERE ${row} > ${bound('after')} AND (@end IS NULL OR ${row} <= ${bound('end')}) AND ${isShared(table)}
        AND ${isOwnBoot(table)})`,
    marked: `${lines} (SELECT ${lineOf(table)} AS line FROM json_each(@keys) AS wanted
      CROSS JOIN ${source(table)} WHERE ${isKey} AND ${isShared(table)})`,
    missing: `SELECT wanted.value AS key FROM json_each(@keys) AS wanted
      WHERE NOT EXISTS (SELECT 1 FROM ${name} AS row WHERE ${isKey})`,
    receive: receive(table),
    noteWriter:
      name === 'boots'
        ? `INSERT OR IGNORE INTO share_boots (boot_id) SELECT boots.id FROM ${received(table)} JOIN boots USING (node_id, boot_key)`
        : '',
    remove: table.canGo ? remove(table) : '',
  };
}
