import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'vite';

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
