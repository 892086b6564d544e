import { ipcRenderer } from 'electron';
import { PORT_CHANNEL, PORT_GRANT, PORT_REQUEST } from '#shared/desktop-port.ts';

/**
 * Passes one end of a message channel between the page and the main process, and exposes nothing else: no function, no
 * flag, no IPC.
 * SECURITY: the request must come from this window with its own origin; the main process checks the frame again.
 */
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== window || event.origin !== window.location.origin || event.data !== PORT_REQUEST) {
    return;
  }
  const channel = new MessageChannel();
  ipcRenderer.postMessage(PORT_CHANNEL, null, [channel.port2]);
  window.postMessage(PORT_GRANT, window.location.origin, [channel.port1]);
});
