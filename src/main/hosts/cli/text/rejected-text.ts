import type { Style } from '#main/hosts/cli/style.ts';
import { inEnglish, type Message } from '#shared/message.ts';

/** A row of a file that was not taken. */
export interface RejectedRow {
  /** Where it stands, as the file is counted: "line 3", "entry 2". */
  readonly where: string;
  readonly reason: Message;
}

/** So many reasons are listed at most. */
const MOST_REASONS = 20;

/**
 * The rows of a file that were not taken, those with one reason together.
 * @param total where only the first of them are known
 */
export function renderRejected(
  style: Style,
  rejected: readonly RejectedRow[],
  total = rejected.length,
): readonly string[] {
  const byReason = [...Map.groupBy(rejected, ({ reason }) => inEnglish(reason))];
  const told = byReason.slice(0, MOST_REASONS).map(([reason, rows]) => {
    const first = rows[0]?.where ?? '';
    return style.warning(
      rows.length === 1 ? `  ${first}: ${reason}` : `  ${rows.length} rows from ${first} on: ${reason}`,
    );
  });
  const untold = byReason.length - told.length;
  return [
    ...told,
    ...(untold === 0 ? [] : [style.quiet(`  and ${untold} more; --json lists them`)]),
    ...(total === rejected.length ? [] : [style.quiet(`  of the first ${rejected.length} that were rejected`)]),
  ];
}
