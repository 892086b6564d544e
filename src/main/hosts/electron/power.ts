import { app, powerMonitor } from 'electron';
import type { Recorder } from '#main/recorder/recorder.ts';

/**
 * Passes suspend, resume and shutdown on to the recorder at once: a span that ends at the word "suspend" is
 * exact, one that is found out at the next beat is not.
 * @param recorder gives the recorder, or null while there is none
 */
export function feedPowerEvents(recorder: () => Recorder | null): void {
  powerMonitor.on('suspend', () => recorder()?.noteSuspend());
  powerMonitor.on('resume', () => recorder()?.noteResume());
  powerMonitor.on('shutdown', () => recorder()?.noteShutdown());
  // Windows tells its windows, not the power monitor, that the session ends.
  app.on('browser-window-created', (_event, window) => {
    window.on('session-end', () => recorder()?.noteShutdown());
  });
  // A locked screen changes nothing for a node; it is one more moment at which the machine is known to be up.
  powerMonitor.on('lock-screen', () => recorder()?.noteResume());
  powerMonitor.on('unlock-screen', () => recorder()?.noteResume());
}
