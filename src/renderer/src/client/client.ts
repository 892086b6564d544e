import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { HOST_META } from '#shared/host-meta.ts';
import type { Contract } from '#shared/contract/index.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { type Connection, notConnected } from './connection.ts';
import { connectPort } from './port-connection.ts';
import { connectSocket } from './socket-connection.ts';

/** The calls, typed from the contract. */
export type FarmerClient = ContractRouterClient<Contract>;

/** Whether this page is served by the browser host instead of the desktop shell. */
function isBrowserHosted(page: Document = document): boolean {
  return page.querySelector<HTMLMetaElement>(`meta[name="${HOST_META}"]`)?.content === 'web';
}

async function checkSignedIn(): Promise<boolean | null> {
  try {
    return (await fetch('/session', { cache: 'no-store' })).status !== 401;
  } catch {
    return null;
  }
}

function connect(): Connection {
  if (!isBrowserHosted()) {
    return connectPort(window);
  }
  const url = new URL('/rpc', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return connectSocket({ open: () => new WebSocket(url), isSignedIn: checkSignedIn });
}

function isCancelled(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** Creates a client whose calls fail only with a FarmerError or the caller's own abort. */
function createClient(connection: Connection): FarmerClient {
  return createORPCClient<FarmerClient>({
    async call(path, input, options) {
      try {
        return await connection.link.call(path, input, options);
      } catch (error) {
        throw isCancelled(options.signal) ? error : (toFarmerError(error) ?? notConnected(error));
      }
    },
  });
}

/** The page's connection to the program. */
export const connection: Connection = connect();
/** Direct calls: `await client.hardware.capacity.compute({ … })`. */
export const client: FarmerClient = createClient(connection);
/** Query and mutation options for react-query: `useQuery(api.hardware.capacity.compute.queryOptions({ input }))`. */
export const api = createTanstackQueryUtils(client);
