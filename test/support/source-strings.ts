import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'vite';

/** Every TypeScript file below a folder. */
function sourceFilesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.d)\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

/**
 * Every string that the sources below a folder write, `*` for each part that is only known at run time:
 * `status.${state}` is "status.*".
 */
export function readSourceStrings(folder: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visitor = new Visitor({
    Literal(node) {
      if (typeof node.value === 'string') found.add(node.value);
    },
    TemplateLiteral(node) {
      found.add(node.quasis.map((part) => part.value.cooked ?? '').join('*'));
    },
    Property(node) {
      if (node.key.type === 'Identifier') found.add(node.key.name);
    },
  });
  for (const file of sourceFilesBelow(folder)) visitor.visit(parseSync(file, readFileSync(file, 'utf8')).program);
  return found;
}

/** A place that names the key of a text and the values for it: `t('status.left', { left })`. */
export interface TextCall {
  readonly file: string;
  readonly key: string;
  readonly values: readonly string[];
  /** The values that are written out where the call is: `{ kind: isOpen ? 'open' : 'closed' }`. */
  readonly literals: readonly string[];
}

function literalsOf(node: ESTree.Expression): readonly string[] {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'TemplateLiteral':
      return [node.quasis.map((part) => part.value.cooked ?? '').join('*')];
    case 'ConditionalExpression':
      return [...literalsOf(node.consequent), ...literalsOf(node.alternate)];
    case 'LogicalExpression':
      return [...literalsOf(node.left), ...literalsOf(node.right)];
    default:
      return [];
  }
}

const TRANSLATORS: ReadonlySet<string> = new Set(['t', 'texts', 'message']);

/** Every call below a folder that writes its key and the names of its values out. */
export function readTextCalls(folder: string): readonly TextCall[] {
  const found: TextCall[] = [];
  for (const file of sourceFilesBelow(folder)) {
    new Visitor({
      CallExpression({ callee, arguments: [key, values] }) {
        const isCall = callee.type === 'Identifier' && TRANSLATORS.has(callee.name) && key?.type === 'Literal';
        if (!isCall || typeof key.value !== 'string' || (values !== undefined && values.type !== 'ObjectExpression')) {
          return;
        }
        const names = (values?.properties ?? []).map((property) =>
          property.type === 'Property' && property.key.type === 'Identifier' ? property.key.name : null,
        );
        if (names.every((name) => name !== null)) {
          const literals = (values?.properties ?? []).flatMap((property) =>
            property.type === 'Property' ? literalsOf(property.value) : [],
          );
          found.push({ file, key: key.value, values: names, literals });
        }
      },
    }).visit(parseSync(file, readFileSync(file, 'utf8')).program);
  }
  return found;
}
