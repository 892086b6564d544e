import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** One element of a JSON list, as text, with the line it starts in (from 1). */
export interface JsonElement {
  readonly line: number;
  readonly text: string;
  /** False when the text ends, or the element grows absurd, before it is whole. */
  readonly isWhole: boolean;
}

/** An element longer than this is not one that Farmer reads, in characters. */
const MAX_ELEMENT_LENGTH = 65_536;

/** The scanner's place in the text. */
interface Scan {
  line: number;
  /** How deep within the element; 0 between elements. */
  depth: number;
  isInString: boolean;
  isEscaped: boolean;
  element: string;
  elementLine: number;
  isTooLong: boolean;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}

/** Follows quotes and brackets; @returns how the depth changes */
function follow(scan: Scan, character: string): void {
  if (scan.isInString) {
    if (scan.isEscaped) {
      scan.isEscaped = false;
    } else if (character === '\\') {
      scan.isEscaped = true;
    } else if (character === '"') {
      scan.isInString = false;
    }
  } else if (character === '"') {
    scan.isInString = true;
  } else if (character === '{' || character === '[') {
    scan.depth += 1;
  } else if (character === '}' || character === ']') {
    scan.depth -= 1;
  }
}

function keep(scan: Scan, character: string): void {
  if (scan.element === '') {
    if (isBlank(character)) {
      return;
    }
    scan.elementLine = scan.line;
  }
  if (scan.element.length < MAX_ELEMENT_LENGTH) {
    scan.element += character;
  } else {
    scan.isTooLong = true;
  }
}

function take(scan: Scan, isWhole: boolean): JsonElement | null {
  const text = scan.element.trim();
  const element = text === '' ? null : { line: scan.elementLine, text, isWhole: isWhole && !scan.isTooLong };
  scan.element = '';
  scan.isTooLong = false;
  return element;
}

/**
 * Takes the elements of the first list in a JSON text apart, one at a time: a text of any size is read in bounded memory,
 * and of one that breaks off every whole element is still found.
 * A text that ends within its list ends with an element that is not whole, so that no file that was cut short passes for
 * a whole one.
 * @param chunks the text in pieces, cut anywhere
 * @throws FarmerError INVALID_INPUT for a text without a list
 */
export function* splitJsonList(chunks: Iterable<string>): Generator<JsonElement, void> {
  const scan: Scan = {
    line: 1,
    depth: 0,
    isInString: false,
    isEscaped: false,
    element: '',
    elementLine: 1,
    isTooLong: false,
  };
  let isInList = false;
  for (const chunk of chunks) {
    for (const character of chunk) {
      const isTop = scan.depth === 0 && !scan.isInString;
      if (!isInList) {
        isInList = character === '[' && !scan.isInString;
        if (!isInList && (scan.isInString || character === '"')) {
          follow(scan, character);
        }
      } else if (isTop && (character === ',' || character === ']')) {
        const element = take(scan, true);
        if (element !== null) {
          yield element;
        }
        if (character === ']') {
          return;
        }
      } else {
        keep(scan, character);
        follow(scan, character);
      }
      if (character === '\n') {
        scan.line += 1;
      }
    }
  }
  if (!isInList) {
    throw invalidInput(message('uptime:core.fileHasNoReports'), message('uptime:core.giveListOrCsv'));
  }
  yield take(scan, false) ?? { line: scan.line, text: '', isWhole: false };
}
