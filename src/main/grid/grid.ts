import { setTimeout as sleep } from 'node:timers/promises';
import type { GridAddresses, GridNetwork } from '#shared/contract/grid/grid.ts';
import { createIndexer, GRAPHQL_LIMITS, type GridIndexer } from './graphql.ts';
import { createHorizon, type Horizon, HORIZON_LIMITS } from './horizon.ts';
import { createHttpClient } from './http.ts';
import { createMarket, MARKET_LIMITS } from './markets.ts';
import { checkMarketAddress, hostsOf } from './networks.ts';
import { answersAt } from './probe.ts';
import { createProxy, type GridProxy, PROXY_LIMITS } from './proxy.ts';
import { createReceiptsService, RECEIPTS_LIMITS, type ReceiptsService } from './receipts.ts';
import { type Asking, type AnswerLimits, createSource, type Waiting } from './source.ts';

/** The services of one network. Receipts and payments are null where the network has none. */
export interface GridServices {
  readonly proxy: GridProxy;
  readonly graphql: GridIndexer;
  readonly receipts: ReceiptsService | null;
  readonly horizon: Horizon | null;
}

/** The grid, as an outside world: nothing is sent before its services are asked something. */
export interface Grid {
  /** Whether a machine answers at `host:port`. */
  readonly probe: typeof answersAt;
  /** A market at one address. @throws FarmerError INVALID_INPUT for one that is not safe to ask */
  readonly market: (address: string) => ReturnType<typeof createMarket>;
  /** @throws FarmerError INVALID_INPUT for an address that is not safe to ask */
  readonly services: (network: GridNetwork, addresses: GridAddresses, asking?: Asking) => GridServices;
}

/** Waits as the clock of the program goes. */
function realWaiting(nowMs: () => number): Waiting {
  return { nowMs, sleep: (ms) => sleep(ms), random: Math.random };
}

/** Makes the connection to the grid. */
export function createGrid(nowMs: () => number): Grid {
  const waiting = realWaiting(nowMs);
  const http = createHttpClient();
  return {
    probe: answersAt,
    market: (address) => createMarket(createSource([checkMarketAddress(address)], MARKET_LIMITS, http, waiting)),
    services: (network, addresses, asking) => {
      const source = (urls: readonly string[], limits: AnswerLimits) =>
        createSource(urls, limits, http, waiting, asking);
      const hosts = hostsOf(network, addresses);
      return {
        proxy: createProxy(source(hosts.proxy, PROXY_LIMITS)),
        graphql: createIndexer(source(hosts.graphql, GRAPHQL_LIMITS)),
        receipts: hosts.receipts.length === 0 ? null : createReceiptsService(source(hosts.receipts, RECEIPTS_LIMITS)),
        horizon: hosts.horizon.length === 0 ? null : createHorizon(source(hosts.horizon, HORIZON_LIMITS)),
      };
    },
  };
}
