import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureOwnNode, nameOfMachine } from '#main/app/hardware/machine-node.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import { readRecording } from '#test/main/hardware/recordings.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const STARTED_MS = 1_750_000_000_000;
const READ_MS = STARTED_MS + 60_000;

let directory: TemporaryDirectory;
let handle: StoreHandle;

beforeEach(() => {
  directory = makeTemporaryDirectory();
  handle = openStores({ dataDirectory: directory.path, nowMs: () => STARTED_MS });
});

afterEach(() => {
  handle.close();
  directory.remove();
});

async function readServer() {
  const reading = await readRecording('server-dual-xeon');
  return { reading, name: nameOfMachine(reading) };
}

describe('the node of this machine', () => {
  // Catches a second node when the recorder starts before the hardware is read, and a nameless machine ever after.
  it('is created once by the recorder or a reading, and named by its model', async () => {
    const { reading, name } = await readServer();
    const recorded = ensureOwnNode(handle.stores, STARTED_MS);
    expect(recorded).toMatchObject({ kind: 'this-machine', name: 'This machine', resources: null, isVirtual: null });
    const read = ensureOwnNode(handle.stores, READ_MS, reading);
    expect(read).toMatchObject({ id: recorded.id, name, resources: { cru: 96 }, isVirtual: false });
    expect(ensureOwnNode(handle.stores, READ_MS + 1)).toEqual(read);
    expect(handle.stores.nodes.list()).toHaveLength(1);
  });

  // Catches a recorder that writes the node at each start, and so moves its time of change.
  it('is not written when nothing was read', () => {
    const made = ensureOwnNode(handle.stores, STARTED_MS);
    expect(ensureOwnNode(handle.stores, READ_MS)).toEqual(made);
  });

  // Catches a reading that overwrites the name that the farmer gave.
  it('keeps the name given by the farmer', async () => {
    const { reading } = await readServer();
    const made = ensureOwnNode(handle.stores, STARTED_MS);
    handle.stores.nodes.save({ ...made, name: 'Cellar' }, STARTED_MS);
    expect(ensureOwnNode(handle.stores, READ_MS, reading).name).toBe('Cellar');
  });

  // Catches resources that vanish because one later reading could not tell them.
  it('keeps known values that a later reading lacks', async () => {
    const { reading } = await readServer();
    const known = ensureOwnNode(handle.stores, STARTED_MS, reading);
    const partly = ensureOwnNode(handle.stores, READ_MS, await readRecording('container-locked'));
    expect(partly).toMatchObject({ name: known.name, resources: known.resources });
  });
});
