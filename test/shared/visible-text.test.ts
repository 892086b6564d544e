import { describe, expect, it } from 'vitest';
import { escapeInLine, escapeInvisible, isolateDirection, safeFileName } from '#shared/visible-text.ts';

const code = (...units: readonly number[]) => String.fromCharCode(...units);
/** What a hostile file may hold: clear the screen, set the title, write the clipboard, ring, NUL, C1, turn direction. */
const HOSTILE = [
  `${code(0x1b)}[2J`,
  `${code(0x1b)}]0;title${code(7)}`,
  `${code(0x1b)}]52;c;aGk=${code(7)}`,
  code(0),
  code(0x9b, 0x33, 0x31, 0x6d),
  code(0x7f),
  code(0x202e),
  code(0x2066),
  code(0x2028),
  code(0xfeff),
  code(0xd800),
  '\u{E0041}',
  `a${code(0x0d)}b`,
] as const;

const RAW = /(?![\n\t])[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}]/u;

describe('text for a terminal, log, notification or file name', () => {
  // Catches a bid id that clears the screen, sets the title, or shows the letters of its name in another order.
  it.each(HOSTILE)('shows %j instead of executing it', (text) => {
    expect(escapeInvisible(`x${text}y`)).not.toMatch(RAW);
    expect(escapeInLine(`x${text}y`)).not.toMatch(RAW);
    expect(safeFileName(`x${text}y`)).not.toMatch(RAW);
  });

  // Catches a JSON document that an escape turns into another one.
  it.each(HOSTILE)('keeps a JSON document with %j equal', (text) => {
    const document = JSON.stringify({ id: text, '\u{1F9EA}': ['é', 'שלום', '日本'] });
    expect(JSON.parse(escapeInvisible(document))).toEqual(JSON.parse(document));
  });

  it('keeps names of every script and line ends unchanged', () => {
    const text = 'Ægir\tשלום\r\nعربى\u{1F468}\u200D\u{1F33E}\n日本 − ⌊x⌋';
    expect(escapeInvisible(text)).toBe(text);
  });

  // Catches a name with a line of its own that looks like one of Farmer's.
  it('keeps a name on its line', () => {
    expect(escapeInLine('a\nerror: b')).toBe(String.raw`a\u000aerror: b`);
  });

  it('isolates text of another direction in a sentence, and keeps the rest unchanged', () => {
    expect(isolateDirection('שלום')).toBe('\u2068שלום\u2069');
    expect(isolateDirection(`abc${code(0x202e)}`)).toBe(String.raw`abc\u202e`);
    expect(isolateDirection('Hillside 12')).toBe('Hillside 12');
  });

  it.each([
    ['../../etc/passwd', '__.._etc_passwd'],
    ['..', '_'],
    [`farm${code(0x202e)}gpj.exe`, 'farm_u202egpj.exe'],
    ['a:b*c?.json', 'a_b_c_.json'],
  ])('makes a file name of %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });
});
