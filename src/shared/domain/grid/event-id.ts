/** The block of an event: an id is the block, the event within it, and a mark, so that ids sort as the chain does. */
export function blockOf(eventId: string): number {
  return Number(eventId.slice(0, 10));
}

/** The least id that an event of a block can have. */
export function firstIdOf(block: number): string {
  return String(Math.max(0, block)).padStart(10, '0');
}

/** The place of an event on the chain as one number: safe up to block nine billion. */
export function positionOf(eventId: string): number {
  return blockOf(eventId) * 1_000_000 + Number(eventId.slice(11, 17));
}
