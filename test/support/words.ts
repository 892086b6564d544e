import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'vite';

/** A text in the source that reaches the screen as it stands. */
export interface LooseText {
  readonly line: number;
  readonly text: string;
}

/** One place that asks for a text: `t('status.ok', { left })`. */
export interface TextRequest {
  readonly line: number;
  /** The areas in which the key is looked up. */
  readonly areas: readonly string[];
  /** Keys it may ask for; `*` stands for what is only known when it runs. Null: nothing is known of the key. */
  readonly keys: readonly string[] | null;
  /** The names of the values that are put into the text; null when they cannot be read off the source. */
  readonly values: readonly string[] | null;
}

/** What a source file says about texts. */
export interface FileWords {
  readonly path: string;
  readonly loose: readonly LooseText[];
  readonly requests: readonly TextRequest[];
  /** Every string of the file: where a key is handed on before it is asked for, it is one of these. */
  readonly strings: ReadonlySet<string>;
}

type Node = ESTree.Node;

/** Properties, of elements and of objects, whose value a reader sees or hears. */
const TEXT_PROPERTIES = new Set(
  `title label placeholder alt aria-label aria-description aria-valuetext aria-roledescription description caption lede
  purpose what why fix summary note hint message footer legend error doneText text body heading name unit unitText
  subtitle emptyText nothingFoundMessage header help tooltip subject sentence`.split(/\s+/),
);

/** What every language writes the same way: symbols of units and currencies, words of the field, the name of the program. */
const SYMBOLS = new Set(
  'GiB TiB MiB GB TB USD USDC CC TFT mUSD CU SU NU CPR W kWh h min s ms g bit Mbit Gbit MHz GHz P10 P50 P90 PassMark Farmer'.split(
    ' ',
  ),
);

function isWords(text: string): boolean {
  return text.split(/[^\p{L}\d]+/u).some((word) => /\p{L}/u.test(word) && !SYMBOLS.has(word));
}

/** The strings that an expression may give, `*` for each part of them that is only known when it runs. */
function stringsOf(node: Node): readonly string[] | null {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : null;
    case 'TemplateLiteral':
      return [node.quasis.map((part) => part.value.cooked ?? '').join('*')];
    case 'ConditionalExpression':
      return joined([stringsOf(node.consequent), stringsOf(node.alternate)]);
    case 'LogicalExpression':
      return joined([stringsOf(node.left), stringsOf(node.right)]);
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'JSXExpressionContainer':
      return stringsOf(node.expression);
    default:
      return null;
  }
}

/** Both where both are known; null where one is not. */
function joined(parts: readonly (readonly string[] | null)[]): readonly string[] | null {
  return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
}

/** The words written in an expression itself, also beside parts that are not known. */
function writtenWords(node: Node): readonly string[] {
  if (node.type === 'JSXExpressionContainer' || node.type === 'ParenthesizedExpression') {
    return writtenWords(node.expression);
  }
  if (node.type === 'ConditionalExpression') {
    return [...writtenWords(node.consequent), ...writtenWords(node.alternate)];
  }
  if (node.type === 'LogicalExpression' || node.type === 'BinaryExpression') {
    const isText = node.type === 'LogicalExpression' || node.operator === '+';
    return isText ? [...writtenWords(node.left), ...writtenWords(node.right)] : [];
  }
  return (stringsOf(node) ?? []).filter(isWords);
}

/** A name that gives texts, the areas it looks in, and the stretch of the source in which it is known. */
interface Binding {
  readonly name: string;
  readonly areas: readonly string[];
  readonly start: number;
  readonly end: number;
}

function namedAreas(argument: Node | undefined): readonly string[] {
  if (argument === undefined) return [];
  if (argument.type === 'ArrayExpression') return argument.elements.flatMap((part) => (part ? namedAreas(part) : []));
  return argument.type === 'Literal' && typeof argument.value === 'string' ? [argument.value] : [];
}

/** `t` in `const { t } = useTranslation('bids')`, and `words` in `const { t: words } = …`. */
function translationBinding(node: ESTree.VariableDeclarator): Omit<Binding, 'start' | 'end'> | null {
  const { id, init } = node;
  const isHook =
    init?.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name === 'useTranslation';
  if (!isHook || id.type !== 'ObjectPattern') return null;
  for (const property of id.properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier' || property.key.name !== 't') continue;
    if (property.value.type === 'Identifier') {
      return { name: property.value.name, areas: namedAreas(init.arguments[0]) };
    }
  }
  return null;
}

/** The areas in the type of a parameter: `t: TFunction<'bids'>`, or a name that the file gives to such a type. */
function typedAreas(type: string, source: string): readonly string[] {
  const alias = /^\s*:?\s*([A-Z]\w*)\s*$/.exec(type)?.[1];
  const meant = alias === undefined ? type : (new RegExp(`type ${alias}\\s*=\\s*([^;]*);`).exec(source)?.[1] ?? alias);
  const list = /TFunction<([^>]*)>/.exec(meant)?.[1] ?? '';
  return [...list.matchAll(/'([^']+)'/g)].map(([, area = '']) => area);
}

interface Reader {
  readonly source: string;
  readonly lineOf: (offset: number) => number;
  /** Where the file names no area: those of its folder. */
  readonly fallback: readonly string[];
}

