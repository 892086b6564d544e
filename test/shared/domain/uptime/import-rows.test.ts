import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEmptyAnswer, readCsvRows, readJsonRow, splitLines } from '#shared/domain/uptime/import-rows.ts';
import { splitJsonLists } from '#shared/domain/uptime/json-elements.ts';
import { inEnglish } from '#shared/message.ts';

const NOW = 1_764_600_000;
const T = 1_764_550_000;

function csv(text: string) {
  return [...readCsvRows(splitLines([text]), NOW)].map(({ line, reading }) =>
    reading.ok ? [line, reading.row.node, ...reading.row.event] : [line, inEnglish(reading.reason)],
  );
}

function json(...chunks: readonly string[]) {
  return [...splitJsonLists(chunks)]
    .filter((element) => !isEmptyAnswer(element))
    .map((element) => {
      const reading = readJsonRow(element, NOW);
      return reading.ok
        ? [element.line, reading.row.node, ...reading.row.event]
        : [element.line, inEnglish(reading.reason)];
    });
}

const rowOf = (timestamp: number) => JSON.stringify({ nodeID: 1, timestamp: 1_700_000_000 + timestamp, uptime: 5 });
const split = (chunks: readonly string[]) => [...splitJsonLists(chunks)].map(({ line, text }) => [line, text]);

describe('CSV rows of reports', () => {
  test('skip what a spreadsheet puts before the header', () => {
    expect(csv(`\uFEFFsep=;\r\n\r\nnode;timestamp;uptime\r\n7;${T};100`)).toEqual([[4, 7, 'uptime', T, 100]]);
  });

  test('accept columns in any order, Windows line ends, a byte-order mark and empty lines', () => {
    expect(csv(`\uFEFFuptime,Node,timestamp\r\n100,7,${T}\r\n\r\n"200","7","${T + 100}"\r\n`)).toEqual([
      [2, 7, 'uptime', T, 100],
      [4, 7, 'uptime', T + 100, 200],
    ]);
  });

  test('accept column names of the grid’s own tables in one word', () => {
    expect(csv(`nodeID\ttimestamp\tnewPowerState\n7\t${T}\tDown`)).toEqual([[2, 7, 'state', T, 'Down']]);
    expect(csv(`id,nodeID,timestamp,uptime\nx,7,${T},5\nx,0,${T},5`)).toEqual([
      [2, 7, 'uptime', T, 5],
      [3, 'the node is not a number'],
    ]);
  });

  test('have separate columns for power events', () => {
    expect(csv(`node;timestamp;uptime;kind;power\n7;${T};;target;Up\n7;${T};5;uptime;`)).toEqual([
      [2, 7, 'target', T, 'Up'],
      [3, 7, 'uptime', T, 5],
    ]);
  });

  test('are reported with line and reason when invalid, without affecting others', () => {
    const rows = csv(
      `node,timestamp,uptime\n7,${T},5\n7,${T},-5\n7,${NOW + 400},5\n7,12,5\nx,${T},5\n7,${T}\n7,1e9,5\n7,${T},1.5\n7,${T},${T + 1}\n7,${T},6`,
    );
    expect(rows.map(([line, ...rest]) => [line, rest.at(-1)])).toEqual([
      [2, 5],
      [3, 'the uptime is not a whole number of seconds from 0 on'],
      [4, `the time ${NOW + 400} is in the future`],
      [5, 'the time 12 is before the first minting period'],
      [6, 'the node is not a number'],
      [7, 'the line is incomplete'],
      [8, 'the timestamp is neither a whole number of unix seconds nor ISO 8601 with a zone'],
      [9, 'the uptime is not a whole number of seconds from 0 on'],
      [10, `an uptime of ${T + 1} s means a boot before the first minting period: is it in milliseconds?`],
      [11, 6],
    ]);
  });

  test.each(['time,up\n1,2', '', 'timestamp\n5'])('wrong columns are refused as a whole: %j', (text) => {
    expect(() => csv(text)).toThrow('wrong columns');
  });
});

// Catches a table that was refused row by row because a data frame wrote its whole numbers with a point.
test('accept whole numbers with a point and zeros, and no other digits', () => {
  expect(csv(`node,timestamp,uptime\n7.0,${T}.0,5000.00\n7.5,${T},5000\n7,${T},5000.1`)).toEqual([
    [2, 7, 'uptime', T, 5000],
    [3, 'the node is not a number'],
    [4, 'the uptime is not a whole number of seconds from 0 on'],
  ]);
});

