import type { Style } from '#main/hosts/cli/style.ts';
import { inEnglish, type Message } from '#shared/message.ts';

/** A rejected row of a file. */
export interface RejectedRow {
  /** Its place in the file: "line 3", "entry 2". */
  readonly where: string;
  readonly reason: Message;
}

/** The maximum number of listed reasons. */
const MOST_REASONS = 20;

/**
 * Lists the rejected rows of a file, grouped by reason.
 * @param total the number of rejected rows, if `rejected` contains only the first of them
 */
export function renderRejected(
  style: Style,
  rejected: readonly RejectedRow[],
  total = rejected.length,
): readonly string[] {
  const byReason = [...Map.groupBy(rejected, ({ reason }) => inEnglish(reason))];
  const listed = byReason.slice(0, MOST_REASONS).map(([reason, rows]) => {
    const first = rows[0]?.where ?? '';
    return style.warning(
      rows.length === 1 ? `  ${first}: ${reason}` : `  ${rows.length} rows from ${first} on: ${reason}`,
    );
  });
  const unlisted = byReason.length - listed.length;
  return [
    ...listed,
    ...(unlisted === 0 ? [] : [style.quiet(`  and ${unlisted} more; --json lists them`)]),
    ...(total === rejected.length ? [] : [style.quiet(`  of the first ${rejected.length} that were rejected`)]),
  ];
}
