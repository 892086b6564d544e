import { dirname } from 'node:path';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { createProcessLock } from '#main/store/process-lock.ts';
import { createImportedEvents, type NodeEvent } from './imported-events.ts';

function prepareStages(database: FarmerDatabase) {
  return {
    begin: database.statement("INSERT INTO imports (at_ms, kind, file, is_pending) VALUES (@atMs, 'uptime', @file, 1)"),
    pending: database.statement<{ id: number }>('SELECT id FROM imports WHERE is_pending = 1'),
    finish: database.statement('UPDATE imports SET row_count = @rowCount, is_pending = 0 WHERE id = @id'),
    remove: database.statement('DELETE FROM imports WHERE id = @id'),
    hideNode: database.statement(`
      INSERT INTO import_nodes (node_id, import_id, is_hidden) VALUES (@nodeId, @id, 1)`),
    hide: database.statement('UPDATE nodes SET deleted_at_ms = created_at_ms WHERE id = @nodeId'),
    show: database.statement(`
      UPDATE nodes SET deleted_at_ms = NULL
      WHERE id IN (SELECT node_id FROM import_nodes WHERE import_id = @id AND is_hidden = 1)`),
    shown: database.statement('UPDATE import_nodes SET is_hidden = 0 WHERE import_id = @id AND is_hidden = 1'),
    removeHidden: database.statement(`
      DELETE FROM nodes WHERE deleted_at_ms IS NOT NULL
        AND id IN (SELECT node_id FROM import_nodes WHERE import_id = @id AND is_hidden = 1)`),
  };
}

type Stages = ReturnType<typeof prepareStages>;
type ImportedEvents = ReturnType<typeof createImportedEvents>;

/** Deletes the rows of an unfinished import. */
function removePending(database: FarmerDatabase, stages: Stages, events: ImportedEvents, id: number): void {
  database.transaction(() => {
    events.takeBack(id);
    stages.removeHidden.run({ id });
    stages.remove.run({ id });
  });
}

/** Deletes the rows of imports that a killed program did not finish; nothing while one is in progress. */
export function removeUnfinishedImports(database: FarmerDatabase): void {
  const events = createImportedEvents(database);
  const stages = prepareStages(database);
  const lock = createProcessLock(dirname(database.filePath), 'import');
  if (stages.pending.get() === undefined || !lock.tryAcquire()) {
    return;
  }
  try {
    const left = stages.pending.get();
    if (left !== undefined) removePending(database, stages, events, left.id);
  } finally {
    lock.release();
  }
}

/** An import of events in progress. Its rows are hidden until it is finished. However it ends, the lock is released. */
export class EventStage {
  readonly importId: number;
  readonly #database: FarmerDatabase;
  readonly #stages: Stages;
  readonly #events: ImportedEvents;
  readonly #end: () => void;
  readonly #nodeIds = new Set<number>();

  /** @param end called at the end, so that the next import can begin */
  constructor(database: FarmerDatabase, stages: Stages, events: ImportedEvents, importId: number, end: () => void) {
    this.#database = database;
    this.#stages = stages;
    this.#events = events;
    this.importId = importId;
    this.#end = end;
  }

  /** @throws FarmerError CONFLICT where a backup was restored during the import */
  #assertUnderWay(): void {
    if (this.#stages.pending.get()?.id !== this.importId) {
      throw new FarmerError('CONFLICT', message('data:core.replacedMeanwhile'), {
        hint: message('uptime:core.importAgain'),
      });
    }
  }

  /**
   * Runs a step in a transaction that is not yet on the disk when it ends: a power cut may undo the last steps, and
   * {@link finish} writes all of them to the disk.
   */
  step(work: () => void): void {
    this.#database.pragma('synchronous = NORMAL');
    try {
      this.#database.transaction(() => {
        this.#assertUnderWay();
        work();
      });
    } finally {
      this.#database.pragma('synchronous = FULL');
    }
  }

  /** @returns how many were new */
  add(events: readonly NodeEvent[]): number {
    for (const { nodeId } of events) this.#nodeIds.add(nodeId);
    return this.#events.add(events, { importId: this.importId, isPending: true });
  }

  /** Hides a node that was added for the import, until it is finished. */
  hideNode(nodeId: number): void {
    this.#stages.hide.run({ nodeId });
    this.#stages.hideNode.run({ nodeId, id: this.importId });
  }

  /** Shows all its rows at once, in one transaction with `also`. An import that brought nothing new is deleted. */
  finish(rowCount: number, also: () => void): void {
    const id = this.importId;
    this.#database.transaction(() => {
      this.#assertUnderWay();
      also();
      this.#events.placeMarked(id);
      this.#stages.show.run({ id });
      this.#stages.shown.run({ id });
      if (rowCount === 0) this.#stages.remove.run({ id });
      else this.#stages.finish.run({ id, rowCount });
    });
    this.#end();
  }

  /** Deletes all its rows, node by node. */
  *abandon(): Generator<void> {
    try {
      for (const nodeId of this.#nodeIds) {
        this.#database.transaction(() => this.#events.removeOfNode(this.importId, nodeId));
        yield;
      }
      removePending(this.#database, this.#stages, this.#events, this.importId);
    } finally {
      this.#end();
    }
  }
}

/** Begins imports of events, one at a time. */
export function createEventStages(database: FarmerDatabase, events: ImportedEvents) {
  const stages = prepareStages(database);
  const lock = createProcessLock(dirname(database.filePath), 'import');
  let isUnderWay = false;
  const end = () => {
    isUnderWay = false;
    lock.release();
  };
  return (file: string, atMs: number): EventStage | null => {
    if (isUnderWay || !lock.tryAcquire()) {
      return null;
    }
    try {
      const left = stages.pending.get();
      if (left !== undefined) removePending(database, stages, events, left.id);
      const importId = stages.begin.run({ file, atMs }).insertedId;
      isUnderWay = true;
      return new EventStage(database, stages, events, importId, end);
    } catch (error) {
      lock.release();
      throw error;
    }
  };
}