describe('a duplicate column', () => {
  test('is refused, because one of the two times would be a guess', () => {
    expect(() => csv(`node,timestamp,timestamp,uptime\n7,${T},5,6`)).toThrow('names the column timestamp twice');
    expect(csv(`node,timestamp,uptime,note,note\n7,${T},6,a,b`)).toEqual([[2, 7, 'uptime', T, 6]]);
  });
});

describe('JSON rows of reports', () => {
  const list = `{"from":"a [list] \\" here","events":[\n  {"node":7,"timestamp":${T},"uptime":5},\n  ["uptime",${T},6], ["state",${T},"Down"],\n  {"node":7,"timestamp":${T},"kind":"target","power":"Up","note":"a, ] \\" }"}\n],"more":[]}`;
  const read = [
    [2, 7, 'uptime', T, 5],
    [3, null, 'uptime', T, 6],
    [3, null, 'state', T, 'Down'],
    [4, 7, 'target', T, 'Up'],
  ];

  test('are parsed from the first list, with lines', () => {
    expect(json(list)).toEqual(read);
  });

  test('are independent of the chunk boundaries', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(list.length), { maxLength: 5 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), list.length];
        expect(json(...at.slice(1).map((end, index) => list.slice(at[index], end)))).toEqual(read);
      }),
      { numRuns: 100 },
    );
  });

  // Catches the output of a tool that writes one event a line, and a single event, which are no list.
  test('are parsed from consecutive events, independent of the chunk boundaries', () => {
    const lines = `\uFEFF${rowOf(1)}\n${rowOf(2)}\n{"data":{"uptimeEvents":[${rowOf(3)}]},"page":{"timestamp":1}}\n${rowOf(4)}`;
    const whole = [
      [1, rowOf(1)],
      [2, rowOf(2)],
      [3, rowOf(3)],
      [4, rowOf(4)],
    ];
    for (let at = 0; at <= lines.length; at += 1) {
      expect(split([lines.slice(0, at), lines.slice(at)])).toEqual(whole);
    }
    expect(() => split(['{"data":{"uptimeEvents":null}}'])).toThrow('no list of reports');
  });

  test('are read up to the point where the text is truncated', () => {
    expect(json(list.slice(0, list.indexOf('"state"') + 3))).toEqual([read[0], read[1], [3, 'it is incomplete']]);
  });

  test('are read from answers of the grid: numbers as text, connections, and both tables of power reports', () => {
    const answer = {
      data: {
        uptimeEventsConnection: { edges: [{ cursor: '1', node: { nodeID: '7', timestamp: `${T}`, uptime: '5' } }] },
        powerTargetReports: [{ id: '0015744100-000001-a', nodeID: 7, newPowerTarget: 'Down', timestamp: `${T}` }],
        powerStateReports: [{ nodeID: 7, newPowerState: 'Down', block: 1, timestamp: T }],
      },
    };
    expect(json(JSON.stringify(answer))).toEqual([
      [1, 7, 'uptime', T, 5],
      [1, 7, 'target', T, 'Down'],
      [1, 7, 'state', T, 'Down'],
    ]);
    const [element] = splitJsonLists([JSON.stringify([answer.data.powerTargetReports[0]])]);
    expect(element === undefined ? null : readJsonRow(element, NOW)).toMatchObject({
      row: { chainPosition: 15_744_100_000_001 },
    });
  });

  // Catches the error of a service that is passed over, so that the rows it did not send count as never sent.
  test('show the error of a service without terminal control characters', () => {
    const answer = '{"errors":[{"message":"limit\\u001b[31m"}],"data":null}';
    expect(() => json(answer)).toThrow('error instead of rows: limit\\u001b[31m');
  });

  test('have times in unix seconds or ISO 8601 with a zone, never milliseconds', () => {
    const iso = '"2025-12-01T02:06:40+01:00"';
    const rows = [iso, '"2025-12-01T01:06:40"', '"2025-02-30T01:06:40Z"', `${T}000`].map(
      (time) => `{"nodeId":7,"timestamp":${time},"uptime":5}`,
    );
    expect(json(`[${rows.join()}]`).map((row) => row.at(1))).toEqual([
      7,
      'the timestamp is neither a whole number of unix seconds nor ISO 8601 with a zone',
      'the timestamp is neither a whole number of unix seconds nor ISO 8601 with a zone',
      `the time ${T}000 is in milliseconds: give unix seconds`,
    ]);
  });

  test('are reported, not thrown, when they are something else', () => {
    expect(json('[5, {"timestamp":1}, nonsense]')).toEqual([
      [1, 'it is neither an object nor a list'],
      [1, 'the uptime is not a whole number of seconds from 0 on'],
      [1, 'it is not JSON'],
    ]);
  });

  // Catches a file that was cut between two reports, or is no list at all, and passes for one without faults.
  test('are incomplete when the text ends within its list, wherever it ends', () => {
    expect(json(`[["uptime",${T},6],\n`)).toEqual([
      [1, null, 'uptime', T, 6],
      [2, 'it is incomplete'],
    ]);
    expect(json('[')).toEqual([[1, 'it is incomplete']]);
    expect(json('[]')).toEqual([]);
    expect(json(`{"data":{"uptimeEvents":[{"nodeID":7,"timestamp":"${T}","uptime":"6"}]}`)).toEqual([
      [1, 7, 'uptime', T, 6],
      [1, 'it is incomplete'],
    ]);
  });

  test.each(['', 'no list', '{}', 'null', 'node,timestamp,uptime\n1,2,3'])('are refused without a list: %j', (text) => {
    expect(() => json(text)).toThrow('no list of reports');
  });
});

