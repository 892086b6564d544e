import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Signs a list of releases: `node scripts/sign-release.ts release/latest-linux.yml key.pem` writes the `.sig` file beside
 * it. The key is an Ed25519 key in PEM; its public half ships as resources/update-key.pem.
 */
const [, , listPath, keyPath] = process.argv;
if (listPath === undefined || keyPath === undefined) {
  console.error('error: Two files are needed.\nhint: node scripts/sign-release.ts <list.yml> <private-key.pem>');
  process.exit(2);
}
const key = createPrivateKey(readFileSync(keyPath, 'utf8'));
if (key.asymmetricKeyType !== 'ed25519') {
  console.error('error: The key is not an Ed25519 key.\nhint: openssl genpkey -algorithm ed25519 -out key.pem');
  process.exit(2);
}
writeFileSync(`${listPath}.sig`, `${sign(null, readFileSync(listPath), key).toString('base64')}\n`);
console.log(`${listPath}.sig written`);
