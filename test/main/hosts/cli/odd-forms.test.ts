import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { VERSION } from '#main/version.ts';

const TITAN = ['--cru', '8', '--mru', '32GiB', '--sru', '1000GiB', '--hru', '0'];
const FARMING = ['reward', '--rules', 'farming-2.0', ...TITAN, '--farmed', '0', '--tft-price', '0.15'];
const directory = makeTemporaryDirectory();
afterAll(directory.remove);
const farmer = (...argv: readonly string[]) => runFarmer(argv, directory.path);
const firstLine = (text: string) => text.split('\n')[0];

function write(name: string, bytes: Buffer): string {
  const path = join(directory.path, name);
  writeFileSync(path, bytes);
  return path;
}

describe('help and version', () => {
  // Catches "farmer help COMMAND" that shows no option, because only the named command's code is loaded.
  it.each(['capacity', 'project', 'bids'])('"help %s" says what "--help" says', async (command) => {
    const [help, option] = [await farmer('help', command), await farmer(command, '--help')];
    expect([help.code, help.stdout]).toEqual([0, option.stdout]);
    expect(help.stdout.split('\n').length).toBeGreaterThan(8);
  });

  it('are one document with --json', async () => {
    expect(jsonOf(await farmer('--version', '--json'))).toEqual({ version: VERSION });
    expect(jsonOf(await farmer('capacity', '--help', '--json'))).toEqual({ help: expect.stringContaining('--units') });
    expect((await farmer('--version')).stdout).toBe(`${VERSION}\n`);
  });

  it('reports an unknown subcommand with the existing ones', async () => {
    const { code, stderr } = await farmer('bids', 'frob');
    expect([code, firstLine(stderr)]).toEqual([2, 'error: "farmer bids" has no command "frob".']);
    expect(stderr).toContain('hint: It has import, rank, ');
    expect(firstLine((await farmer('nodes', 'frob')).stderr)).toBe('error: "farmer nodes" has no command "frob".');
    expect((await farmer('bids', 'rank', 'frob')).stderr).toContain("too many arguments for 'rank'");
  });
});

describe('a value outside of its range', () => {
  // Catches errors that name fields of the program ("nuGib", "resources.cru"), and limits that differ from the code's.
  it.each([
    [
      'capacity --cru 1000001 --mru 1 --sru 1 --hru 0',
      '--cru must be a whole number from 0 to 1000000, not "1000001".',
    ],
    ['slices --cores 1000001 --mem 1GiB --ssd 0 --passmark 0', '--cores must be a whole number from 0 to 1000000'],
    [
      'slices --cores 1 --mem 1GiB --ssd 0 --passmark 100000001',
      '--passmark must be a whole number from 0 to 100000000',
    ],
    ['period --index 95739', '--index must be a whole number from 0 to 95738'],
    [`reward --rules minting-v3 ${TITAN.join(' ')} --nu -0.1`, '--nu cannot be negative: "-0.1"'],
    ['split --rules grid-v4 --amount -1', '--amount cannot be negative: "-1"'],
    ['auction --bids x.csv --max 0', '--max must be above zero: "0"'],
    [`${FARMING.join(' ')} --zone 0`, '--zone takes emerging, other, or a whole number from 1 to 20, not "0".'],
    [`${FARMING.join(' ')} --zone x`, '--zone takes emerging, other, or a whole number from 1 to 20, not "x".'],
    [`${FARMING.join(' ')} --uptime-percent 100.1`, '--uptime-percent must be from 0 to 100: "100.1"'],
    [`${FARMING.join(' ')} --month 2020-04`, 'Give either --tft-price or --month.'],
    [`project ${TITAN.join(' ')} --months 0`, '--months must be a whole number from 1 to 120'],
    [`project ${TITAN.join(' ')} --utilisation 1.01`, '--utilisation must be from 0 to 1: "1.01"'],
    [
      `project ${TITAN.join(' ')} --connection-price 0`,
      '--connection-price must be a whole number from 1 to 4294967295',
    ],
    [`project ${TITAN.join(' ')} --slices 100001`, '--slices must be a whole number from 0 to 100000'],
    ['bids counter x --month 0', '--month must be above zero'],
    ['layouts choose nope', '<layout> must be auto, a definition'],
    ['record --beat-seconds 0', '--beat-seconds must be a whole number from 1 to 3600, not "0".'],
    ['price set --month 5 --slice x', '--slice must be a slice of "farmer price show"'],
  ])('is refused with its limit: farmer %s', async (line, message) => {
    const { code, stderr } = await farmer(...line.split(' '));
    expect([code, firstLine(stderr)]).toEqual([2, expect.stringContaining(`error: ${message}`)]);
  });

  it('explains a violated limit of a call in words', async () => {
    expect((await farmer('nodes', 'add', '', ...TITAN)).stderr).toContain('error: <name> must not be empty\n');
    expect((await farmer('nodes', 'add', 'x'.repeat(81), ...TITAN)).stderr).toContain('must be at most 80 characters');
  });

  it('treats minus zero as zero', async () => {
    expect(jsonOf(await farmer('split', '--rules', 'grid-v4', '--amount', '-0', '--json'))).toMatchObject({
      amount: '0',
      shares: { farmer: '0' },
    });
  });
});

