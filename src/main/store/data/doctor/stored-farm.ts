import type { PageFile } from './page-file.ts';
import { fits, type Shape } from './stored-shapes.ts';
import { freePages, readTreePage, type StoredRow, type StoredValue, walkTree } from './tree-reader.ts';

/** The rows of one table, as far as its B-tree can be read. */
export interface StoredTable {
  readonly shape: Shape;
  readonly rows: readonly StoredRow[];
  /** Rows that are known to exist but cannot be read. */
  readonly lost: number;
  /** Whether its whole tree was found. */
  readonly isWhole: boolean;
}

/** Everything that a database file still has of a farm. */
export interface StoredFarm {
  readonly tables: readonly StoredTable[];
  /** Rows on pages that no known tree leads to, grouped by tree, with the tables that they may belong to. */
  readonly orphans: readonly { readonly candidates: readonly Shape[]; readonly rows: readonly StoredRow[] }[];
  /** The highest id that each table assigned. */
  readonly sequences: ReadonlyMap<string, bigint>;
}

/** Reads the trees of a structure from a file, as far as the file is not damaged. */
export function readStoredFarm(file: PageFile, shapes: readonly Shape[]): StoredFarm {
  const taken = new Set<number>();
  const roots = readRoots(file, shapes, taken);
  const trees = shapes.map((shape) => ({ shape, ...readTree(file, shape, roots.get(shape.name), taken) }));
  const broken = trees.filter(({ isWhole }) => !isWhole).map(({ shape }) => shape);
  return {
    tables: trees.filter(({ shape }) => !shape.isIndex),
    orphans: readOrphans(file, broken, taken),
    sequences: sequencesOf(trees.find(({ shape }) => shape.name === 'sqlite_sequence')?.rows ?? []),
  };
}

function textOf(value: StoredValue | undefined): string {
  return value?.kind === 'text' ? value.value.toString() : '';
}

function integerOf(value: StoredValue | undefined): bigint | null {
  return value?.kind === 'integer' ? value.value : null;
}

/** The root page of each tree. A damaged name is matched to the missing name that differs from it least. */
function readRoots(file: PageFile, shapes: readonly Shape[], taken: Set<number>): ReadonlyMap<string, number> {
  const roots = new Map<string, number>();
  const unknown: { readonly name: string; readonly root: number }[] = [];
  for (const number of schemaPages(file, taken)) {
    for (const { values } of readTreePage(file, number)?.rows ?? []) {
      const name = textOf(values[1]);
      const root = Number(integerOf(values[3]) ?? 0);
      const isKnown = shapes.some((shape) => shape.name === name) && !roots.has(name);
      if (isKnown) roots.set(name, root);
      else if (root > 1) unknown.push({ name, root });
    }
  }
  for (const { name, root } of unknown) {
    const [nearest] = shapes
      .filter((shape) => !roots.has(shape.name) && shape.name.length === name.length)
      .toSorted((a, b) => difference(a.name, name) - difference(b.name, name));
    if (nearest !== undefined && difference(nearest.name, name) <= 2) roots.set(nearest.name, root);
  }
  return roots;
}

/** The pages of the schema table; the whole file is searched where the first page does not lead to all of them. */
function schemaPages(file: PageFile, taken: Set<number>): readonly number[] {
  const { pages, missing } = walkTree(file, 1, true, taken);
  if (missing === 0) {
    return pages;
  }
  const others: number[] = [];
  for (let number = 2; number <= file.pageCount; number += 1) {
    const page = taken.has(number) ? null : readTreePage(file, number);
    if (page !== null && page.rows.length > 0 && page.rows.every(namesTree)) {
      taken.add(number);
      others.push(number);
    }
  }
  return [...pages, ...others];
}

function namesTree({ rowid, values }: StoredRow): boolean {
  return rowid !== null && values.length === 5 && ['table', 'index'].includes(textOf(values[0]));
}

function difference(first: string, second: string): number {
  return Array.from(first).filter((letter, index) => letter !== second[index]).length;
}

function readTree(
  file: PageFile,
  shape: Shape,
  root: number | undefined,
  taken: Set<number>,
): Omit<StoredTable, 'shape'> {
  if (root === undefined) {
    return { rows: [], lost: 0, isWhole: false };
  }
  const { pages, missing } = walkTree(file, root, shape.hasRowids, taken);
  const rows: StoredRow[] = [];
  let lost = 0;
  let strangers = 0;
  for (const number of pages) {
    const page = readTreePage(file, number);
    const fitting = page?.rows.filter((row) => fits(row, shape)) ?? [];
    const misfits = (page?.rows.length ?? 0) - fitting.length;
    if (misfits > fitting.length) {
      // A damaged pointer led to a page of another table.
      taken.delete(number);
      strangers += 1;
    } else {
      for (const row of fitting) rows.push(row);
      lost += misfits + (page?.unreadable ?? 0);
    }
  }
  return { rows, lost, isWhole: missing + strangers + lost === 0 };
}

/** Pages with rows that belong to no known tree; pages that are connected belong to the same tree. */
function readOrphans(file: PageFile, broken: readonly Shape[], taken: ReadonlySet<number>): StoredFarm['orphans'] {
  if (broken.length === 0) {
    return [];
  }
  const free = freePages(file);
  const parents = new Map<number, number>();
  const found: number[] = [];
  const overflow = new Set<number>();
  for (let number = 2; number <= file.pageCount; number += 1) {
    const page = taken.has(number) || free.has(number) ? null : readTreePage(file, number);
    if (page !== null) {
      found.push(number);
      page.children.forEach((child) => parents.set(child, number));
      page.overflow.forEach((other) => overflow.add(other));
    }
  }
  const topOf = (number: number): number => {
    const seen = new Set<number>();
    let top = number;
    for (let parent = parents.get(top); parent !== undefined && !seen.has(parent); parent = parents.get(top)) {
      seen.add(parent);
      top = parent;
    }
    return top;
  };
  const groups = Map.groupBy(
    found.filter((number) => !overflow.has(number)),
    topOf,
  );
  return [...groups.values()].flatMap((pages) => {
    const rows = pages.flatMap((number) => readTreePage(file, number)?.rows ?? []);
    const candidates = broken.filter((shape) => rows.filter((row) => fits(row, shape)).length * 2 > rows.length);
    return rows.length === 0 ? [] : [{ candidates, rows }];
  });
}

function sequencesOf(rows: readonly StoredRow[]): ReadonlyMap<string, bigint> {
  return new Map(rows.map(({ values }) => [textOf(values[0]), integerOf(values[1]) ?? 0n]));
}
