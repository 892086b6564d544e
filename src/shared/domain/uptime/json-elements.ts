import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** One element of a JSON list, as text, with the line it starts in (from 1). */
export interface JsonElement {
  readonly line: number;
  readonly text: string;
  /** False when the text ends, or the element grows absurd, before it is whole. */
  readonly isWhole: boolean;
  /** The key of the list in its object; empty if it has none. */
  readonly list: string;
}

/** An element longer than this is not one that Farmer reads, in characters. */
const MAX_ELEMENT_LENGTH = 65_536;
/** A name longer than this names no list that Farmer reads, in characters. */
const MAX_NAME_LENGTH = 64;

/** What every event has, in JSON. */
const EVENT_NAME = '"timestamp"';
/** Lists within elements of lists are followed so far. */
const MAX_LISTS = 8;
/** The name of a list that begins where this ends. */
const NAME_AT_END = /"([^"\\]{1,64})"\s*:\s*\[\s*$/;

const [NEWLINE, QUOTE, BACKSLASH, COMMA] = [10, 34, 92, 44];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];
const BLANKS: ReadonlySet<number> = new Set([32, NEWLINE, 13, 9, 0xfeff]);

/** A text that is put together from pieces, up to the length of an element. */
class Piece {
  text = '';
  /** Where it starts; 0 before its first sign. */
  line = 0;
  isTooLong = false;

  add(part: string): void {
    const room = MAX_ELEMENT_LENGTH - this.text.length;
    this.isTooLong ||= part.length > room;
    if (part.length > 0 && room > 0) this.text += part.slice(0, room);
  }

  /** What was put together and a part that follows it, where it is not too long. */
  with(part: string): string {
    return this.text.length + part.length > MAX_ELEMENT_LENGTH ? '' : this.text + part;
  }

  take(isWhole: boolean, list: string): JsonElement | null {
    const text = this.text.trim();
    const element = text === '' ? null : { line: this.line, text, isWhole: isWhole && !this.isTooLong, list };
    this.text = '';
    this.line = 0;
    this.isTooLong = false;
    return element;
  }
}

/** The scanner's place in the text. */
class Scan {
  line = 1;
  hasFound = false;
  isInList = false;
  /** How many brackets are open: outside a list those around it, within a list those of its element. */
  depth = 0;
  readonly #element = new Piece();
  /** The text outside lists since the outermost object began: where no list is in it, it may be an event by itself. */
  readonly #object = new Piece();
  #hasListInside = false;
  /** How many objects are open around the list that is taken apart. */
  #outerDepth = 0;
  isInString = false;
  #isEscaped = false;
  /** The last string outside a list: where a list begins, its name. */
  #name = '';
  /** The last sign of an element that is no blank. */
  #lastCode = 0;
  /** The lists around this one, of which an element holds lists in turn: answers of a service in a list. */
  readonly #around: { readonly outerDepth: number; readonly name: string }[] = [];

