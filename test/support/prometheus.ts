import { spawnSync } from 'node:child_process';

/** Whether the tool of Prometheus itself is here. */
export const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

/** Runs it. @returns what it finds wrong */
export function promtool(args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8', ...(input && { input }) });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

/** The names that are described and the lines of a scrape. @throws Error for a line that no monitoring server takes */
export function readScrape(text: string) {
  const names = new Set<string>();
  const samples = new Map<string, number>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, described, type] = /^# (?:HELP|TYPE) (\w+) (.*)$/.exec(line) ?? [];
    if (described?.endsWith('_total') === true && type === 'gauge') throw new Error(`Named like a counter: ${line}`);
    const sample = /^(\w+(?:\{(?:\w+="[^"\\\n]*",?)*\})?) (-?[\d.e+-]+|Nan|[+-]Inf)$/.exec(line);
    if (described !== undefined) names.add(described);
    else if (sample?.[1] !== undefined) samples.set(sample[1], Number(sample[2]));
    else throw new Error(`Not a line of a scrape: ${line}`);
  }
  return { names, samples };
}

/**
 * Reads OpenMetrics as a backfill takes it: families in one piece, described first, times of a series ascending, an end.
 * @returns the samples of each series @throws Error where it is not
 */
export function readOpenMetrics(text: string): ReadonlyMap<string, readonly (readonly [atS: number, value: number])[]> {
  const series = new Map<string, (readonly [number, number])[]>();
  const families = new Set<string>();
  let [family, last] = ['', ''];
  if (!text.endsWith('# EOF\n')) throw new Error('No end.');
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const typed = /^# TYPE (\w+) gauge$/.exec(line)?.[1];
    const [, key = '', name = '', value = '', at = ''] =
      /^((\w+)\{node="[\w-]+"\}) (-?\d+(?:\.\d+)?) (\d+)$/.exec(line) ?? [];
    if (typed !== undefined) {
      if (families.has(typed)) throw new Error(`In two pieces: ${typed}`);
      families.add((family = typed));
    } else if (key !== '') {
      const samples = series.get(key) ?? [];
      if (name !== family || (key !== last && samples.length > 0)) throw new Error(`Out of place: ${line}`);
      if ((samples.at(-1)?.[0] ?? -1) >= Number(at)) throw new Error(`Times do not ascend: ${line}`);
      series.set((last = key), [...samples, [Number(at), Number(value)]]);
    } else if (!line.startsWith('# HELP ')) {
      throw new Error(`Not a line of OpenMetrics: ${line}`);
    }
  }
  return series;
}

const TOKEN = /\d+(?:\.\d+)?|[a-z_]\w*(?:\{(?:\w+(?:=|!=|=~|!~)"[^"]*",?)*\})?|==|!=|<=|>=|[-+*/<>()]/iy;
const OPERATORS = new Set(['==', '!=', '<=', '>=', '<', '>', '+', '-', '*', '/', 'and', 'or', 'unless']);
const FUNCTIONS = new Set(['time', 'sum', 'avg', 'min', 'max', 'count']);

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  for (let at = 0; at < expression.length; ) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(expression)?.[0];
    if (token === undefined && expression[at] !== ' ') throw new Error(`No expression: ${expression} at ${at}`);
    if (token !== undefined) tokens.push(token);
    at += token?.length ?? 1;
  }
  return tokens;
}

/** The metrics that an expression of PromQL names: numbers, metrics, calls, operators and brackets. @throws Error where it is none */
export function metricsOf(expression: string): readonly string[] {
  const metrics: string[] = [];
  const tokens = tokensOf(expression);
  const take = (wanted: string) => {
    if (tokens.shift() !== wanted) throw new Error(`No ${wanted} where it has to be: ${expression}`);
  };
  const value = (): void => {
    const token = tokens.shift() ?? '';
    const isCall = FUNCTIONS.has(token);
    if (token === '(' || isCall) {
      if (isCall) take('(');
      if (token !== 'time') whole();
      take(')');
    } else if (/^[a-z_]/i.test(token) && !OPERATORS.has(token)) {
      metrics.push(token.replace(/\{.*/, ''));
    } else if (!/^\d/.test(token)) {
      throw new Error(`No value: ${expression} before ${tokens.join(' ')}`);
    }
  };
  const whole = (): void => {
    value();
    while (OPERATORS.has(tokens[0] ?? '')) {
      tokens.shift();
      value();
    }
  };
  whole();
  if (tokens.length > 0) throw new Error(`Not at its end: ${expression} before ${tokens.join(' ')}`);
  return metrics;
}
