/** The kinds of files that Farmer imports. */
export const FILE_KINDS = ['nodes', 'passport', 'farmerbot', 'receipts', 'uptime', 'bids', 'backup'] as const;
/** One of {@link FILE_KINDS}. */
export type FileKind = (typeof FILE_KINDS)[number];

/** How much of the start of a file is needed to recognise its kind, in characters. */
export const HEAD_CHARACTERS = 65_536;

/** The start of files without anything to import: an error of a service, or empty. */
type NoContent = 'service-error' | 'empty';

/** Names in JSON that only one kind has, written without case and underscores. The first kind that has one is taken. */
const JSON_NAMES: readonly (readonly [FileKind, readonly string[]])[] = [
  ['passport', ['issuedat']],
  [
    'receipts',
    ['minting', 'fixup', 'retry', 'measureduptime', 'mintedreceipt', 'retryforreceipt', 'receipts', 'fixupreward'],
  ],
  ['bids', ['bids', 'pricepermonth']],
  [
    'uptime',
    [
      'uptimeevents',
      'uptimeeventsconnection',
      'powertargetreports',
      'powertargetreportsconnection',
      'powerstatereports',
      'powerstatereportsconnection',
      'newpowertarget',
      'newpowerstate',
      'timestamp',
      'events',
    ],
  ],
  ['nodes', ['nodeid', 'totalresources', 'resourcestotal', 'nodes', 'nodesconnection']],
];

function kindOfJson(head: string): FileKind | NoContent | null {
  const names = new Set(
    Array.from(head.matchAll(/"([^"\\]{1,80})"\s*:/g), ([, name = '']) => name.toLowerCase().replaceAll('_', '')),
  );
  const found = JSON_NAMES.find(([, own]) => own.some((name) => names.has(name)));
  if (found !== undefined) {
    return found[0];
  }
  if (/\[\s*"(uptime|target|state)"\s*,/.test(head)) {
    return 'uptime';
  }
  if (names.has('errors') || names.has('error')) {
    return 'service-error';
  }
  return /^[\s[\]{}]*$/.test(head) ? 'empty' : null;
}

/** Columns that only a list of nodes has. */
const NODE_COLUMNS = [
  'watts',
  'watts_idle',
  'watts_loaded',
  'tariff',
  'tariff_usd_per_kwh',
  'price_paid',
  'price_paid_usd',
  'machine',
  'cru',
  'site',
];

function kindOfTable(head: string): FileKind | null {
  const [header = ''] = head
    .trimStart()
    .replace(/^sep=.\s+/i, '')
    .split(/\r\n|\r|\n/, 1);
  const columns = new Set(
    header.split(/[,;\t]/).map((cell) => cell.replaceAll('"', '').trim().toLowerCase().replaceAll(/[ -]/g, '_')),
  );
  if (columns.has('price_per_month')) {
    return 'bids';
  }
  const hasOne = (names: readonly string[]) => names.some((name) => columns.has(name));
  if (columns.has('timestamp')) {
    return hasOne(['uptime', 'power', 'newpowertarget', 'newpowerstate']) ? 'uptime' : null;
  }
  return hasOne(['id', 'node_id', 'name']) && hasOne(NODE_COLUMNS) ? 'nodes' : null;
}

/** Whether a text is a farmerbot's configuration: a table that names its farm, and is no JSON. */
export function isFarmerbotText(text: string): boolean {
  return /^\s*["']?farm_id["']?\s*:\s*\d+/m.test(text) && !/^\s*[[{<]/.test(text);
}

/**
 * What a file holds, judged by how its text begins and never by its name; null for what Farmer does not know.
 * SECURITY: this only chooses which import reads the file; every import checks the whole of the text itself.
 * @param head its first {@link HEAD_CHARACTERS}, or all of it
 */
export function kindOfFile(head: string): FileKind | NoContent | null {
  if (/^(SQLite format 3\0|age-encryption\.org\/v1\n|FARMBAK1)/.test(head)) {
    return 'backup';
  }
  if (head.trim() === '') {
    return 'empty';
  }
  if (/^\s*[[{]/.test(head)) {
    return kindOfJson(head);
  }
  return isFarmerbotText(head) ? 'farmerbot' : kindOfTable(head);
}
