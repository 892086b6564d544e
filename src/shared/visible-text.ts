/**
 * Text from files, other programs and the farmer on its way to a reader. SECURITY: a terminal runs control characters, and
 * marks of direction let a text look like another one; both are shown as \uXXXX instead, which JSON reads as the same text.
 */
const INVISIBLE = /(?![\t\n\u00AD\u200C\u200D]|\r\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const BREAKS = /[\t\n\r]/g;

function escapeUnits(text: string): string {
  return text.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A text of any number of lines without anything that a reader cannot see. */
export function escapeInvisible(text: string): string {
  return text.replaceAll(INVISIBLE, escapeUnits);
}

/** A name or value that stays in its line and cell. */
export function escapeInLine(text: string): string {
  return escapeInvisible(text).replaceAll(BREAKS, escapeUnits);
}

const HAS_DIRECTION = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFE\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** A value in the sentence of a page: text of another direction turns nothing around it. */
export function isolateDirection(text: string): string {
  const visible = escapeInvisible(text);
  return HAS_DIRECTION.test(visible) ? `\u2068${visible}\u2069` : visible;
}

/** A name for a file that is to be saved: no path, nothing that hides its ending. */
export function safeFileName(name: string): string {
  return escapeInLine(name)
    .replaceAll(/[\\/:*?"<>|]/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 120);
}
