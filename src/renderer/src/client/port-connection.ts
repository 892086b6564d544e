import { RPCLink } from '@orpc/client/message-port';
import { PORT_GRANT, PORT_REQUEST } from '#shared/desktop-port.ts';
import { type Connection, createStateCell } from './connection.ts';

/** The parts of a window that the handshake uses. */
export type HandshakeWindow = Pick<Window, 'addEventListener' | 'removeEventListener' | 'postMessage'> & {
  readonly location: Pick<Location, 'origin'>;
};

/** Requests the port to the main process from the preload script. */
function requestPort(page: HandshakeWindow): Promise<MessagePort> {
  return new Promise((resolve) => {
    const onMessage = (event: MessageEvent<unknown>): void => {
      const port = event.ports[0];
      // SECURITY: only accepts a port from this window itself, which the preload script shares, and never from a frame.
      if (event.source === page && event.data === PORT_GRANT && port !== undefined) {
        page.removeEventListener('message', onMessage);
        resolve(port);
      }
    };
    page.addEventListener('message', onMessage);
    page.postMessage(PORT_REQUEST, page.location.origin);
  });
}

/** Carries calls over the message port from the preload script. */
export function connectPort(page: HandshakeWindow): Connection {
  const state = createStateCell();
  const opened = requestPort(page).then((port) => {
    port.addEventListener('close', () => state.set('lost'));
    const link = new RPCLink({ port });
    port.start();
    state.set('open');
    return link;
  });
  return {
    link: { call: async (path, input, options) => (await opened).call(path, input, options) },
    state: state.get,
    subscribe: state.subscribe,
    retry: () => undefined,
  };
}
