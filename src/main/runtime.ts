/** The oldest Node.js that Farmer runs on: older ones crash inside the database addon. */
export const OLDEST_NODE = { major: 22, minor: 18 } as const;

/**
 * Whether a Node.js version can run Farmer.
 * @param version as in `process.versions.node`: "24.21.0"
 */
export function isSupportedNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor);
}

/** The one-line refusal, with its hint on a second line. */
export function unsupportedNodeMessage(version: string): string {
  return (
    `error: Farmer needs Node.js ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or newer, and this is ${version}.\n` +
    'hint: Start it with "npx farmer" inside the project, which brings its own Node.js on Linux, or install a newer one.\n'
  );
}

/** The same refusal as the one document that a script asked for with `--json`. */
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
 * Keeps compiled code beside the build from run to run, which saves a quarter of a short command's time. Does nothing
 * where that place cannot be written, or when the sources are run without a build.
 * SECURITY: what is kept runs as it is. So it stands where only those can write who may change the program itself, and
 * not in a temporary directory that everybody shares.
 * @param entry where the entry is: in the folder that every build empties, so that nothing old piles up
 */
export function keepCompiledCode(entry: { readonly dirname: string; readonly filename: string }): void {
  if (entry.filename.endsWith('.js')) {
    process.getBuiltinModule('node:module').enableCompileCache(`${entry.dirname}/.compile-cache`);
  }
}
