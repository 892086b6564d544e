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

/** What a command works with: the app's calls, its output, and the exit code it leaves. */
export interface CliSession {
  readonly io: CliIo;
  readonly isJson: boolean;
  readonly style: Style;
  /** The app itself, for the commands that run a host (`serve`, `record`); composed at first use. */
  readonly app: ComposedApp;
  /** The calls of the product, made in process. */
  readonly calls: AppCalls;
  /** Prints the one JSON document with `--json`, the text otherwise. The text is only made when it is shown. */
  print(json: unknown, text: () => string): void;
  /** Prints a hint on stderr; stdout and the exit code stay as they are. */
  hint(text: string): void;
  /** Runs something slow; a person sees a spinner with this label on stderr meanwhile. */
  wait<T>(label: string | (() => string), work: Promise<T>): Promise<T>;
  /** An import that took nothing since all was refused: its answer stands, and it ends like any refusal. */
  endRefused(total: number): void;
  /** Leaves with another code than 0, for verdicts that are no errors (`check`). */
  exitWith(code: number): void;
}