/** Reads which names give texts where. */
function findBindings(program: ESTree.Program, { source }: Reader): readonly Binding[] {
  const bindings: Binding[] = [];
  const open: { readonly start: number; readonly end: number }[] = [];
  const enter = (node: ESTree.Function | ESTree.ArrowFunctionExpression): void => {
    open.push(node);
    for (const parameter of node.params) {
      for (const [, name = '', type = ''] of source
        .slice(parameter.start, parameter.end)
        .matchAll(/\b(?:readonly )?(\w+)(\s*:\s*(?:TFunction<[^>]*>|[A-Z]\w*))/g)) {
        const areas = typedAreas(type, source);
        if (areas.length > 0) bindings.push({ name, areas, start: node.start, end: node.end });
      }
    }
  };
  const leave = (): void => void open.pop();
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    VariableDeclarator(node) {
      const binding = translationBinding(node);
      const scope = open.at(-1);
      if (binding !== null && scope !== undefined) {
        bindings.push({ ...binding, start: scope.start, end: scope.end });
      }
    },
  }).visit(program);
  return bindings;
}

/** The names of the values in `t('key', { left, count: 3 })`. */
function valuesOf(argument: Node | undefined): readonly string[] | null {
  if (argument === undefined) return [];
  if (argument.type !== 'ObjectExpression') return null;
  const names = argument.properties.map((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' ? property.key.name : null,
  );
  return names.some((name) => name === null) ? null : names.flatMap((name) => name ?? []);
}

function readRequest(node: ESTree.CallExpression, bindings: readonly Binding[], reader: Reader): TextRequest | null {
  const { callee } = node;
  const name =
    callee.type === 'Identifier'
      ? callee.name
      : callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
        ? callee.property.name
        : '';
  const known = bindings
    .filter((binding) => binding.name === name && binding.start <= node.start && node.end <= binding.end)
    .sort((a, b) => b.start - a.start)[0];
  const [key, options] = node.arguments;
  if ((known === undefined && name !== 't' && name !== 'texts') || key === undefined) return null;
  return {
    line: reader.lineOf(node.start),
    areas: known?.areas ?? reader.fallback,
    keys: stringsOf(key),
    values: valuesOf(options),
  };
}

/** Texts in elements, in properties that carry text, and in what is drawn between elements. */
function findLooseTexts(program: ESTree.Program, reader: Reader): readonly LooseText[] {
  const found: LooseText[] = [];
  // Errors made in the page are shown by their code; their own words go to the log.
  const errors: { readonly start: number; readonly end: number }[] = [];
  const note = (node: Node, texts: readonly string[]): void => {
    if (errors.some(({ start, end }) => start <= node.start && node.end <= end)) return;
    found.push(...texts.map((text) => ({ line: reader.lineOf(node.start), text: text.trim() })));
  };
  new Visitor({
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'FarmerError') errors.push(node);
    },
    JSXText(node) {
      if (isWords(node.value)) note(node, [node.value]);
    },
    JSXElement(node) {
      for (const child of node.children) if (child.type === 'JSXExpressionContainer') note(child, writtenWords(child));
    },
    JSXFragment(node) {
      for (const child of node.children) if (child.type === 'JSXExpressionContainer') note(child, writtenWords(child));
    },
    JSXAttribute(node) {
      const name = node.name.type === 'JSXIdentifier' ? node.name.name : '';
      if (node.value !== null && TEXT_PROPERTIES.has(name)) note(node, writtenWords(node.value));
    },
    Property(node) {
      const name = node.key.type === 'Identifier' ? node.key.name : '';
      if (TEXT_PROPERTIES.has(name)) note(node, writtenWords(node.value));
    },
  }).visit(program);
  return found;
}

function makeReader(source: string, fallback: readonly string[]): Reader {
  const ends = [...source.matchAll(/\n/g)].map(({ index }) => index);
  return { source, fallback, lineOf: (offset) => ends.filter((end) => end < offset).length + 1 };
}

/**
 * Reads what a source file says about texts.
 * @param fallback the areas in which a key is looked up when the file does not say it
 */
export function readWords(path: string, source: string, fallback: readonly string[]): FileWords {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const reader = makeReader(source, fallback);
  const bindings = findBindings(program, reader);
  const requests: TextRequest[] = [];
  const strings = new Set<string>();
  new Visitor({
    CallExpression(node) {
      const request = readRequest(node, bindings, reader);
      if (request !== null) requests.push(request);
    },
    Literal(node) {
      if (typeof node.value === 'string') strings.add(node.value);
    },
    TemplateLiteral(node) {
      for (const text of stringsOf(node) ?? []) strings.add(text);
    },
  }).visit(program);
  return { path, loose: findLooseTexts(program, reader), requests, strings };
}

/** Every TypeScript file below a folder, as a path relative to it. */
export function sourceFilesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Reads the words of every TypeScript file below a folder. */
export function readAllWords(folder: string, fallbackOf: (path: string) => readonly string[]): readonly FileWords[] {
  return sourceFilesBelow(folder).map((path) =>
    readWords(path, readFileSync(join(folder, path), 'utf8'), fallbackOf(path)),
  );
}
