import { app, powerMonitor } from 'electron';
import type { Recorder } from '#main/recorder/recorder.ts';

/**
 * Forwards suspend, resume and shutdown events to the recorder immediately: a span that ends at the event is exact, one
 * that is only detected at the next heartbeat is not.
 * @param recorder returns the recorder, or null while there is none
 */
export function forwardPowerEvents(recorder: () => Recorder | null): void {
  powerMonitor.on('suspend', () => recorder()?.noteSuspend());
  powerMonitor.on('resume', () => recorder()?.noteResume());
  powerMonitor.on('shutdown', () => recorder()?.noteShutdown());
  // On Windows, the end of a session is reported to windows and not to the power monitor.
  app.on('browser-window-created', (_event, window) => {
    window.on('session-end', () => recorder()?.noteShutdown());
  });
  // Locking the screen does not affect a node; it is one more moment at which the machine is known to be up.
  powerMonitor.on('lock-screen', () => recorder()?.noteResume());
  powerMonitor.on('unlock-screen', () => recorder()?.noteResume());
}
