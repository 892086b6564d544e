import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const directory = makeTemporaryDirectory();
afterAll(directory.remove);
const json = async (...argv: readonly string[]) => jsonOf(await runFarmer([...argv, '--json'], directory.path));

function fileWith(name: string, text: string): string {
  const path = join(directory.path, name);
  writeFileSync(path, text);
  return path;
}

const ISO_TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

const bid = {
  id: 'a',
  buyer: 'Ada',
  vcpus: 1,
  memory_gib: '4',
  ssd_gib: '50',
  gpus: 0,
  months: 2,
  price_per_month: '60.5',
  currency: 'CC',
  min_uptime_percent: '95',
  certified_only: false,
  expires_at: '2040-01-01T00:00:00Z',
};
const storedBid = {
  ...bid,
  state: 'open',
  note: null,
  counter_price_month: null,
  simulated: false,
  needs_kyc: false,
  worth_usd: '15.488',
};
const accepted = {
  bid: 'a',
  node: 1,
  slice: '1:mycelium',
  slices: 1,
  start: ISO_TIME,
  end: ISO_TIME,
  month_usd: '7.744',
};

// Catches a field that scripts read and that is renamed, lost or added by accident.
describe('the complete JSON of commands', () => {
  beforeAll(async () => {
    await json('nodes', 'add', 'Home', '--cru', '16', '--mru', '32GiB', '--sru', '1000GiB', '--hru', '0');
    await json('layouts', 'choose', 'mycelium');
    await json('money', 'set', '--gold-price', '128');
    const bids = [bid, { ...bid, id: 'b', buyer: 'Bob', vcpus: 99, expires_at: '' }];
    await json('bids', 'import', fileWith('bids.json', JSON.stringify({ format: 1, bids })));
  });

  it('bids rank: has exactly the documented fields', async () => {
    const common = { months: 2, price_per_month: '60.5', currency: 'CC', needs_kyc: false, simulated: false };
    expect(await json('bids', 'rank')).toEqual({
      bids: [
        {
          id: 'a',
          buyer: 'Ada',
          ...common,
          expires_at: '2040-01-01T00:00:00Z',
          fits: true,
          code: null,
          reason: null,
          shortage: null,
          node: 1,
          slice: 'mycelium',
          slices: 1,
          gross_per_month: '7.744',
          share_per_month: '6.1952',
          cost_per_month: '0',
          net_per_month: '6.1952',
          costs_missing: ['watts', 'tariff', 'hardware-cost'],
          net_per_scarce_unit: '6.1952',
          miss_chance: null,
        },
        {
          id: 'b',
          buyer: 'Bob',
          ...common,
          expires_at: null,
          fits: false,
          code: 'larger-than-any-node',
          reason: 'it needs 99 cores, and the most on offer is 5',
          shortage: { of: 'cores', needed: '99', available: '5' },
          node: null,
          slice: null,
          slices: null,
          gross_per_month: null,
          share_per_month: null,
          cost_per_month: null,
          net_per_month: null,
          costs_missing: null,
          net_per_scarce_unit: null,
          miss_chance: null,
        },
      ],
      total: 2,
      fitting: 1,
      scarce: 'cores',
      usd_per_cc: '0.128',
    });
  });

  // Catches a net that is shown as the whole truth while costs were never entered.
  it('names the missing costs in the text of a ranking and of the best set', async () => {
    for (const command of ['rank', 'best']) {
      expect((await runFarmer(['bids', command], directory.path)).stdout).toContain(
        'Net on Home is before costs that were not entered: power draw, electricity tariff, price of the hardware.',
      );
    }
  });

  it('bids best: has exactly the documented fields', async () => {
    expect(await json('bids', 'best', '--months', '2')).toEqual({
      chosen: ['a'],
      income: '12.3904',
      bound: '12.3904',
      optimal: true,
      months: 2,
      considered: 1,
      left_out: 0,
      need_gold_price: 0,
      schedule: [
        {
          id: 'a',
          node: 1,
          slice: 'mycelium',
          slices: 1,
          start: ISO_TIME,
          net: '12.3904',
          costs_missing: ['watts', 'tariff', 'hardware-cost'],
        },
      ],
    });
  });

  it('bids accept, reservations, revenue and list: have exactly the documented fields', async () => {
    expect(await json('bids', 'accept', 'a')).toEqual({ accepted: 'a', reserved: accepted, needs_kyc: false });
    expect(await json('bids', 'reservations')).toEqual({ reservations: [accepted] });
    expect(await json('bids', 'list')).toEqual({ bids: [{ ...storedBid, state: 'accepted' }] });
    expect(await json('bids', 'revenue', '--periods', '1')).toEqual({
      split: 'grid-v4',
      gross: expect.any(String),
      farmer: expect.any(String),
      periods: [
        {
          index: expect.any(Number),
          name: expect.any(String),
          gross: expect.any(String),
          shares: { farmer: expect.any(String), burned: expect.any(String), threefold: expect.any(String) },
        },
      ],
    });
  });

  it('bids counter, decline and reopen: have exactly the documented fields', async () => {
    expect(await json('bids', 'reopen', 'a')).toEqual({ reopened: 'a', bid: storedBid });
    expect(await json('bids', 'counter', 'a', '--month', '70.0', '--note', 'for two')).toEqual({
      countered: 'a',
      bid: { ...storedBid, state: 'countered', note: 'for two', counter_price_month: '70' },
    });
    expect(await json('bids', 'decline', 'a', '--reason', 'no')).toEqual({
      declined: 'a',
      bid: { ...storedBid, state: 'declined', note: 'no' },
    });
  });

  it('auction: has exactly the documented fields', async () => {
    const bids = fileWith('auction.csv', 'lp,amount,min_price\nx,1000,0.05\ny,2000,0.06\n');
    const step = { position: 0, lp: 'x', amount: '1000', min_price: '0.05', filled: '1000', margin: '0' };
    const reason = 'does not fit whole: 1000 is left in the round; may try again in another';
    expect(await json('auction', '--bids', bids, '--max', '2000', '--market', '0.08')).toEqual({
      clearing_price: '0.05',
      filled: '1000',
      max: '2000',
      highest_price: '0.064',
      margin_kept: '0',
      discount_kept: '30',
      accepted: ['x'],
      rejected: [{ lp: 'y', cause: 'round-full', reason }],
      steps: [
        { ...step, outcome: 'accepted', reason: 'fits: 1000 is left in the round' },
        { ...step, position: 1, lp: 'y', amount: '2000', min_price: '0.06', outcome: 'round-full', reason },
      ],
    });
  });

  it('split: has exactly the documented fields', async () => {
    expect(await json('split', '--rules', 'grid-v4', '--amount', '23.450')).toEqual({
      rules: 'grid-v4',
      amount: '23.45',
      shares: { farmer: '18.76', burned: '2.345', threefold: '2.345' },
      payable: { farmer: '18.76', burned: '2.35', threefold: '2.34' },
    });
  });
});
