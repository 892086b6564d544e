import { implement } from '@orpc/server';
import { type DoctorCheck, type DoctorReport, doctorContract } from '#shared/contract/data/doctor.ts';
import { READING_PARTS } from '#shared/contract/hardware/reading-parts.ts';
import type { AppContext } from '#main/app/context.ts';
import { message } from '#shared/message.ts';

/** Maximum age of a hardware reading for the doctor, ms. */
const READING_AGE_MS = 300_000;

function checkRuntime(context: AppContext): DoctorCheck {
  return {
    id: 'runtime',
    title: message('data:core.programTitle'),
    state: 'ok',
    finding: message('data:core.programAndRuntime', {
      version: context.version,
      node: process.versions.node,
      system: `${process.platform}-${process.arch}`,
    }),
    remedy: null,
    canRepair: false,
    repaired: null,
  };
}

/** A part that cannot be read is no fault of the machine, but the reason is reported. */
async function checkHardware(context: AppContext): Promise<DoctorCheck> {
  const reading = await context.hardware.current(READING_AGE_MS);
  const missing = READING_PARTS.flatMap((name) => {
    const part = reading.parts[name];
    return part.state === 'unavailable' ? [`${name} (${part.because})`] : [];
  });
  const isComplete = missing.length === 0;
  return {
    id: 'hardware',
    title: message('data:core.machineReadableTitle'),
    state: isComplete ? 'ok' : 'warn',
    finding: isComplete
      ? message('data:core.machineReadIn', { durationMs: reading.durationMs })
      : message('data:core.partsNotRead', { missing: missing.join('; ') }),
    remedy: isComplete ? null : message('data:core.runOutsideContainer'),
    canRepair: false,
    repaired: null,
  };
}

async function diagnose(context: AppContext, isRepairing: boolean): Promise<DoctorReport> {
  const keeper = await context.dataKeeper();
  const hardware = checkHardware(context);
  const checks = [checkRuntime(context), ...keeper.examine(isRepairing), await hardware];
  return { isHealthy: checks.every((check) => check.state !== 'fail'), checks };
}

const area = implement(doctorContract).$context<AppContext>();

export default area.router({
  diagnose: area.diagnose.handler(({ context }) => diagnose(context, false)),
  repair: area.repair.handler(async ({ context }) => {
    const report = await diagnose(context, true);
    context.events.publish('app');
    return report;
  }),
});