  /** Follows a string; what ends it is not escaped. */
  #followString(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === BACKSLASH) this.#isEscaped = true;
    else if (code === QUOTE) this.isInString = false;
  }

  #followBracket(code: number): void {
    if (code === QUOTE) this.isInString = true;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) this.depth += 1;
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) this.depth -= 1;
  }

  /** Looks for the next list from a place on. @returns where it begins, or the end; and the object that ended before it */
  look(chunk: string, from: number): { readonly at: number; readonly element: JsonElement | null } {
    let start = from;
    for (let at = from; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at);
      if (code === NEWLINE) this.line += 1;
      if (this.isInString) {
        if (code !== QUOTE && this.#name.length < MAX_NAME_LENGTH) this.#name += chunk[at];
        this.#followString(code);
        continue;
      }
      if (code === OPEN_LIST) {
        this.#enterList();
        return { at: at + 1, element: null };
      }
      if (code === QUOTE || code === CLOSE_OBJECT) this.#name = '';
      if (code === OPEN_OBJECT && this.depth === 0) {
        start = at;
        this.#object.take(false, '');
        this.#object.line = this.line;
      }
      this.#followBracket(code);
      if (this.#around.length > 0 && this.depth === 0) {
        this.#returnToList();
        return { at: at + 1, element: null };
      }
      if (code === CLOSE_OBJECT && this.depth === 0) {
        this.#object.add(chunk.slice(start, at + 1));
        const element = this.#object.take(true, '');
        const isEvent = !this.#hasListInside && element?.text.includes(EVENT_NAME) === true;
        this.#hasListInside = false;
        start = at + 1;
        if (isEvent) {
          this.hasFound = true;
          return { at: at + 1, element };
        }
      }
    }
    if (this.depth > 0) this.#object.add(chunk.slice(start));
    return { at: chunk.length, element: null };
  }

  #enterList(): void {
    this.isInList = true;
    this.hasFound = true;
    this.#hasListInside = true;
    this.#outerDepth = this.depth;
    this.depth = 0;
  }

  /** Reads the list from a place on, to the end of an element, of the list or of the piece. */
  readElement(chunk: string, from: number): { readonly at: number; readonly element: JsonElement | null } {
    for (let at = from; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at);
      if (this.isInString) {
        this.#followString(code);
      } else if (this.depth === 0 && (code === COMMA || code === CLOSE_LIST)) {
        this.#element.add(chunk.slice(from, at));
        const element = this.#element.take(true, this.#name);
        if (code === CLOSE_LIST) this.#leaveList();
        return { at: at + 1, element };
      } else if (this.#isListOfOthers(code, chunk, from, at)) {
        this.#enterInnerList(this.#element.with(chunk.slice(from, at)));
        return { at, element: null };
      } else {
        if (this.#element.line === 0 && !BLANKS.has(code)) this.#element.line = this.line;
        this.#followBracket(code);
      }
      if (code === NEWLINE) this.line += 1;
      if (!BLANKS.has(code)) this.#lastCode = code;
    }
    this.#element.add(chunk.slice(from));
    return { at: chunk.length, element: null };
  }

  /** Whether here begins the first element of a list within an element that is no event itself. */
  #isListOfOthers(code: number, chunk: string, from: number, at: number): boolean {
    return (
      this.#lastCode === OPEN_LIST &&
      (code === OPEN_OBJECT || code === OPEN_LIST) &&
      this.depth > 0 &&
      this.#around.length < MAX_LISTS &&
      !this.#element.with(chunk.slice(from, at)).includes(EVENT_NAME)
    );
  }

  /** @param before the element up to here */
  #enterInnerList(before: string): void {
    this.#around.push({ outerDepth: this.#outerDepth, name: this.#name });
    this.#name = NAME_AT_END.exec(before)?.[1] ?? '';
    this.#outerDepth = this.depth - 1;
    this.depth = 0;
    this.#lastCode = 0;
    this.#element.take(false, '');
  }

  #leaveList(): void {
    this.isInList = false;
    this.depth = this.#outerDepth;
    this.#name = '';
    this.#lastCode = 0;
    if (this.depth === 0) this.#returnToList();
  }

  /** Returns to the enclosing list after the end of its element. */
  #returnToList(): void {
    const list = this.#around.pop();
    if (list === undefined) return;
    this.isInList = true;
    this.depth = 0;
    this.#outerDepth = list.outerDepth;
    this.#name = list.name;
    this.#lastCode = CLOSE_OBJECT;
    this.#object.take(false, '');
  }

  /** The incomplete element at the end of a truncated text, or null. */
  rest(): JsonElement | null {
    if (!this.isInList && !this.isInString && this.depth <= 0 && this.#around.length === 0) return null;
    return this.#element.take(false, this.#name) ?? { line: this.line, text: '', isWhole: false, list: this.#name };
  }
}

/**
 * Splits the lists in a JSON text into their elements, one at a time: a single list, the lists within objects as in the
 * answer of a service, lists of answers or of lists, or events one after another. Memory is bounded for texts of any size.
 * A truncated text yields every complete element and then one that is not whole, so that it is never mistaken for a
 * complete file.
 * @param chunks the text in pieces, cut anywhere
 * @throws FarmerError INVALID_INPUT for a text without a list or an event
 */
export function* splitJsonLists(chunks: Iterable<string>): Generator<JsonElement, void> {
  const scan = new Scan();
  for (const chunk of chunks) {
    for (let from = 0; from < chunk.length; ) {
      const { at, element } = scan.isInList ? scan.readElement(chunk, from) : scan.look(chunk, from);
      if (element !== null) yield element;
      from = at;
    }
  }
  if (!scan.hasFound) {
    throw invalidInput(message('uptime:core.fileHasNoReports'), message('uptime:core.giveListOrCsv'));
  }
  const rest = scan.rest();
  if (rest !== null) yield rest;
}
