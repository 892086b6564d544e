import '#main/english.ts';
import { parseArgs } from 'node:util';
import { resolveDataDirectory } from '#main/store/data-directory.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { ERROR_TABLE, type FarmerError, invalidInput } from '#shared/errors.ts';
import { message, storedText } from '#shared/message.ts';
import { escapeInvisible } from '#shared/visible-text.ts';
import { serve } from './serve.ts';
import { DEFAULT_PORT } from './web-host.ts';

/** The command-line arguments of the browser host. */
export interface WebArguments {
  readonly port?: number;
  readonly dataDir?: string;
  readonly hasMetrics: boolean;
}

/** @throws FarmerError INVALID_INPUT for anything but a whole number from 0 to 65535 */
function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) {
    throw invalidInput(
      message('cli:core.portInvalid', { text: text.slice(0, 60) }),
      message('cli:core.writePort', { defaultPort: DEFAULT_PORT }),
    );
  }
  return port;
}

/** @throws FarmerError INVALID_INPUT for unknown options */
function parseWebArguments(argv: readonly string[]): WebArguments {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { port: { type: 'string' }, 'data-dir': { type: 'string' }, metrics: { type: 'boolean' } },
    });
    const dataDir = values['data-dir'];
    return {
      hasMetrics: values.metrics ?? false,
      ...(values.port === undefined ? {} : { port: parsePort(values.port) }),
      ...(dataDir === undefined ? {} : { dataDir }),
    };
  } catch (error) {
    throw toFarmerError(error) ?? invalidInput(storedText((error as Error).message), message('cli:core.serveOptions'));
  }
}

function report(error: FarmerError): number {
  process.stderr.write(escapeInvisible(`error: ${error.message}\nhint: ${error.hint}\n`));
  return ERROR_TABLE[error.code].exitCode;
}

/**
 * Runs the browser host as a program of its own.
 * @returns the exit code
 */
export async function runWebHost(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const { port, dataDir, hasMetrics } = parseWebArguments(argv);
    await serve({
      dataDirectory: resolveDataDirectory({ env, platform: process.platform, option: dataDir }),
      env,
      hasMetrics,
      ...(port === undefined ? {} : { port }),
      onReady: (host) => process.stdout.write(`Farmer is at ${host.signInUrl}\n`),
      onSignIn: (nextUrl) => process.stdout.write(`A browser has signed in. The link for another one: ${nextUrl}\n`),
    });
    return 0;
  } catch (error) {
    const planned = toFarmerError(error);
    if (planned === null) {
      throw error;
    }
    return report(planned);
  }
}
