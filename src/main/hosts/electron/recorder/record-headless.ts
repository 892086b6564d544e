import { app } from 'electron';
import { keepRecording } from '#main/hosts/common/keep-recording.ts';
import { leaveCodeUnoptimised } from '#main/hosts/common/recording-process.ts';
import { closeAtEnd } from '#main/hosts/electron/closing.ts';
import { feedPowerEvents } from '#main/hosts/electron/power.ts';
import { openFarmer } from '#main/hosts/electron/open-farmer.ts';
import type { Recorder } from '#main/recorder/recorder.ts';

/**
 * Records this machine without a window, a tray icon or a graphics process until a signal ends it: what the installed
 * program does with `--record`, since it cannot run as plain Node. It is the recorder of `farmer record`, under the same
 * lock; a desktop app beside it stands by.
 */
export async function recordHeadless(dataDirectory: string): Promise<void> {
  leaveCodeUnoptimised();
  app.disableHardwareAcceleration();
  const opened = openFarmer(dataDirectory, 'recorder');
  if (opened === null) return;
  const { farmer } = opened;
  let recorder: Recorder | null = null;
  // Before the engine is ready: nothing of it is needed to keep time.
  const stopTrying = keepRecording(farmer, (running) => {
    recorder = running;
  });
  closeAtEnd(farmer, stopTrying);
  await app.whenReady();
  app.dock?.hide();
  feedPowerEvents(() => recorder);
}
