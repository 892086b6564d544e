import { app } from 'electron';
import { composeApp } from '#main/compose.ts';
import { keepRecording } from '#main/hosts/common/keep-recording.ts';
import { leaveCodeUnoptimised } from '#main/hosts/common/recording-process.ts';
import { closeAtEnd } from '#main/hosts/electron/closing.ts';
import { feedPowerEvents } from '#main/hosts/electron/power.ts';
import { prepareProfile } from '#main/hosts/electron/profile.ts';
import { systemSealing } from '#main/hosts/electron/system-sealing.ts';
import { createFileLog } from '#main/log.ts';
import type { Recorder } from '#main/recorder/recorder.ts';

/**
 * Records this machine without a window, a tray icon or a graphics process until a signal ends it: what the installed
 * program does with `--record`, since it cannot run as plain Node. It is the recorder of `farmer record`, under the same
 * lock; a desktop app beside it stands by.
 */
export async function recordHeadless(dataDirectory: string): Promise<void> {
  leaveCodeUnoptimised();
  app.disableHardwareAcceleration();
  app.setPath('userData', prepareProfile(dataDirectory, 'recorder'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const log = createFileLog(dataDirectory, 'recorder');
  process.on('uncaughtException', (error) => log.error('uncaught', { error }));
  process.on('unhandledRejection', (error) => log.error('unhandled', { error }));
  const farmer = composeApp({
    host: 'desktop',
    env: process.env,
    dataDir: dataDirectory,
    log,
    sealing: systemSealing,
  });
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
