import { readKeyFile, ReleaseFault, signLists } from './publish/sign-lists.ts';

/**
 * Signs the lists of a release: `node scripts/sign-release.ts <folder> <private-key.pem>` writes a `.sig` file beside
 * each `latest*.yml`. The public half must be the one in the installers, `resources/update-key.pem`.
 */
const [, , folder, keyPath, publicKeyPath = 'resources/update-key.pem'] = process.argv;
if (folder === undefined || keyPath === undefined) {
  console.error('error: Two places are needed.\nhint: node scripts/sign-release.ts <folder> <private-key.pem>');
  process.exit(2);
}
try {
  const names = signLists(folder, readKeyFile(keyPath), readKeyFile(publicKeyPath));
  console.log(names.map((name) => `${name}.sig written`).join('\n'));
} catch (error) {
  if (!(error instanceof ReleaseFault)) {
    throw error;
  }
  console.error(`error: ${error.message}\nhint: ${error.hint}`);
  process.exit(1);
}
