import type { FarmerDatabase } from '#main/store/sql.ts';

/** Writes the secrets into the copy that becomes an encrypted backup, instead of any that are in it. */
export function putSecrets(copy: FarmerDatabase, secrets: Readonly<Record<string, string>>): void {
  // A read-only database of an earlier version is backed up as it is, and has no table for secrets.
  if (copy.statement("SELECT 1 FROM sqlite_schema WHERE name = 'secrets_in_backup'").get() === undefined) return;
  copy.execute('DELETE FROM secrets_in_backup');
  const add = copy.statement('INSERT INTO secrets_in_backup VALUES (@name, @value)');
  for (const [name, value] of Object.entries(secrets)) add.run({ name, value });
}

/** Reads the secrets of a staged copy and deletes them there, before its rows are put into use. */
export function takeSecrets(staged: FarmerDatabase): readonly { readonly name: string; readonly value: string }[] {
  const secrets = staged
    .statement<{ name: string; value: string }>('SELECT name, value FROM secrets_in_backup ORDER BY name')
    .all();
  staged.execute('DELETE FROM secrets_in_backup');
  return secrets;
}
