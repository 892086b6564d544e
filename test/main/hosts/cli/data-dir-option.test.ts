import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

// Catches a command that opens the usual data directory while it is defined, before --data-dir was read.
it.each(['money show', 'price show', 'farm', 'nodes', 'share status', 'grid status', 'alerts', 'rules policies'])(
  '--data-dir selects the data of farmer %s',
  async (command) => {
    const directory = makeTemporaryDirectory();
    const [usual, named] = [join(directory.path, 'usual'), join(directory.path, 'named')];
    await runFarmer(['--data-dir', named, ...command.split(' ')], usual);
    expect([existsSync(join(usual, 'farmer.sqlite')), existsSync(join(named, 'farmer.sqlite'))]).toEqual([false, true]);
    directory.remove();
  },
);
