import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * Checks every relative link and every path of the project in every document, and every `Source: docs/…#anchor` in the
 * code: the file exists, and so does the heading it names.
 */
const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
const PATH = /`((?:src|test|docs|scripts)\/[\w./-]+)`/g;
const SOURCE = /(?:Source:|and) (docs\/[\w./-]+\.md(?:#[\w.-]+)?)/g;

function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

function anchorsOf(file: string): ReadonlySet<string> {
  const text = readFileSync(file, 'utf8');
  const headings = [...text.matchAll(/^#{1,6}\s+(.+)$/gm)].map((match) => anchorOf(match[1] ?? ''));
  const explicit = [...text.matchAll(/<a (?:id|name)="([^"]+)">/g)].map((match) => match[1] ?? '');
  return new Set([...headings, ...explicit]);
}

function problemOf(file: string, target: string, base: string): string | null {
  const [path = '', anchor] = target.split('#');
  const resolved = path === '' ? file : join(base, path);
  if (!existsSync(resolved)) {
    return `${file}: no such file: ${target}`;
  }
  if (anchor !== undefined && resolved.endsWith('.md') && !anchorsOf(resolved).has(anchor)) {
    return `${file}: no such heading: ${relative('.', resolved)}#${anchor}`;
  }
  return null;
}

const documents = globSync(['*.md', 'docs/**/*.md', 'src/**/*.md', 'test/**/*.md']);
const sources = globSync(['src/**/*.ts', 'src/**/*.tsx']);
const fromDocuments = documents.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(LINK)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => problemOf(file, target, dirname(file))),
);
const fromPaths = documents.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(PATH)].map((match) => problemOf(file, match[1] ?? '', '.')),
);
const fromSources = sources.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(SOURCE)].map((match) => problemOf(file, match[1] ?? '', '.')),
);
const problems = [...fromDocuments, ...fromPaths, ...fromSources].filter((problem) => problem !== null);
for (const problem of problems) {
  console.error(problem);
}
console.log(`${documents.length} documents, ${sources.length} sources, ${problems.length} broken links`);
process.exitCode = problems.length === 0 ? 0 : 1;
