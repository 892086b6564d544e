import { runCli } from '#main/hosts/cli/run.ts';

/** What one run of the command line left behind. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process, through the real entry, with its own data directory. */
export async function runFarmer(argv: readonly string[], dataDirectory: string): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  const code = await runCli(
    argv,
    { FARMER_DATA_DIR: dataDirectory, NO_COLOR: '1', FARMER_SEARCH_SECONDS: '50' },
    {
      stdout: (text) => {
        stdout += text;
      },
      stderr: (text) => {
        stderr += text;
      },
      isColour: false,
      isInteractive: false,
    },
  );
  return { code, stdout, stderr };
}

/** What a run printed, as JSON: fails when stdout holds anything but one document. */
export function jsonOf(result: CliResult): unknown {
  return JSON.parse(result.stdout);
}
