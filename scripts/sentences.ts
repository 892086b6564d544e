import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'vite';

const ROOT = join(import.meta.dirname, '..');
/** Every sentence of the core with its English text. A language is a file beside it, `<language>.json`. */
export const SENTENCES_FILE = join(ROOT, 'src/shared/sentences/en.json');
/** Where the core's sentences are written; the command line and the browser host's terminal speak English alone. */
const SOURCES = ['src/shared', 'src/main'];
const ENGLISH_ONLY = /^src\/main\/hosts\/(?:cli|web)\//;

/** Properties that hold a sentence for the reader wherever the core writes them. */
const SENTENCES = new Set(
  `title requirement measured why fix because kindReason howToLook message hint error reason label summary says question decision
  finding remedy mended bearing due sentence step`.split(/\s+/),
);
/** Words of rules only: formulas, and what figures count. */
const RULE_WORDS = new Set(['text', 'unit']);
const RULES = /^src\/shared\/domain\/rules\//;
/** Calls whose texts are sentences. */
const SPEAKERS = new Set(['invalidInput', 'FarmerError', 'cannotTellText', 'unavailable', 'bad']);

type Node = ESTree.Node;

/** Units that are words and no symbols. */
const UNIT_WORDS = new Set(['days', 'months', 'seconds']);

/** Whether a text is a sentence: more than one word, or one that begins as sentences do. Codes and names are none. */
function isSentence(text: string): boolean {
  return /^\p{Lu}\p{Ll}/u.test(text) || /\p{L}.* /u.test(text) || UNIT_WORDS.has(text);
}

/** The sentences that an expression may give. One that is put together at run time is none: it must be a phrase. */
function sentencesOf(node: Node): readonly string[] {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'TemplateLiteral': {
      const [only] = node.quasis;
      return node.expressions.length === 0 && only !== undefined ? [only.value.cooked ?? ''] : [];
    }
    case 'ConditionalExpression':
      return [...sentencesOf(node.consequent), ...sentencesOf(node.alternate)];
    case 'LogicalExpression':
      return [...sentencesOf(node.left), ...sentencesOf(node.right)];
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return sentencesOf(node.expression);
    default:
      return [];
  }
}

function nameOf(callee: Node): string {
  return callee.type === 'Identifier' ? callee.name : '';
}

/** Every sentence that a source of the core may say, with places like `{{name}}`. */
export function readSentences(path: string, source: string): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (node: Node): void => {
    for (const sentence of sentencesOf(node).filter(isSentence)) found.add(sentence);
  };
  const readCall = (node: ESTree.CallExpression | ESTree.NewExpression): void => {
    const speaker = nameOf(node.callee);
    const [first] = node.arguments;
    if ((speaker === 'phrase' || speaker === 'sentence') && first !== undefined) {
      for (const sentence of sentencesOf(first)) found.add(sentence);
    } else if (SPEAKERS.has(speaker)) node.arguments.forEach(add);
  };
  new Visitor({
    CallExpression: readCall,
    NewExpression: readCall,
    VariableDeclarator({ id, init }) {
      if (id.type === 'Identifier' && SENTENCES.has(id.name) && init !== null) add(init);
    },
    Property(node) {
      const name = node.key.type === 'Identifier' ? node.key.name : '';
      if (SENTENCES.has(name) || (RULES.test(path) && RULE_WORDS.has(name))) add(node.value);
    },
  }).visit(parseSync(path, source).program);
  return found;
}

/** Every sentence of the core, in the order of the alphabet. */
export function collectSentences(): readonly string[] {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.ts') && !ENGLISH_ONLY.test(path)),
  );
  const found = files.flatMap((path) => [...readSentences(path, readFileSync(join(ROOT, path), 'utf8'))]);
  return [...new Set(found)].sort();
}
