import { os } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { describe, expect, it } from 'vitest';
import { connectPort } from '#renderer/client/port-connection.ts';
import { PORT_GRANT, PORT_REQUEST } from '#shared/desktop-port.ts';

/** A window as far as the handshake sees one: messages posted to it come back as events with a source. */
class PageWindow extends EventTarget {
  readonly location = { origin: 'app://farmer' };
  readonly requests: unknown[] = [];

  postMessage(data: unknown): void {
    this.requests.push(data);
  }

  deliver(data: unknown, source: unknown, ports: readonly MessagePort[]): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data, source, ports }));
  }
}

function serve(name = 'the main process'): MessageChannel {
  const channel = new MessageChannel();
  new RPCHandler({ echo: os.handler(({ input }) => input), whose: os.handler(() => name) }).upgrade(channel.port2);
  channel.port2.start();
  return channel;
}

describe('the message port connection', () => {
  it('requests the port and carries calls made before it arrived', async () => {
    const page = new PageWindow();
    const connection = connectPort(page);
    const answer = connection.link.call(['echo'], 'early', { context: {} });
    expect(page.requests).toEqual([PORT_REQUEST]);
    const channel = serve();
    page.deliver(PORT_GRANT, page, [channel.port1]);
    await expect(answer).resolves.toBe('early');
    expect(connection.state()).toBe('open');
    channel.port1.close();
  });

  it('accepts no port from another window (an embedded page must not become the main process)', async () => {
    const page = new PageWindow();
    const connection = connectPort(page);
    const foreign = serve('the other window');
    page.deliver(PORT_GRANT, { other: 'window' }, [foreign.port1]);
    const answer = connection.link.call(['whose'], undefined, { context: {} });
    const own = serve('this window');
    expect(connection.state()).toBe('connecting');
    page.deliver(PORT_GRANT, page, [own.port1]);
    await expect(answer).resolves.toBe('this window');
    foreign.port1.close();
    own.port1.close();
  });

  it('reports the connection as lost when the other end closes', async () => {
    const page = new PageWindow();
    const connection = connectPort(page);
    const channel = serve();
    page.deliver(PORT_GRANT, page, [channel.port1]);
    await connection.link.call(['echo'], 1, { context: {} });
    const lost = new Promise<void>((resolve) => connection.subscribe(resolve));
    channel.port2.close();
    await lost;
    expect(connection.state()).toBe('lost');
  });
});
