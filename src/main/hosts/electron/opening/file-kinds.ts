/** What a file that Farmer opens may hold. */
export type ImportKind = 'nodes' | 'bids' | 'receipts';

/** The largest file that is read, in bytes. */
export const MAX_IMPORT_BYTES = 16_000_000;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOfRecord(record: Readonly<Record<string, unknown>>): ImportKind | null {
  if (Array.isArray(record['bids'])) {
    return 'bids';
  }
  if ('reading' in record || 'total_resources' in record || 'nodeId' in record) {
    return 'nodes';
  }
  return 'receipts' in record || 'Minting' in record || 'measured_uptime' in record || 'measuredUptime' in record
    ? 'receipts'
    : null;
}

function isBidTable(text: string): boolean {
  const header = text.slice(0, 1000).split(/\r?\n/, 1)[0]?.toLowerCase() ?? '';
  return header.includes('price_per_month') && header.includes('vcpus');
}

/**
 * What a file holds, judged by its content and not by its name.
 * SECURITY: this only chooses which import is offered; every import checks the whole of the text itself.
 */
export function kindOfFile(text: string): ImportKind | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return isBidTable(text) ? 'bids' : null;
  }
  const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!isRecord(first)) {
    return null;
  }
  const inner = first['receipt'];
  return kindOfRecord(isRecord(inner) ? inner : first);
}
