import { closeSync, cpSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import '#main/english.ts';
import { FarmerError } from '#shared/errors.ts';
import { openConnection } from '#main/store/database.ts';
import { openStores } from '#main/store/stores.ts';
import { dataOf, found, type Scenario, SCENARIOS } from '#test/support/crash/scenarios.ts';
import { NOON_MS } from '#test/support/stores.ts';

/**
 * Runs every scenario with the fault shim: judges what a kill at each file operation leaves, and what a full disk at
 * each write does. Prints one JSON line for each scenario.
 */
const [directory = '', everyText = '1'] = process.argv.slice(2);
/** Each n-th point is judged; which of them follows from the number of the scenario. */
const every = Number(everyText);

function control(mode: 'kill' | 'full' | 'off', one: number, two: number, root: string): void {
  try {
    closeSync(openSync(`/farmer-fault/${mode}/${one}/${two}${root}`, 'r'));
  } catch {
    // The path does not exist: it only carries the words to the shim.
  }
}

const countOf = (root: string) => Number(readFileSync(`${root}.count`, 'utf8'));

function contentOf(data: string): string {
  try {
    const handle = openStores({ dataDirectory: data, nowMs: () => NOON_MS });
    try {
      const names = handle.stores.nodes.list().map((node) => node.name);
      const reports = handle.database
        .statement<{ count: number }>('SELECT count(*) AS count FROM uptime_reports')
        .get();
      return found(reports?.count === 0 ? names : [...names, `${reports?.count} reports`]);
    } finally {
      handle.close();
    }
  } catch (error) {
    return error instanceof FarmerError ? error.code : String(error);
  }
}

function filesBelow(path: string): readonly string[] {
  return readdirSync(path, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(path, name)).isFile());
}

/** Files under a final name that are not what the name promises. */
function unsoundCopies(root: string): readonly string[] {
  return filesBelow(root)
    .filter((name) => name.endsWith('.sqlite') && !/farmer\.sqlite$|unreadable-/.test(name))
    .filter((name) => readFileSync(join(root, name)).toString('latin1', 0, 6) === 'SQLite')
    .concat(filesBelow(root).filter((name) => name.endsWith('.sqlite') && statSync(join(root, name)).size === 0))
    .filter((name) => {
      try {
        const database = openConnection(join(root, name), { isReadOnly: true });
        const isSound = database.pragma('integrity_check(1)') === 'ok' && Number(database.pragma('user_version')) > 0;
        database.close();
        return !isSound;
      } catch {
        return true;
      }
    });
}

const PLAIN_AT_HOME = /^data\/(?:farmer\.sqlite(?:-wal)?|(?:backups|set-aside)\/[\w-]+\.sqlite(?:-wal)?)$/;

function judge(scenario: Scenario, root: string, when: string): readonly string[] {
  const content = contentOf(dataOf(root));
  const files = filesBelow(root);
  const plain = files.filter(
    (name) =>
      !PLAIN_AT_HOME.test(name) &&
      !(scenario.plainBesideData === true && name.startsWith('backup.sqlite')) &&
      readFileSync(join(root, name)).includes('secret-'),
  );
  const unfinished = files.filter((name) => name.startsWith('data/') && /\.partial|\.next$/.test(name));
  return [
    ...(scenario.allowed.includes(content) ? [] : [`${when}: the farm is ${content.slice(0, 80) || 'empty'}`]),
    ...plain.map((name) => `${when}: plain text in ${name}`),
    ...unfinished.map((name) => `${when}: ${name} is left after the next start`),
    ...unsoundCopies(root).map((name) => `${when}: ${name} is not whole`),
  ];
}

async function killPoints(scenario: Scenario, root: string, first: number) {
  mkdirSync(`${root}.points`, { recursive: true });
  control('kill', every, first, root);
  await scenario.work(root);
  control('off', 0, 0, root);
  const problems = readdirSync(`${root}.points`).flatMap((point) =>
    judge(scenario, join(`${root}.points`, point), `killed before operation ${point}`),
  );
  const judged = readdirSync(`${root}.points`).length;
  rmSync(`${root}.points`, { recursive: true });
  return { points: countOf(root), judged, problems: [...problems, ...judge(scenario, root, 'finished')] };
}

async function fullPoints(scenario: Scenario, fresh: string, first: number) {
  const problems: string[] = [];
  let judged = 0;
  let writes = 0;
  for (let number = 1 + first; ; number += every) {
    const root = `${fresh}-full`;
    cpSync(fresh, root, { recursive: true });
    control('full', number, 0, root);
    const error = await (async () => scenario.work(root))().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    control('off', 0, 0, root);
    writes = countOf(root);
    const isPlanned =
      error === null || (error instanceof FarmerError && ['DISK_FULL', 'DATA_DIR_UNUSABLE'].includes(error.code));
    if (!isPlanned) problems.push(`full at write ${number}: ${error instanceof Error ? error.message : typeof error}`);
    problems.push(...judge(scenario, root, `full at write ${number}`));
    rmSync(root, { recursive: true });
    judged += 1;
    if (writes < number) {
      return { writes, judged, problems };
    }
  }
}

for (const [index, scenario] of SCENARIOS.entries()) {
  const fresh = join(directory, String(index));
  const root = `${fresh}-killed`;
  mkdirSync(fresh);
  await scenario.prepare(fresh);
  cpSync(fresh, root, { recursive: true });
  const first = (index * 3) % every;
  const killed = await killPoints(scenario, root, first);
  const full = await fullPoints(scenario, fresh, first);
  process.stdout.write(`${JSON.stringify({ name: scenario.name, killed, full })}\n`);
}
