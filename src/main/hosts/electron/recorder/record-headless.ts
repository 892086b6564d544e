import { app } from 'electron';
import { recordWithRetry } from '#main/hosts/common/record-with-retry.ts';
import { preferLittleMemory } from '#main/hosts/common/recording-process.ts';
import { closeOnExit } from '#main/hosts/electron/closing.ts';
import { forwardPowerEvents } from '#main/hosts/electron/power.ts';
import { openFarmer } from '#main/hosts/electron/open-farmer.ts';
import type { Recorder } from '#main/recorder/recorder.ts';

/**
 * Records this machine without a window, tray icon or graphics process until a signal ends it. The installed program
 * does this with `--record`, since it cannot run as plain Node. It takes the same lock as `farmer record`; the recorder
 * of a running desktop app then waits.
 */
export async function recordHeadless(dataDirectory: string): Promise<void> {
  preferLittleMemory();
  app.disableHardwareAcceleration();
  const opened = openFarmer(dataDirectory, 'recorder');
  if (opened === null) return;
  const { farmer } = opened;
  let recorder: Recorder | null = null;
  // Started before Electron is ready, because recording does not need it.
  const stopTrying = recordWithRetry(farmer, (running) => {
    recorder = running;
  });
  closeOnExit(farmer, stopTrying);
  await app.whenReady();
  app.dock?.hide();
  forwardPowerEvents(() => recorder);
}
