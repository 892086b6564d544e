/** A stream that a command writes to, as far as its failures matter. */
type Output = Pick<NodeJS.WriteStream, 'on' | 'write'>;

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

const REASONS: Readonly<Record<string, string>> = { ENOSPC: 'the disk is full', EIO: 'the device failed' };

/**
 * Lets a command outlive its output. A reader that has seen enough (`farmer rules | head -1`) is no failure: the rest is
 * dropped and the exit code stays. Output that is lost in any other way is said on stderr, and `fail` is called for the
 * exit code. Messages that stderr cannot take have nowhere to go.
 * @param fail called once
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
