const MINUTE_MS = 60_000;

/** Unix seconds as the local date and time of an input field: "2026-11-21T10:15". */
export function toField(atS: number): string {
  const at = new Date(atS * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}

/** Parses the local date and time of an input field to unix seconds; null when it is invalid. */
export function fromField(text: string): number | null {
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.floor(atMs / 1000);
}
