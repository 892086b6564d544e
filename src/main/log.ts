import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { destination, type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import type { AppLog } from '#main/app/context.ts';
import { ensurePrivateDirectory } from '#main/store/data-directory.ts';
import { escapeInvisible } from '#shared/visible-text.ts';

/** A larger log file is rotated when the program starts; one older file is kept. */
const MAX_LOG_BYTES = 5 * 1024 * 1024;

function toAppLog(logger: Logger): AppLog {
  return {
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fields) => logger.error(fields ?? {}, event),
  };
}

function rotateLog(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) {
    renameSync(path, `${path}.old`);
  }
}

/**
 * SECURITY: escapes control characters that came from files, so that they cannot act on the terminal in which the log
 * is read.
 */
function escaping(stream: DestinationStream): DestinationStream {
  return { write: (line) => stream.write(escapeInvisible(line)) };
}

export function logDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'logs');
}

/**
 * A log in the data directory with one JSON object per line, readable only by its owner. Where the directory cannot be
 * written, the log goes to stderr, so that a failing disk still leaves a trace.
 * @param name the host, which names the file
 */
export function createFileLog(dataDirectory: string, name: 'desktop' | 'web' | 'recorder'): AppLog {
  const options = { base: { pid: process.pid }, serializers: { error: stdSerializers.err } };
  try {
    const directory = logDirectory(dataDirectory);
    ensurePrivateDirectory(directory);
    const path = join(directory, `${name}.log`);
    rotateLog(path);
    return toAppLog(pino(options, escaping(destination({ dest: path, sync: true, mode: 0o600 }))));
  } catch {
    return toAppLog(pino({ ...options, level: 'warn' }, escaping(destination(2))));
  }
}
