import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NewBid, parseBidRecord } from '#shared/domain/bids/bid-fields.ts';
import { findElementLines } from '#shared/domain/bids/json-element-lines.ts';
import { bidReader, type BidRows, readBidsJson } from '#shared/domain/bids/bid-file.ts';
import type { RejectedRow } from '#shared/domain/table-header.ts';
import { allInEnglish, inEnglish, storedText } from '#shared/message.ts';

const row = {
  id: 'b1',
  buyer: 'Ada',
  vcpus: 2,
  memory_gib: 8,
  ssd_gib: '100.5',
  gpus: 0,
  months: 12,
  price_per_month: '9.60',
  currency: 'USD',
  min_uptime_percent: 99.8,
  certified_only: false,
  expires_at: '2026-12-31T00:00:00Z',
};

const none: ReadonlySet<string> = new Set();

/** What a reader takes and refuses. */
function collect(known: ReadonlySet<string>, read: (rows: BidRows) => void) {
  const bids: NewBid[] = [];
  const rejected: RejectedRow[] = [];
  read({ isKnown: (id) => known.has(id), take: (bid) => bids.push(bid), reject: (bad) => rejected.push(bad) });
  return { bids, rejected };
}
const parseBidsJson = (text: string, known: ReadonlySet<string>) => collect(known, (rows) => readBidsJson(text, rows));

function reasonOf(patch: Readonly<Record<string, unknown>>): string {
  const parsed = parseBidRecord({ ...row, ...patch });
  return 'reason' in parsed ? inEnglish(parsed.reason) : '';
}

describe('a single bid record', () => {
  it('has every column of format 1, and keeps unknown ones', () => {
    expect(parseBidRecord({ ...row, region: 'EU' })).toEqual({
      bid: {
        id: 'b1',
        buyer: 'Ada',
        vcpus: 2,
        memoryGib: '8',
        ssdGib: '100.5',
        gpus: 0,
        months: 12,
        pricePerMonth: '9.6',
        currency: 'USD',
        minUptimePercent: '99.8',
        certifiedOnly: false,
        expiresAtS: 1_798_675_200,
        state: 'open',
        note: null,
        counterPriceMonth: null,
        isSimulated: false,
        extra: { region: 'EU' },
      },
    });
  });

  it.each([
    [{ price_per_month: -1 }, /negative/],
    [{ price_per_month: '1e3' }, /plain digits/],
    [{ price_per_month: 'NaN' }, /plain digits/],
    [{ currency: 'EUR' }, /currency is unknown/],
    [{ currency: null }, /currency is missing/],
    [{ memory_gib: 0 }, /above 0/],
    [{ vcpus: 1.5 }, /whole number/],
    [{ months: 0 }, /from 1/],
    [{ id: '' }, /id is missing/],
    [{ id: 'x'.repeat(121) }, /longer/],
    [{ min_uptime_percent: 100.1 }, /at most 100/],
    [{ certified_only: 'maybe' }, /true or false/],
    [{ expires_at: 'tomorrow' }, /ISO 8601/],
    [{ expires_at: '2026-13-01' }, /ISO 8601/],
    [{ buyer: { name: 'Ada' } }, /neither/],
  ])('is rejected with a reason for %j', (patch, reason) => {
    expect(reasonOf(patch)).toMatch(reason);
  });

  it.each([
    ['2026-12-31', 1_798_761_599],
    ['2026-12-31T02:00:00+02:00', 1_798_675_200],
    [1_798_675_200, 1_798_675_200],
    ['', null],
  ])('accepts the time %s, and a day as its end', (text, seconds) => {
    expect(parseBidRecord({ ...row, expires_at: text })).toMatchObject({ bid: { expiresAtS: seconds } });
  });

  // Catches a file that is lost for one row: SQLite ends a text at NUL, and writing what is nested takes the stack.
  it.each([
    [{ id: 'a\u0000b' }, 'id has a control character: "a\\u0000b"'],
    [{ buyer: 'a\ud800' }, 'buyer has a control character: "a\\ud800"'],
    [{ note: JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown }, 'note is nested too deeply'],
  ])('is rejected when it contains values that cannot be stored, %#', (patch, reason) => {
    expect(reasonOf(patch)).toBe(reason);
  });

  it('never throws, whatever the columns contain', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(row)), fc.anything()), (record) => {
        expect(Object.keys(parseBidRecord(record))).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });
});

const file = (bids: readonly unknown[], format: unknown = 1) => JSON.stringify({ format, bids }, null, 2);

describe('a JSON bid file', () => {
  it('imports valid rows and reports the line of an invalid one', () => {
    const parsed = parseBidsJson(file([row, { ...row, id: 'b2', months: -1 }, { ...row, id: 'b3' }]), none);
    expect(parsed.bids.map((bid) => bid.id)).toEqual(['b1', 'b3']);
    expect(allInEnglish(parsed.rejected)).toEqual([{ line: 18, reason: expect.stringContaining('months') }]);
  });

  it('imports the first of two bids with the same id, and none that is already stored', () => {
    const parsed = parseBidsJson(file([row, row, { ...row, id: 'old' }]), new Set(['old']));
    expect(parsed.bids).toHaveLength(1);
    expect(allInEnglish(parsed.rejected).map((entry) => entry.reason)).toEqual([
      'the id "b1" is already on line 4',
      'the id "old" is already among your bids',
    ]);
  });

  it.each([
    ['{"format":1,', /neither JSON/],
    ['[]', /no list/],
    [file([], 2), /format 2/],
    [JSON.stringify({ bids: [] }), /format null/],
    // As many empty rows would take a gigabyte before the first of them is looked at.
    [`{"format":1,"bids":[${'{},'.repeat(1_500_000)}{}]}`, /1.5 million values/],
  ])('is rejected as a whole when it is %s', (text, message) => {
    expect(() => parseBidsJson(text, none)).toThrow(message);
  });

  it('skips a byte-order mark and reports a row that is not an object', () => {
    const parsed = parseBidsJson(`\uFEFF${JSON.stringify({ format: 1, bids: [7, row] })}`, none);
    expect(parsed.bids).toHaveLength(1);
    expect(allInEnglish(parsed.rejected)).toEqual([{ line: 1, reason: 'it is not an object' }]);
  });

  it('reports the correct line of every element, whatever its strings contain', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), value, fc.constantFrom(undefined, 1, 4), (bids, other, indent) => {
        const text = JSON.stringify({ note: 'a "bids": [ in a text\n', other, bids }, null, indent);
        const lines = findElementLines(text, 'bids');
        expect(lines).toHaveLength(bids.length);
        // Each element printed alone at its place must begin on the line that was found.
        const printed = text.split('\n');
        for (const [index, line] of lines.entries()) {
          const start = JSON.stringify(bids[index])?.slice(0, 1) ?? '';
          expect(printed[line - 1]).toContain(start);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('ignores an earlier array under another key', () => {
    const text = '{\n"other": {"bids": [1]},\n"bids":\n[\n{},\n\n{}]\n}';
    expect(findElementLines(text, 'bids')).toEqual([5, 7]);
  });
});

describe('rows of any bid file', () => {
  it('report a problem of the reader with its line', () => {
    const parsed = collect(none, (rows) =>
      bidReader(rows)({ line: 3, record: {}, problem: storedText('a quote is not closed') }),
    );
    expect(allInEnglish(parsed.rejected)).toEqual([{ line: 3, reason: 'a quote is not closed' }]);
  });
});
