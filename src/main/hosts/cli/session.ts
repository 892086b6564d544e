import type { ComposedApp } from '#main/compose.ts';
import type { AppCalls } from '#main/app/router.ts';
import type { CliIo } from './io.ts';
import type { Style } from './style.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly dataDir?: string;
  readonly json: boolean;
  readonly color: boolean;
}

/** What a command uses: the calls of the app, its output and its exit code. */
export interface CliSession {
  readonly io: CliIo;
  readonly isJson: boolean;
  readonly style: Style;
  /** The app itself, for the commands that run a host (`serve`, `record`); composed at first use. */
  readonly app: ComposedApp;
  /** The calls of the product, made in process. */
  readonly calls: AppCalls;
  /** Prints the JSON document with `--json`, otherwise the text, which is created only then. */
  print(json: unknown, text: () => string): void;
  /** Prints a hint on stderr; it does not affect the exit code. */
  hint(text: string): void;
  /** Awaits slow work; a terminal shows a spinner with this label on stderr meanwhile. */
  wait<T>(label: string | (() => string), work: Promise<T>): Promise<T>;
  /** Ends an import whose rows were all rejected: its result is printed, and the exit code is that of a refusal. */
  endRefused(total: number): void;
  /** Sets an exit code other than 0 for verdicts that are not errors (`check`). */
  exitWith(code: number): void;
}
