/** The names of copies in a data directory; the first part is the reason. */
export const BACKUP_NAME =
  /^(manual|daily|before-migration|before-update|before-restore|unreadable)-[\w-]+\.(?:sqlite|farmerbackup)$/;
