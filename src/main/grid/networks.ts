import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { type GridAddresses, type GridNetwork, sourcesOfNetwork } from '#shared/contract/grid/grid.ts';

/** The base URLs of every service, in the order in which they are tried. */
export type GridHosts = { readonly [Name in keyof GridAddresses]: readonly string[] };

const DOMAINS: Readonly<Record<GridNetwork, readonly string[]>> = {
  main: ['grid.tf', 'be.grid.tf', 'grid.threefold.me', 'sg.grid.tf', 'us.grid.tf', 'grid.threefold.io'],
  test: ['test.grid.tf', 'test.threefold.me'],
  qa: ['qa.grid.tf', 'qa.threefold.me', 'qa.ninja.tf'],
  dev: ['dev.grid.tf', 'dev.threefold.me', 'dev.ninja.tf'],
  'v4-main': ['prod4.grid.tf', 'prod4.threefold.me'],
  'v4-test': ['test4.grid.tf'],
  'v4-qa': ['qa4.grid.tf'],
  'v4-dev': ['dev4.grid.tf'],
};

/** Receipts and payouts exist only on the main network. */
const MAIN_ONLY = {
  receipts: ['https://alpha.minting.tfchain.grid.tf/api/v1'],
  horizon: ['https://horizon.stellar.org'],
};

/** The path that is appended to an address entered without one. */
const ROUTES: Readonly<Record<keyof GridAddresses, string>> = {
  proxy: '',
  graphql: '/graphql',
  receipts: '/api/v1',
  horizon: '',
  registrar: '/v1',
};

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * A URL that may be contacted: HTTPS, or plain HTTP to this computer. Null for any other.
 * SECURITY: with plain HTTP, anyone on the network path can read the request and forge the answer.
 */
export function readSafeUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  return isSafe && url.username === '' && url.password === '' ? url : null;
}

/**
 * Normalises the address of a service.
 * @throws FarmerError INVALID_INPUT for anything but HTTPS, or plain HTTP to this computer
 */
function checkAddress(text: string, name: keyof GridAddresses): string {
  const url = readSafeUrl(text);
  if (url === null || url.search !== '' || url.hash !== '') {
    throw invalidInput(message('grid:core.addressRefused', { name }), message('grid:core.giveHttpsAddress'), {
      field: name,
    });
  }
  const path = url.pathname.replace(/\/+$/, '');
  return url.origin + (path.endsWith(ROUTES[name]) ? path : path + ROUTES[name]);
}

/**
 * Normalises the address of a market.
 * @throws FarmerError INVALID_INPUT for anything but HTTPS, or plain HTTP to this computer
 */
export function checkMarketAddress(text: string): string {
  const url = readSafeUrl(text);
  if (url === null || url.search !== '' || url.hash !== '' || url.pathname !== '/') {
    throw invalidInput(message('grid:core.marketAddressRefused'), message('grid:core.giveHttpsAddress'), {
      field: 'address',
    });
  }
  return url.origin;
}

/** The published URLs of a service of a network. */
function publishedUrls(network: GridNetwork, name: keyof GridAddresses): readonly string[] {
  switch (name) {
    case 'proxy':
      return DOMAINS[network].map((domain) => `https://gridproxy.${domain}`);
    case 'graphql':
      return DOMAINS[network].map((domain) => `https://graphql.${domain}/graphql`);
    case 'registrar':
      return DOMAINS[network].map((domain) => `https://registrar.${domain}/v1`);
    default:
      return network === 'main' ? MAIN_ONLY[name] : [];
  }
}

/**
 * The URLs of the services of a network. An address from the farmer replaces all published hosts of that service.
 * @throws FarmerError INVALID_INPUT for an unsafe address, or for a service that the network does not have
 */
export function hostsOf(network: GridNetwork, addresses: GridAddresses): GridHosts {
  const names = sourcesOfNetwork(network);
  const of = (name: keyof GridAddresses) => {
    const address = addresses[name] ?? null;
    if (names.includes(name)) return address === null ? publishedUrls(network, name) : [checkAddress(address, name)];
    if (address === null) return [];
    throw invalidInput(message('grid:core.serviceNotThere', { name, network }), message('grid:core.leaveAddressOut'), {
      field: name,
    });
  };
  return {
    proxy: of('proxy'),
    graphql: of('graphql'),
    receipts: of('receipts'),
    horizon: of('horizon'),
    registrar: of('registrar'),
  };
}
