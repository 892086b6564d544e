/** How long a removed node can be restored, in days. */
export const UNDO_REMOVE_DAYS = 30;
