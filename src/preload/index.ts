import { ipcRenderer } from 'electron';
import { PORT_CHANNEL, PORT_GRANT, PORT_REQUEST } from '#shared/desktop-port.ts';

/**
 * Hands the page one end of a message channel to the main process, and nothing else: no function, no flag, no IPC.
 * SECURITY: the request must come from this very window with its own origin; main checks the frame once more.
 */
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== window || event.origin !== window.location.origin || event.data !== PORT_REQUEST) {
    return;
  }
  const channel = new MessageChannel();
  ipcRenderer.postMessage(PORT_CHANNEL, null, [channel.port2]);
  window.postMessage(PORT_GRANT, window.location.origin, [channel.port1]);
});
