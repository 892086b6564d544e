import { PUBLISHED_ADDRESSES } from '#shared/contract/grid/grid.ts';
import { chmodSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, makeInstallation } from '#test/support/installation.ts';
import { hasPostgres, selfSigned, startPostgres, type TestPostgres } from '#test/support/postgres.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const keys = makeTemporaryDirectory('farmer-keys-');
const certificate = selfSigned(keys.path, 'of another name');
const NOTHING = { sent: 0, received: 0 };

/** The kind of the refusal, and the words that a person reads. */
async function refusalOf(work: Promise<unknown>): Promise<{ readonly kind: unknown; readonly text: string }> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const { data, message = '' } = (error ?? {}) as { data?: { details?: { reason?: unknown } }; message?: string };
  return { kind: data?.details?.reason, text: `${message} ${JSON.stringify(data)}` };
}

describe.runIf(hasPostgres)('an unusable shared database', () => {
  let postgres: TestPostgres;
  let installation: Installation;
  const open: Installation[] = [];
  const computer = (): Installation => {
    const made = makeInstallation();
    open.push(made);
    return made;
  };
  const connect = (url: string, farm: string | null = null, by = installation) =>
    by.calls.share.connect({ url, name: null, farm });

  beforeAll(async () => {
    postgres = await startPostgres(certificate);
    installation = computer();
  });
  afterEach(() => {
    delete process.env['PGPASSWORD'];
  });
  afterAll(async () => {
    for (const one of open) one.close();
    await postgres.close();
    keys.remove();
  });

  // Catches a wrong password that is tried for ever as if the network were down, or that is repeated in a text.
  it('is refused with a wrong password, as is an address that contains one', async () => {
    const url = await postgres.createDatabase();
    await postgres.run(url, "CREATE ROLE locked LOGIN PASSWORD 'right'");
    process.env['PGPASSWORD'] = 'wr0ng';
    const refused = await refusalOf(connect(url.replace('farmer@', 'locked@')));
    expect(refused).toMatchObject({ kind: 'password', text: expect.not.stringContaining('wr0ng') });
    const inAddress = await refusalOf(connect(url.replace('farmer@', 'locked:s3cret@')));
    expect(inAddress.text).toContain('address holds a password');
    expect(inAddress.text).not.toContain('s3cret');
    expect((await installation.calls.share.getStatus()).state).toBe('off');
  });

  // Catches a connection that anybody in between could read or answer.
  it.runIf(certificate.length > 0)(
    'is refused with an untrusted certificate or host name, and accepted with a trusted one',
    async () => {
      const url = await postgres.createDatabase();
      expect((await refusalOf(connect(`${url}?sslmode=verify-full`))).kind).toBe('tls');
      const authority = `sslmode=verify-full&sslrootcert=${encodeURIComponent(`${keys.path}/server.crt`)}`;
      expect((await refusalOf(connect(`${url}?${authority}`))).kind).toBe('tls');
      // Without a look at who answers the connection is encrypted, for those who wrote that into the address.
      expect((await connect(`${url}?sslmode=require`, null, computer())).state).toBe('connected');
    },
  );

  // Catches a certificate that nobody renewed, and that is taken because its signer is known.
  it.runIf(certificate.length > 0)('is refused with an expired certificate, by that reason', async () => {
    const old = makeTemporaryDirectory('farmer-keys-');
    const server = await startPostgres(selfSigned(old.path, 'expired'));
    const url = `${await server.createDatabase()}?sslmode=verify-full&sslrootcert=${encodeURIComponent(`${old.path}/server.crt`)}`;
    expect(await refusalOf(connect(url))).toMatchObject({ kind: 'tls', text: expect.stringContaining('expired') });
    await server.close();
    old.remove();
  });

  // Catches a password that is asked for again at every start, or that is found outside the file of secrets.
  it('keeps a given password with the other secrets until sharing ends', async () => {
    const url = await postgres.createDatabase();
    await postgres.run(
      url,
      `CREATE ROLE keeper LOGIN PASSWORD 'k33per'; GRANT CREATE ON DATABASE ${new URL(url).pathname.slice(1)} TO keeper`,
    );
    const one = computer();
    const as = url.replace('farmer@', 'keeper@');
    expect(
      (await refusalOf(one.calls.share.connect({ url: as, password: 'wr0ng', name: null, farm: null }))).kind,
    ).toBe('password');
    expect(one.context.secrets.state('share-password')).toBe('not-set');
    expect((await one.calls.share.connect({ url: as, password: 'k33per', name: null, farm: null })).state).toBe(
      'connected',
    );
    expect(await one.calls.share.sync()).toEqual(NOTHING);
    expect(JSON.stringify(one.handle.database.statement('SELECT * FROM share_connection').all())).not.toContain(
      'k33per',
    );
    await one.calls.share.disconnect();
    expect(one.context.secrets.state('share-password')).toBe('not-set');
  });

  // Catches a password in ~/.pgpass that other programs of PostgreSQL find and Farmer does not.
  it('finds a password in the PostgreSQL password file', async () => {
    const url = await postgres.createDatabase();
    await postgres.run(
      url,
      `CREATE ROLE filed LOGIN PASSWORD 'f1:led'; GRANT CREATE ON DATABASE ${new URL(url).pathname.slice(1)} TO filed`,
    );
    const file = `${computer().directory}/pgpass`;
    writeFileSync(file, '# servers\nelsewhere:*:*:filed:other\n127.0.0.1:*:*:filed:f1\\:led\n', { mode: 0o644 });
    process.env['PGPASSFILE'] = file;
    // Others may read it: it does not count.
    expect((await refusalOf(connect(url.replace('farmer@', 'filed@'), null, computer()))).kind).toBe('password');
    chmodSync(file, 0o600);
    expect((await connect(url.replace('farmer@', 'filed@'), null, computer())).state).toBe('connected');
    delete process.env['PGPASSFILE'];
  });

  // Catches tables of Farmer among those of a shop.
  it('is refused when it contains other data, unless a schema was created for it', async () => {
    const url = await postgres.createDatabase();
    await postgres.run(url, 'CREATE TABLE orders (id integer)');
    expect((await refusalOf(connect(url))).kind).toBe('foreign-database');
    await postgres.run(url, 'CREATE SCHEMA farmer');
    expect((await connect(url, null, computer())).state).toBe('connected');
    expect((await refusalOf(connect(url.replace(/[^/]+$/, 'not_there')))).kind).toBe('no-database');
  });

  // Catches a half restored schema, or one of a newer Farmer, that is written into.
  it('is refused with an incomplete or newer schema', async () => {
    const url = await postgres.createDatabase();
    const member = computer();
    await connect(url, null, member);
    await postgres.run(url, 'INSERT INTO farmer.migrations (version) VALUES (99)');
    expect(await refusalOf(member.calls.share.sync())).toMatchObject({
      kind: 'newer-schema',
      text: expect.stringContaining('Update Farmer'),
    });
    expect(await member.calls.share.getStatus()).toMatchObject({ state: 'refused', problem: { kind: 'newer-schema' } });
    await postgres.run(url, 'DELETE FROM farmer.migrations WHERE version = 99; DROP TABLE farmer.spans');
    expect((await refusalOf(member.calls.share.sync())).kind).toBe('broken-schema');
    // A schema whose first step was begun by hand, or restored without its rows.
    const half = await postgres.createDatabase();
    await postgres.run(
      half,
      'CREATE SCHEMA farmer; CREATE TABLE farmer.migrations (version integer); CREATE TABLE farmer.farms (id uuid)',
    );
    expect(await refusalOf(connect(half))).toMatchObject({
      kind: 'broken-schema',
      text: expect.stringContaining('not complete'),
    });
  });

  // Catches a writer that writes as somebody else, a reader that writes, and farms that see one another.
  it('lets each role do only what it may, and separates farms', async () => {
    const url = await postgres.createDatabase();
    const [owner, writer, other] = [computer(), computer(), computer()];
    await connect(url, 'North', owner);
    await connect(url, 'South', other);
    owner.handle.stores.nodes.add(plannedTitan('of the north'), Date.now());
    other.handle.stores.nodes.add(plannedTitan('of the south'), Date.now());
    await owner.calls.share.sync();
    await other.calls.share.sync();
    await postgres.run(
      url,
      `
      CREATE ROLE barn LOGIN PASSWORD 'barn'; CREATE ROLE looker LOGIN PASSWORD 'barn'; CREATE ROLE stranger LOGIN PASSWORD 'barn';
      SELECT farmer.admit('barn', 'North', true); SELECT farmer.admit('looker', 'North', false)`,
    );
    process.env['PGPASSWORD'] = 'barn';
    const as = (role: string) => url.replace('farmer@', `${role}@`);
    expect((await refusalOf(connect(as('stranger')))).kind).toBe('rights');
    expect((await refusalOf(connect(as('looker')))).kind).toBe('rights');
    await connect(as('barn'), null, writer);
    expect(writer.handle.stores.nodes.list().map(({ name }) => name)).toEqual(['of the north']);
    const { stores } = writer.handle;
    const [node] = stores.nodes.list();
    stores.imports.addEvents(null, [{ nodeId: node?.id ?? 0, event: ['uptime', 1_768_000_000, 60], position: null }]);
    expect((await writer.calls.share.sync()).sent).toBe(1);
    const own = writer.handle.stores.share.state()?.installationId ?? '';
    const forged = `INSERT INTO farmer.clock_steps (farm_id, installation_id, sending, node, at_ms, step_ms)
      SELECT farm_id, id, 9, 'grid:1', 1, 1 FROM farmer.installations WHERE id <> '${own}' LIMIT 1`;
    await expect(postgres.run(as('barn'), forged)).rejects.toThrow('row-level security');
    const stolen = await postgres.run(
      as('barn'),
      `UPDATE farmer.uptime_reports SET up_s = 1 WHERE installation_id <> '${own}' RETURNING 1`,
    );
    expect(stolen).toEqual([]);
    const names = await postgres.run(as('looker'), "SELECT DISTINCT value FROM farmer.choices WHERE field = 'name'");
    expect(names).toEqual([{ value: '"of the north"' }]);
    await expect(postgres.run(as('looker'), 'SELECT * FROM farmer.uptime_reports_2026_01')).rejects.toThrow(
      'permission denied',
    );
  });

  // Catches a node of the test network that joins a node of the main one; and choices decided by a broken clock.
  it('is refused for another grid network, and when the clock is days off', async () => {
    const url = await postgres.createDatabase();
    const [main, test] = [computer(), computer()];
    for (const [one, network] of [
      [main, 'main'],
      [test, 'test'],
    ] as const) {
      const importId = one.handle.stores.imports.begin('grid', network, Date.now());
      one.handle.stores.grid.saveConnection({
        network,
        importId,
        targets: [],
        isOn: true,
        height: null,
        asOfS: null,
        addresses: PUBLISHED_ADDRESSES,
      });
    }
    await connect(url, null, main);
    expect((await refusalOf(connect(url, null, test))).kind).toBe('network');
    main.setClock(-3 * 86_400_000);
    expect((await refusalOf(main.calls.share.sync())).kind).toBe('clock');
    main.setClock(0);
    expect(await main.calls.share.sync()).toEqual(NOTHING);
    expect((await main.calls.share.getStatus()).state).toBe('connected');
  });
});
