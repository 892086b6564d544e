import { ipcMain, type IpcMainEvent, type MessagePortMain } from 'electron';
import { RPCHandler } from '@orpc/server/message-port';
import { errorBoundary } from '#main/app/base.ts';
import type { AppContext } from '#main/app/context.ts';
import type { AppRouter } from '#main/app/router.ts';
import { isCallMessage } from '#main/hosts/common/call-message.ts';
import { PORT_CHANNEL } from '#shared/desktop-port.ts';
import { isAppUrl } from './origin.ts';

/** The part of a port that the RPC library uses. */
type GuardedPort = Pick<MessagePortMain, 'postMessage'> & {
  on(event: string, listener: (event?: { readonly data: unknown }) => void): void;
};

/**
 * Whether a message comes from a page that may get a port: the top frame of a window, on our own origin.
 * SECURITY: checked for every port; an embedded frame, a page that navigated elsewhere, or a destroyed frame gets none.
 */
function isTrustedSender({ senderFrame }: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  return senderFrame !== null && senderFrame.parent === null && isAppUrl(senderFrame.url);
}

/** SECURITY: closes a port at the first message that is not a call, before the RPC library sees it. */
function guardPort(port: MessagePortMain, log: AppContext['log']): GuardedPort {
  return {
    postMessage: (message: unknown) => port.postMessage(message),
    on(event, listener) {
      if (event === 'close') {
        port.on('close', () => listener());
        return;
      }
      port.on('message', (message) => {
        if (isCallMessage(message.data)) {
          listener(message);
        } else {
          log.warn('port closed: not a call');
          port.close();
        }
      });
    },
  };
}

/** Serves calls to our own pages over the ports that the preload script sends, and accepts no other messages. */
export function servePorts(context: AppContext, router: () => Promise<AppRouter>): void {
  const opened = new Map<number, MessagePortMain>();
  let loading: Promise<RPCHandler<AppContext>> | undefined;
  const load = async () =>
    new RPCHandler<AppContext>(await router(), { clientInterceptors: [errorBoundary(context.log)] });

  async function upgrade(port: MessagePortMain): Promise<void> {
    loading ??= load();
    try {
      (await loading).upgrade(guardPort(port, context.log), { context });
      port.start();
    } catch (error) {
      loading = undefined;
      port.close();
      context.log.error('calls not loaded', { error });
    }
  }

  ipcMain.on(PORT_CHANNEL, (event) => {
    const [port, ...others] = event.ports;
    if (port === undefined || others.length > 0 || !isTrustedSender(event)) {
      context.log.warn('port refused');
      for (const refused of event.ports) {
        refused.close();
      }
      return;
    }
    // One port per page: a page that requests another one, after a reload, loses its old one.
    const { sender } = event;
    if (!opened.has(sender.id)) {
      sender.once('destroyed', () => opened.delete(sender.id));
    }
    opened.get(sender.id)?.close();
    opened.set(sender.id, port);
    void upgrade(port);
  });
}
