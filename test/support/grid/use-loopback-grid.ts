import { afterEach, beforeEach } from 'vitest';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { type LoopbackGrid, startLoopbackGrid } from './loopback-grid.ts';
import { emptyWorld, type GridWorld } from './world.ts';

/** Before each test of a file a grid of which nothing is known yet, and an empty data directory. */
export function useLoopbackGrid() {
  let directory: TemporaryDirectory;
  let world: GridWorld;
  let grid: LoopbackGrid;
  beforeEach(async () => {
    directory = makeTemporaryDirectory();
    world = emptyWorld();
    grid = await startLoopbackGrid(world);
  });
  afterEach(async () => {
    await grid.close();
    directory.remove();
  });
  /** Runs the command line in the data directory. */
  const farmer = async (...argv: readonly string[]) => {
    const result = await runFarmer([...argv, '--json'], directory.path);
    return { ...result, json: jsonOf(result) as Record<string, unknown> };
  };
  return {
    get world() {
      return world;
    },
    get grid() {
      return grid;
    },
    get dataDir() {
      return directory.path;
    },
    farmer,
    /** @param target like `--farm 1` */
    connect: (...target: readonly string[]) => farmer('grid', 'connect', ...target, ...grid.options),
  };
}
