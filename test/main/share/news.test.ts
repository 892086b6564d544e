import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sharing } from '#main/app/share/sharing.ts';
import { syncShare } from '#main/app/share/sync.ts';
import { shareService } from '#main/share/share.ts';
import { message } from '#shared/message.ts';
import { type CuttingProxy, startCuttingProxy } from '#test/support/cutting-proxy.ts';
import { type Installation, makeInstallation, sharedRows } from '#test/support/installation.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '#test/support/postgres.ts';
import { plannedTitan } from '#test/support/stores.ts';

/** So rarely that no test lives to see it: what comes, comes because it was announced. */
const NEVER_MS = 2 ** 31 - 1;
const SOME = message('share:core.triesAgain');

/** The next time that something of an area changes on a computer. */
function nextChange({ context }: Installation, wanted: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = context.events.subscribe((topic) => {
      if (topic === wanted) {
        stop();
        resolve();
      }
    });
  });
}

describe.runIf(hasPostgres)('notifications of a shared farm', () => {
  let postgres: TestPostgres;
  let proxy: CuttingProxy;
  const open: Installation[] = [];
  const pair = async () => {
    const [a, b, url] = [makeInstallation(), makeInstallation(), await postgres.createDatabase()];
    open.push(a, b);
    await a.calls.share.connect({ url, name: 'A', farm: null });
    const { id } = a.handle.stores.nodes.add(plannedTitan('Titan'), Date.now());
    const { uptime } = a.handle.stores;
    const span = uptime.addSpan(uptime.addBoot(id, `boot-${randomUUID()}`, 1_768_000_000_000), 0, 'cli');
    await a.calls.share.sync();
    await b.calls.share.connect({ url, name: 'B', farm: null });
    return { a, b, url, beat: (ms: number) => uptime.extendSpan(span, ms) };
  };
  beforeAll(async () => {
    postgres = await startPostgres();
    proxy = await startCuttingProxy(await postgres.createDatabase());
  });
  afterAll(async () => {
    for (const installation of open) installation.close();
    await proxy.close();
    await postgres.close();
  });

  // Catches a beat that is seen elsewhere only when somebody asks again: nobody listens, or nothing is announced.
  it('announce a heartbeat on one computer to the other one without polling', async () => {
    const { a, b, beat } = await pair();
    const listening = [nextChange(a, 'share'), nextChange(b, 'share')];
    // A synchronisation that works again is announced: from then on both listen.
    for (const one of [a, b]) one.handle.stores.share.noteProblem({ kind: 'failed', message: SOME, hint: SOME });
    const loops = [a, b].map(({ context }) => new Sharing(context, { pollMs: NEVER_MS }));
    try {
      await Promise.all(listening);
      for (const ms of [60_000, 120_000, 180_000]) {
        const arrived = nextChange(b, 'uptime');
        beat(ms);
        a.context.events.publish('uptime');
        await arrived;
        expect(sharedRows(b)['spans']?.join()).toContain(`,${ms},`);
      }
    } finally {
      for (const loop of loops) await loop.stop();
    }
  });

  // Catches one more question in each of the synchronisations that find nothing, which is nearly all of them.
  it('need one round trip without changes, and a few for a heartbeat', async () => {
    const { a, b, url, beat } = await pair();
    const [sender, receiver] = [
      await shareService.open(proxy.through(url)),
      await shareService.open(proxy.through(url)),
    ];
    const tripsOf = async (work: () => Promise<unknown>) => {
      const before = proxy.roundTrips;
      await work();
      return proxy.roundTrips - before;
    };
    await syncShare(a.context, sender);
    await syncShare(b.context, receiver);
    expect(await tripsOf(() => syncShare(b.context, receiver))).toBe(1);
    expect(await tripsOf(() => syncShare(a.context, sender))).toBe(1);
    beat(60_000);
    expect(await tripsOf(() => syncShare(a.context, sender))).toBeLessThan(12);
    expect(await tripsOf(() => syncShare(b.context, receiver))).toBeLessThan(8);
    expect(sharedRows(b)['spans']).toEqual(sharedRows(a)['spans']);
    await sender.close();
    await receiver.close();
  });
});
