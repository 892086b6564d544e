import type { FarmerDatabase } from '#main/store/sql.ts';

/** Writes the secrets into the copy that becomes an encrypted backup; any that are there already go. */
export function putSecrets(copy: FarmerDatabase, secrets: Readonly<Record<string, string>>): void {
  // Data of an earlier version that cannot be written is backed up as it is, without a place for them.
  if (copy.statement("SELECT 1 FROM sqlite_schema WHERE name = 'secrets_in_backup'").get() === undefined) return;
  copy.execute('DELETE FROM secrets_in_backup');
  const add = copy.statement('INSERT INTO secrets_in_backup VALUES (@name, @value)');
  for (const [name, value] of Object.entries(secrets)) add.run({ name, value });
}

/** Takes the secrets out of a copy, before its rows become those in use. */
export function takeSecrets(staged: FarmerDatabase): readonly { readonly name: string; readonly value: string }[] {
  const secrets = staged
    .statement<{ name: string; value: string }>('SELECT name, value FROM secrets_in_backup ORDER BY name')
    .all();
  staged.execute('DELETE FROM secrets_in_backup');
  return secrets;
}