const event = (k: number) => ({ nodeID: 7, timestamp: T + k, uptime: 100 + k });
const read = (k: number) => [7, 'uptime', T + k, 100 + k];
const answer = (...rows: readonly unknown[]) => ({ data: { uptimeEvents: rows } });
const connection = (...rows: readonly unknown[]) => ({
  data: { uptimeEventsConnection: { totalCount: 2, edges: rows.map((node) => ({ node })), pageInfo: { next: [] } } },
});

// Catches a farmer's file that is refused: answers put into one list by a script that asked page by page.
describe('several answers in one list', () => {
  const both = [read(0), read(1), read(2)];

  test.each<readonly [string, unknown, readonly unknown[]]>([
    ['answers', [answer(event(0), event(1)), answer(event(2))], both],
    ['connections', [connection(event(0), event(1)), connection(event(2))], both],
    ['lists', [[event(0), event(1)], [event(2)]], both],
    ['lists of short rows', [[['uptime', T, 100]]], [[null, 'uptime', T, 100]]],
    ['answers under a name', { answers: [answer(event(0)), { x: 1, ...answer(event(1), event(2)) }] }, both],
    ['an answer, a row and a list', [answer(event(0)), event(1), [event(2)]], both],
    ['answers without rows', [answer(), answer(event(0)), connection(), [], answer(event(1), event(2))], both],
    ['a row with lists of its own', [{ ...event(0), tags: [['a'], { b: 1 }] }, event(1), event(2)], both],
  ])('are read from a list of %s', (_name, document, rows) => {
    for (const text of [JSON.stringify(document), JSON.stringify(document, null, 1)]) {
      expect(json(text).map(([, ...row]) => row)).toEqual(rows);
      for (let at = 1; at < text.length; at += 1) {
        expect(json(text.slice(0, at), text.slice(at))).toEqual(json(text));
      }
    }
  });

  test('are reported as truncated wherever they end', () => {
    const text = JSON.stringify([answer(event(0)), answer(event(1), event(2))]);
    for (let at = text.indexOf('[{"nodeID"') + 1; at < text.length; at += 1) {
      expect(json(text.slice(0, at)).at(-1)).toEqual([1, 'it is incomplete']);
    }
  });

  test('are all refused when one is an error, because it is unknown what is missing', () => {
    expect(() => json(JSON.stringify([answer(event(0)), { errors: [{ message: 'timeout' }], data: null }]))).toThrow(
      'timeout',
    );
  });

  test('are refused in bounded memory when nested endlessly', () => {
    expect(json('['.repeat(100_000)).at(-1)).toEqual([1, 'it is incomplete']);
  });
});

describe('rows in general', () => {
  // Catches a table with the line ends of old Macs that is one long line, and a Windows end that a piece cuts in two.
  test.each(['\n', '\r\n', '\r'])('ended by %j, cut anywhere', (end) => {
    const text = ['nodeID,timestamp,uptime', `7,${T},100`, '', `7,${T + 1},101`, ''].join(end);
    for (let at = 0; at <= text.length; at += 1) {
      const lines = [...splitLines([text.slice(0, at), text.slice(at)])];
      expect(lines).toEqual(['nodeID,timestamp,uptime', `7,${T},100`, '', `7,${T + 1},101`]);
    }
  });
});

test('accept power and kinds in any case', () => {
  expect(csv(`node,timestamp,kind,power\n7,${T},State,DOWN\n7,${T + 1},target,up`)).toEqual([
    [2, 7, 'state', T, 'Down'],
    [3, 7, 'target', T + 1, 'Up'],
  ]);
  expect(json(JSON.stringify([{ nodeID: 7, timestamp: T, newPowerTarget: 'down' }]))).toEqual([
    [1, 7, 'target', T, 'Down'],
  ]);
});
