/** The oldest supported Node.js: earlier versions crash in the database addon. */
const OLDEST_NODE = { major: 22, minor: 18 } as const;

/**
 * Whether this version of Node.js can run Farmer.
 * @param version as in `process.versions.node`: "24.21.0"
 */
export function isSupportedNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor);
}

/** The refusal in one line, with its hint on the second line. */
export function unsupportedNodeMessage(version: string): string {
  return (
    `error: Farmer needs Node.js ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or newer, and this is ${version}.\n` +
    'hint: Start it with "npx farmer" inside the project, which brings its own Node.js on Linux, or install a newer one.\n'
  );
}

/** The same refusal as JSON, for scripts that passed `--json`. */
export function unsupportedNodeJson(version: string): string {
  const [message = '', hint = ''] = unsupportedNodeMessage(version).split('\n');
  const error = {
    code: 'UNSUPPORTED_RUNTIME',
    message: message.replace('error: ', ''),
    hint: hint.replace('hint: ', ''),
  };
  return `${JSON.stringify({ error })}\n`;
}

/**
 * Caches compiled code next to the build between runs, which saves a quarter of the run time of a short command. Does
 * nothing where that folder cannot be written or when the sources run without a build.
 * SECURITY: cached code is executed as it is, so it must be writable only for those who may change the program itself;
 * a shared temporary directory is not safe.
 * @param entry the entry module: it lies in the folder that every build empties, so that old code does not accumulate
 */
export function enableCodeCache(entry: { readonly dirname: string; readonly filename: string }): void {
  if (entry.filename.endsWith('.js')) {
    process.getBuiltinModule('node:module').enableCompileCache(`${entry.dirname}/.compile-cache`);
  }
}