describe('times as arguments', () => {
  it.each([
    '2024-12-30T23:44:40Z',
    '2024-12-30t23:44:40z',
    '2024-12-30 23:44:40+00:00',
    '2024-12-31T00:44:40+01',
    '2024-12-31T05:14:40+0530',
    '20241230T234440Z',
    '2024-12-30T23:44:40.000000001Z',
    '2024-12-30T23:44:40,5Z',
  ])('%s is accepted as the start of 2025-01', async (time) => {
    expect(jsonOf(await farmer('period', '--at', time, '--json'))).toMatchObject({ index: 81 });
  });

  it.each([
    '2024-1230T23:44:40Z',
    '2024-12-30T2344:40Z',
    '2024-12-30T23:44:40',
    '2024-02-30T00:00Z',
    '2024-12-30T23:44:40+1',
  ])('%s is refused as malformed', async (time) => {
    expect((await farmer('period', '--at', time)).code).toBe(2);
  });
});

describe('imported files', () => {
  const text = 'lp,amount,min_price\nA,500,0.088\n';
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');

  it.each([
    ['a byte-order mark', write('bom.csv', Buffer.from(`\uFEFF${text}`))],
    ['UTF-16 as spreadsheets save it', write('le.csv', utf16)],
    ['UTF-16 the other way round', write('be.csv', Buffer.from(utf16).swap16())],
  ])('are read with %s', async (_, path) => {
    const answer = await farmer('auction', '--bids', path, '--max', '500', '--json');
    expect(jsonOf(answer)).toMatchObject({ accepted: ['A'], filled: '500' });
  });
});

const mac = (name: string, ...lines: readonly string[]) => write(name, Buffer.from(`${lines.join('\r')}\r`));

// Catches a path that the system refuses in its own way and that is an error of the program, or loses the other files.
describe.skipIf(process.platform === 'win32')('paths that lead nowhere', () => {
  const loop = join(directory.path, 'loop');
  const long = join(directory.path, 'n'.repeat(300));
  const empty = join(directory.path, 'empty');
  symlinkSync('loop', loop);
  mkdirSync(empty);

  it.each([
    ['import', loop],
    ['import', long],
    ['import', empty],
    ['backup', join(loop, 'x')],
    ['backup', long],
    ['restore', loop],
    ['bids', 'import', loop],
    ['receipts', '--csv', loop],
  ])('are refused with exit code 2: farmer %s %s', async (...argv) => {
    expect((await farmer(...argv)).code).toBe(2);
  });

  it.each([join(loop, 'x'), join(long, 'x'), ...(process.platform === 'linux' ? ['/proc/self'] : [])])(
    'uses a data directory at %s',
    async (path) => {
      for (const command of ['farm', 'doctor']) {
        const { code, stderr } = await runFarmer([command], path);
        expect([code, stderr]).not.toEqual([1, expect.stringContaining('inside Farmer')]);
      }
    },
  );

  it('imports the other files', async () => {
    const good = write('good.csv', Buffer.from('nodeID,timestamp,uptime\n9,1793480440,500\n'));
    const { code, stdout } = await farmer('import', loop, good, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ groups: [{ imported: 1 }], unknown: [{ file: loop }] });
  });
});

