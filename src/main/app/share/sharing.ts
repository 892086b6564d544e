import { setTimeout as pause } from 'node:timers/promises';
import type { AppContext } from '#main/app/context.ts';
import type { ShareConnection } from '#main/share/connection.ts';
import { openSharedDatabase } from './open.ts';
import { problemOf } from './share.ts';
import { syncShare } from './sync.ts';

/** Delay after a local change, so that related changes are sent together, in milliseconds. */
const SETTLE_MS = 250;
/** How often the server is polled in case a notification was lost, in milliseconds. */
const POLL_MS = 30_000;
/** The first pause after a failure, doubled each time, in milliseconds. */
const FIRST_PAUSE_MS = 2000;
const MAX_PAUSE_MS = 300_000;

/** The maximum time that ending the process waits for a server. */
const MAX_STOP_MS = 1000;

/** Options for tests. */
export interface SharingOptions {
  readonly pollMs?: number;
  readonly firstPauseMs?: number;
}

/**
 * Keeps a farm synchronised while a process runs: soon after a local or remote change, and periodically. Failures are
 * repeated with growing pauses.
 */
export class Sharing {
  readonly #context: AppContext;
  readonly #pollMs: number;
  readonly #firstPauseMs: number;
  readonly #unsubscribe: () => void;
  #connection: ShareConnection | undefined;
  #timer: NodeJS.Timeout | undefined;
  #dueMs = Infinity;
  #failures = 0;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(context: AppContext, { pollMs = POLL_MS, firstPauseMs = FIRST_PAUSE_MS }: SharingOptions = {}) {
    this.#context = context;
    this.#pollMs = pollMs;
    this.#firstPauseMs = firstPauseMs;
    this.#unsubscribe = context.events.subscribe(() => {
      // After a failure, the pause applies, because otherwise each heartbeat would contact an unreachable server.
      if (this.#failures === 0) void this.#planIfWaiting();
    });
    this.#plan(0);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe();
    clearTimeout(this.#timer);
    // Aborts a running synchronisation, so that an unresponsive server does not delay the end.
    await this.#disconnect();
    await Promise.race([this.#running, pause(MAX_STOP_MS, undefined, { ref: false })]);
    await this.#disconnect();
  }

  /** Runs at the earliest requested time. */
  #plan(inMs: number): void {
    const atMs = performance.now() + inMs;
    if (!this.#isStopped && atMs < this.#dueMs) {
      this.#dueMs = atMs;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#run(), inMs).unref();
    }
  }

  #run(): void {
    this.#dueMs = Infinity;
    this.#running = this.#running
      .then(() => this.#sync())
      .catch((error: unknown) => this.#context.log.warn('sharing', { error }));
  }

  async #planIfWaiting(): Promise<void> {
    const { share } = await this.#context.stores();
    const isOn = share.state()?.isOn === true;
    if (isOn ? share.behind().rowCount > 0 || this.#connection === undefined : this.#connection !== undefined) {
      this.#plan(SETTLE_MS);
    }
  }

  async #sync(): Promise<void> {
    const { share } = await this.#context.stores();
    const state = share.state();
    if (state?.isOn !== true) {
      await this.#disconnect();
      return;
    }
    try {
      await syncShare(this.#context, await this.#connected(state.url));
      if (state.problem !== null) this.#context.events.publish('share');
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      await this.#disconnect();
      const problem = problemOf(error);
      if (state.problem?.kind !== problem.kind) this.#context.log.warn('sharing', { error });
      share.noteProblem(problem);
      this.#context.events.publish('share');
    }
    const pauseMs = Math.min(this.#firstPauseMs * 2 ** (this.#failures - 1), MAX_PAUSE_MS);
    this.#plan(this.#failures === 0 ? this.#pollMs : pauseMs);
  }

  async #connected(url: string): Promise<ShareConnection> {
    if (this.#connection?.isOpen === true) {
      return this.#connection;
    }
    await this.#disconnect();
    const service = await this.#context.share();
    const { share } = await this.#context.stores();
    const connection = await openSharedDatabase(this.#context, url);
    this.#connection = connection;
    await service.ensureSchema(connection, true);
    await connection.listen(
      (farmId) => {
        if (farmId === share.state()?.farmId) this.#plan(0);
      },
      () => this.#plan(this.#firstPauseMs),
    );
    return connection;
  }

  async #disconnect(): Promise<void> {
    const open = this.#connection;
    this.#connection = undefined;
    await open?.close();
  }
}
