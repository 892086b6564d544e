import { implement } from '@orpc/server';
import { compareReadings } from '#shared/domain/hardware/hardware-change.ts';
import { knownResources, resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import { hardwareContract } from '#shared/contract/hardware/hardware.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import type { AgedReading } from '#main/hardware/hardware-service.ts';
import { nameOfMachine, loadStoredReading, storeReading } from './machine-node.ts';
import { issuePassport } from './passport.ts';

/** Maximum age of a reading for a passport, ms. */
const PASSPORT_AGE_MS = 60_000;

const area = implement(hardwareContract).$context<AppContext>();

function fileNameOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '');
  return `passport-${slug || 'machine'}.farmer`;
}

async function passportSubject(context: AppContext, id: number | null) {
  if (id === null) {
    const reading = await context.hardware.current(PASSPORT_AGE_MS);
    return { reading, name: nameOfMachine(reading) };
  }
  const node = findNode(await context.stores(), id);
  const snapshot = (await context.stores()).hardware.latest(id);
  if (snapshot === undefined) {
    throw new FarmerError('NOT_FOUND', message('hardware:core.hardwareNeverRead', { name: node.name }), {
      hint: message('hardware:core.passportNeedsReading'),
    });
  }
  return { reading: snapshot.reading, name: node.name };
}

async function listChanges(context: AppContext, id: number, limit: number) {
  const node = findNode(await context.stores(), id);
  const states = (await context.stores()).hardware.history(id, limit + 1);
  return states.slice(0, -1).flatMap((after, index) => {
    const before = states[index + 1];
    const change = before === undefined ? null : compareReadings(before.reading, after.reading, node);
    if (before === undefined || change === null) {
      return [];
    }
    return [{ snapshotId: after.id, seenAtMs: after.takenAtMs, beforeAtMs: before.lastSeenAtMs, ...change }];
  });
}

/** A reading with its age and the resources that follow from it. */
function describeMachine({ reading, ageMs }: AgedReading) {
  const resources = resourcesOf(reading);
  return { reading, ageMs, resources, known: knownResources(resources) };
}

export default area.router({
  getLast: area.getLast.handler(async ({ context }) => {
    if (context.hardware.last() === null) {
      await loadStoredReading(context);
    }
    const last = context.hardware.last();
    return {
      machine: last === null ? null : describeMachine(last),
      isReading: context.hardware.isReading(),
      progress: context.hardware.progress(),
      measuring: context.hardware.seekTimes.progress(),
    };
  }),
  read: area.read.handler(async ({ input, context }) => {
    if (input.isStored) {
      await loadStoredReading(context);
    }
    const machine = describeMachine({ reading: await context.hardware.refresh(), ageMs: 0 });
    if (!input.isStored) {
      return { machine, nodeId: null, hasChanged: null };
    }
    const stored = await storeReading(context, machine.reading);
    return { machine, nodeId: stored.node.id, hasChanged: stored.isNew && stored.previous !== null };
  }),
  measureSeekTimes: area.measureSeekTimes.handler(async ({ input, context }) => {
    const { reading, disks } = await context.hardware.seekTimes.start();
    if (input.isStored) {
      await storeReading(context, reading);
    }
    return { machine: describeMachine({ reading, ageMs: 0 }), disks };
  }),
  cancelMeasurement: area.cancelMeasurement.handler(({ context }) => ({
    wasMeasuring: context.hardware.seekTimes.cancel(),
  })),
  record: area.record.handler(({ input, context }) => context.hardware.record(input.title)),
  listChanges: area.listChanges.handler(async ({ input, context }) => ({
    changes: await listChanges(context, input.nodeId, input.limit),
  })),
  exportPassport: area.exportPassport.handler(async ({ input, context }) => {
    const { reading, name } = await passportSubject(context, input.nodeId);
    const passport = issuePassport(reading, { name, nowMs: context.nowMs(), version: context.version });
    return { fileName: fileNameOf(name), text: `${JSON.stringify(passport, null, 2)}\n`, passport };
  }),
});
