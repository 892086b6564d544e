import { setTimeout as sleep } from 'node:timers/promises';
import type { GridAddresses, GridNetwork, GridSourceName } from '#shared/contract/grid/grid.ts';
import { createIndexer, GRAPHQL_LIMITS, type GridIndexer } from './graphql.ts';
import { createHorizon, type Horizon, HORIZON_LIMITS } from './horizon.ts';
import { createHttpClient } from './http.ts';
import { createMarket, MARKET_LIMITS } from './markets.ts';
import { checkMarketAddress, hostsOf } from './networks.ts';
import { DIRECTORY_LIMITS, type NodeDirectory } from './node-directory.ts';
import { isReachable } from './probe.ts';
import { createProxy } from './proxy.ts';
import { createReceiptsService, RECEIPTS_LIMITS, type ReceiptsService } from './receipts.ts';
import { createRegistrar } from './registrar.ts';
import { type RequestOptions, type AnswerLimits, createSource, type Source, type Waiting } from './source.ts';

/** The clients for one network; null for a service that the network does not have. */
export interface GridServices {
  /** The grid proxy, or the registrar on grid 4. */
  readonly directory: NodeDirectory;
  readonly graphql: GridIndexer | null;
  readonly receipts: ReceiptsService | null;
  readonly horizon: Horizon | null;
  /** The source behind a service; undefined where the network does not have the service. */
  readonly sourceOf: (name: GridSourceName) => Source | undefined;
}

/** Access to the grid. No request is sent until a service is called. */
export interface Grid {
  /** Whether a machine responds at `host:port`. */
  readonly probe: typeof isReachable;
  /**
   * A market at an address.
   * @throws FarmerError INVALID_INPUT for an address that is not safe to contact
   */
  readonly market: (address: string) => ReturnType<typeof createMarket>;
  /** @throws FarmerError INVALID_INPUT for an address that is not safe to contact */
  readonly services: (network: GridNetwork, addresses: GridAddresses, asking?: RequestOptions) => GridServices;
}

/** Waiting by the real clock. */
function realWaiting(nowMs: () => number): Waiting {
  return { nowMs, sleep: (ms) => sleep(ms), random: Math.random };
}

export function createGrid(nowMs: () => number): Grid {
  const waiting = realWaiting(nowMs);
  const http = createHttpClient();
  return {
    probe: isReachable,
    market: (address) => createMarket(createSource([checkMarketAddress(address)], MARKET_LIMITS, http, waiting)),
    services: (network, addresses, asking) => {
      const hosts = hostsOf(network, addresses);
      const sources = new Map<GridSourceName, Source>();
      const of = <T>(name: GridSourceName, limits: AnswerLimits, create: (source: Source) => T): T | null => {
        if (hosts[name].length === 0) return null;
        const source = createSource(hosts[name], limits, http, waiting, asking);
        sources.set(name, source);
        return create(source);
      };
      const directory =
        of('proxy', DIRECTORY_LIMITS, createProxy) ?? of('registrar', DIRECTORY_LIMITS, createRegistrar);
      if (directory === null) throw new Error(`The network ${network} lists no nodes.`);
      return {
        directory,
        graphql: of('graphql', GRAPHQL_LIMITS, createIndexer),
        receipts: of('receipts', RECEIPTS_LIMITS, createReceiptsService),
        horizon: of('horizon', HORIZON_LIMITS, createHorizon),
        sourceOf: (name) => sources.get(name),
      };
    },
  };
}
