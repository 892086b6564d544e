import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';

/** A row of a table: its line in the file, counted from 1, and its cells. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A row that could not be read, with its line in the file, counted from 1. */
export interface RejectedRow {
  readonly line: number;
  readonly reason: Message;
}

/**
 * Refuses a table whose first line names a column twice: one of the two is wrong, and choosing either would be a guess.
 * @param header the titles as they were read
 * @param columns the titles to check; others may repeat
 * @throws FarmerError INVALID_INPUT that names the column
 */
export function assertNamedOnce(header: readonly string[], columns: readonly string[]): void {
  const column = columns.find((name) => header.indexOf(name) !== header.lastIndexOf(name));
  if (column !== undefined) {
    throw invalidInput(message('app:core.columnNamedTwice', { column }), message('app:core.leaveOneColumnOut'), {
      field: column,
    });
  }
}