// Catches a table saved with the line ends of old Macs that is one long line to a reader.
describe('a carriage return as line end', () => {
  it.each([
    ['uptime', 'import', mac('up.csv', 'nodeID,timestamp,uptime', '1,1793480440,500')],
    [
      'bids',
      'import',
      mac('b.csv', 'id,buyer,vcpus,memory_gib,ssd_gib,months,price_per_month,currency', 'b1,A,1,4,50,12,10,USD'),
    ],
    ['import', mac('farmerbot.yml', 'farm_id: 1', 'included_nodes:', '  - 1')],
    ['auction', '--max', '500', '--bids', mac('auction.csv', 'lp,amount,min_price', 'A,500,0.088')],
  ])('is accepted: farmer %s %s', async (...argv) => {
    expect(await farmer(...argv)).toMatchObject({ code: 0, stderr: '' });
  });
});

// Catches a script that finds nothing on stderr though its import failed, and bids that are all refused with exit code 0.
it.each([
  ['uptime', mac('none.csv', 'nodeID,timestamp,uptime', '1,x,500')],
  [
    'bids',
    mac('none2.csv', 'id,buyer,vcpus,memory_gib,ssd_gib,months,price_per_month,currency', 'x,A,1,4,50,0,10,USD'),
  ],
])('reports an import of %s in which every row is refused', async (area, path) => {
  expect(await farmer(area, 'import', path)).toMatchObject({
    code: 2,
    stderr: 'error: Nothing was imported. Refused: 1.\nhint: Correct the rows listed and import the file again.\n',
  });
});

describe('tables with a duplicate column', () => {
  it('bids: refuses to let the later price win silently', async () => {
    const columns = 'id,buyer,vcpus,memory_gib,ssd_gib,months,price_per_month,currency,price_per_month';
    const path = write('twice.csv', Buffer.from(`${columns}\nb1,A,1,4,50,12,10,USD,1\n`));
    const { code, stderr } = await farmer('bids', 'import', path);
    expect([code, firstLine(stderr)]).toEqual([2, 'error: The first line names the column price_per_month twice.']);
  });
});

describe('one JSON document', () => {
  const demo = makeTemporaryDirectory();
  afterAll(demo.remove);
  const inDemo = (...argv: readonly string[]) => runFarmer(argv, demo.path);

  // Catches CSV on stdout where --json was asked for.
  it('uptime export prints JSON', async () => {
    await inDemo('demo');
    const events = jsonOf(await inDemo('uptime', 'export', '--node', '1', '--json')) as readonly object[];
    expect(events[0]).toEqual({ node: 900_001, timestamp: expect.any(Number), uptime: expect.any(Number) });
    expect(firstLine((await inDemo('uptime', 'export', '--node', '1')).stdout)).toBe('node,timestamp,uptime');
  });

  it('reports an unwritable export as an error of the file', async () => {
    const { code, stderr } = await farmer('uptime', 'export', join(directory.path, 'none', 'x.csv'), '--node', '1');
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be written.')]);
  });

  // Catches a table of costs that is cut off, with the one before it gone.
  it('keeps the previous file when an export fails', async () => {
    const path = write('kept.csv', Buffer.from('before'));
    const blocked = `${path}.${process.pid}.unfinished`;
    mkdirSync(blocked);
    expect((await inDemo('nodes', 'export-costs', path)).code).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe('before');
    rmdirSync(blocked);
    const link = join(directory.path, 'link.csv');
    symlinkSync(path, link);
    expect((await inDemo('nodes', 'export-costs', link)).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toMatch(/^id,node_id,name,/);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readdirSync(directory.path).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  });

  it.runIf(existsSync('/dev/full'))('an export says when the disk is full', async () => {
    const { code, stderr } = await inDemo('nodes', 'export-costs', '/dev/full');
    expect([code, firstLine(stderr)]).toEqual([5, 'error: There is no room left on the disk.']);
  });

  it('has no demo price with a trailing zero', async () => {
    const { stdout } = await inDemo('price', 'history', '--json');
    expect(stdout).toContain('"price_month":"6.5"');
    expect(stdout).not.toMatch(/"\d+\.\d*0"/);
  });
});
