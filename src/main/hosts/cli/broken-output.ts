/** The part of an output stream that is needed to detect write errors. */
type Output = Pick<NodeJS.WriteStream, 'on' | 'write'>;

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

const REASONS: Readonly<Record<string, string>> = { ENOSPC: 'the disk is full', EIO: 'the device failed' };

/**
 * Keeps a command running when its output can no longer be written. A reader that closes the pipe early
 * (`farmer rules | head -1`) is not an error: the rest is dropped and the exit code does not change. Any other lost output
 * is reported on stderr, and `fail` sets the exit code. Errors of stderr itself are ignored.
 * @param fail called at most once
 */
export function outliveOutput(stdout: Output, stderr: Output, fail: () => void): void {
  let hasFailed = false;
  stdout.on('error', (error: Error) => {
    if (hasFailed || codeOf(error) === 'EPIPE') {
      return;
    }
    hasFailed = true;
    const reason = REASONS[codeOf(error)] ?? 'the system refuses it';
    stderr.write(`error: The answer could not be written whole: ${reason}.\nhint: Send it to another place.\n`);
    fail();
  });
  stderr.on('error', () => undefined);
}
