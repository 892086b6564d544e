import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** One element of a JSON list, as text, with the line it starts in (from 1). */
export interface JsonElement {
  readonly line: number;
  readonly text: string;
  /** False when the text ends, or the element grows absurd, before it is whole. */
  readonly isWhole: boolean;
  /** The name under which the list stands in its object; empty for a list that has none. */
  readonly list: string;
}

/** An element longer than this is not one that Farmer reads, in characters. */
const MAX_ELEMENT_LENGTH = 65_536;
/** A name longer than this names no list that Farmer reads, in characters. */
const MAX_NAME_LENGTH = 64;

/** The scanner's place in the text. */
interface Scan {
  line: number;
  /** How many brackets are open: outside a list those around it, within a list those of its element. */
  depth: number;
  /** How many objects are open around the list that is taken apart. */
  outerDepth: number;
  isInList: boolean;
  isInString: boolean;
  isEscaped: boolean;
  /** The last string outside a list: where a list begins, its name. */
  name: string;
  element: string;
  elementLine: number;
  isTooLong: boolean;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t' || character === '\uFEFF';
}

/** Follows quotes and brackets. */
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
  const { elementLine: line, name: list } = scan;
  const element = text === '' ? null : { line, text, isWhole: isWhole && !scan.isTooLong, list };
  scan.element = '';
  scan.isTooLong = false;
  return element;
}

function enterList(scan: Scan): void {
  scan.isInList = true;
  scan.outerDepth = scan.depth;
  scan.depth = 0;
}

function leaveList(scan: Scan): void {
  scan.isInList = false;
  scan.depth = scan.outerDepth;
  scan.name = '';
}

/** Looks for the next list, and keeps the name before it. */
function lookForList(scan: Scan, character: string): void {
  if (character === '[' && !scan.isInString) {
    enterList(scan);
    return;
  }
  if (scan.isInString && character !== '"' && scan.name.length < MAX_NAME_LENGTH) {
    scan.name += character;
  } else if (!scan.isInString && (character === '"' || character === '}')) {
    scan.name = '';
  }
  follow(scan, character);
}

function startScan(): Scan {
  return {
    line: 1,
    depth: 0,
    outerDepth: 0,
    isInList: false,
    isInString: false,
    isEscaped: false,
    name: '',
    element: '',
    elementLine: 1,
    isTooLong: false,
  };
}

/**
 * Takes the elements of the lists in a JSON text apart, one at a time: a list by itself, or all that stand in objects, as
 * in the answer of a service. A text of any size is read in bounded memory, and of one that breaks off every whole
 * element is still found. Such a text ends with an element that is not whole, so that no file that was cut short passes
 * for a whole one.
 * @param chunks the text in pieces, cut anywhere
 * @throws FarmerError INVALID_INPUT for a text without a list
 */
export function* splitJsonLists(chunks: Iterable<string>): Generator<JsonElement, void> {
  const scan = startScan();
  let hasList = false;
  for (const chunk of chunks) {
    for (const character of chunk) {
      if (!scan.isInList) {
        lookForList(scan, character);
        hasList ||= scan.isInList;
      } else if (scan.depth === 0 && !scan.isInString && (character === ',' || character === ']')) {
        const element = take(scan, true);
        if (element !== null) {
          yield element;
        }
        if (character === ']') {
          leaveList(scan);
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
  if (!hasList) {
    throw invalidInput(message('uptime:core.fileHasNoReports'), message('uptime:core.giveListOrCsv'));
  }
  if (scan.isInList || scan.isInString || scan.depth > 0) {
    yield take(scan, false) ?? { line: scan.line, text: '', isWhole: false, list: scan.name };
  }
}
