/** For so long a removed node can be brought back, in days. */
export const UNDO_REMOVE_DAYS = 30;
