import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GridAddresses, PUBLISHED_ADDRESSES } from '#shared/contract/grid/grid.ts';
import { answerQuery } from './graphql-answers.ts';
import type { GridWorld } from './world.ts';

/** A request as it came. */
export interface GridRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers a request in place of the grid; true where it did. */
export type Fault = (request: GridRequest, response: ServerResponse) => boolean;

/** A grid on this computer: proxy, indexer, receipts service and Horizon over one world. */
export interface LoopbackGrid {
  readonly url: string;
  readonly requests: GridRequest[];
  /** Asked in order before the grid answers. */
  readonly faults: Fault[];
  /** Its services of grid 3. */
  readonly addresses: GridAddresses;
  /** Its registrar of grid 4. */
  readonly registrar: GridAddresses;
  /** The options with which the command line asks this grid. */
  readonly options: readonly string[];
  readonly registrarOptions: readonly string[];
  close(): Promise<void>;
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** The parameters that the proxy knows; it refuses all others. */
const PARAMETERS = new Set([
  'size',
  'page',
  'ret_count',
  'farm_ids',
  'farm_id',
  'node_ids',
  'owned_by',
  'twin_id',
  'stellar_address',
  'status',
]);

function matches(entry: Readonly<Record<string, unknown>>, query: URLSearchParams, world: GridWorld): boolean {
  const numbers = (name: string) => query.getAll(name).flatMap((text) => text.split(',').map(Number));
  const ownerOf = () => world.farms.find(({ farmId }) => farmId === entry['farmId'])?.['twinId'];
  return (
    (!query.has('farm_ids') || numbers('farm_ids').includes(Number(entry['farmId']))) &&
    (!query.has('farm_id') || numbers('farm_id').includes(Number(entry['farmId']))) &&
    (!query.has('twin_id') || numbers('twin_id').includes(Number(entry['twinId']))) &&
    (!query.has('owned_by') || numbers('owned_by').includes(Number(ownerOf()))) &&
    (!query.has('stellar_address') || query.get('stellar_address') === entry['stellarAddress'])
  );
}

function answerProxy(world: GridWorld, url: URL, response: ServerResponse): void {
  const unknown = [...url.searchParams.keys()].find((name) => !PARAMETERS.has(name));
  if (unknown !== undefined) {
    send(response, 400, { error: `failed to decode params: schema: invalid path "${unknown}"` });
    return;
  }
  const [, route, id] = /^\/(farms|nodes)(?:\/(\d+))?$/.exec(url.pathname) ?? [];
  if (route === undefined || (route === 'farms' && id !== undefined)) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('404 page not found\n');
    return;
  }
  if (id !== undefined) {
    const node = world.nodes.find(({ nodeId }) => nodeId === Number(id));
    if (node === undefined) {
      send(response, 404, { error: 'node not found' });
      return;
    }
    const { total_resources, used_resources, ...rest } = node;
    send(response, 200, { ...rest, capacity: { total_resources, used_resources } });
    return;
  }
  const entries = (route === 'farms' ? world.farms : world.nodes).filter((one) =>
    matches(one, url.searchParams, world),
  );
  const size = Number(url.searchParams.get('size') ?? 50);
  const page = Number(url.searchParams.get('page') ?? 1);
  const headers: Record<string, string> =
    url.searchParams.get('ret_count') === 'true'
      ? { count: String(entries.length), size: String(size), pages: String(Math.ceil(entries.length / size)) }
      : {};
  send(response, 200, entries.slice((page - 1) * size, page * size), headers);
}

function answerReceipts(world: GridWorld, path: string, response: ServerResponse): void {
  const receipts = world.receipts.get(Number(/^\/api\/v1\/node\/(\d+)$/.exec(path)?.[1]));
  if (receipts === undefined) {
    response.writeHead(404);
    response.end();
  } else {
    send(response, 200, receipts);
  }
}

function answerHorizon(world: GridWorld, url: URL, response: ServerResponse): void {
  const payments = world.payments.get(/^\/accounts\/(G[A-Z2-7]{55})\/payments$/.exec(url.pathname)?.[1] ?? '');
  if (payments === undefined) {
    send(response, 404, { type: 'https://stellar.org/horizon-errors/not_found', status: 404 });
    return;
  }
  const latest = payments.toReversed();
  const cursor = url.searchParams.get('cursor');
  const start = cursor === null ? 0 : latest.findIndex((payment) => payment['paging_token'] === cursor) + 1;
  const limit = Number(url.searchParams.get('limit') ?? 10);
  send(response, 200, { _links: {}, _embedded: { records: latest.slice(start, start + limit) } });
}

/** Grid 4: filters by number, pages without a count, instants as text. */
function answerRegistrar({ registrar }: GridWorld, url: URL, response: ServerResponse): void {
  const [, route] = /^\/v1\/(farms|nodes)$/.exec(url.pathname) ?? [];
  if (route !== 'farms' && route !== 'nodes') {
    response.writeHead(404, { 'content-type': 'text/plain' });
    response.end('404 page not found');
    return;
  }
  const filters = ['farm_id', 'node_id', 'twin_id'].filter((name) => url.searchParams.has(name));
  const entries = registrar[route].filter((entry) =>
    filters.every((name) => Number(entry[name]) === Number(url.searchParams.get(name))),
  );
  const size = Number(url.searchParams.get('size') ?? 50);
  const page = Number(url.searchParams.get('page') ?? 1);
  send(response, 200, entries.slice((page - 1) * size, page * size));
}

async function answer(world: GridWorld, request: GridRequest, response: ServerResponse): Promise<void> {
  const url = new URL(request.path, 'http://loopback');
  if (url.pathname === '/graphql') {
    const { query, variables } = JSON.parse(request.body) as { query: string; variables: Record<string, unknown> };
    const result = await answerQuery(world, query, variables);
    send(response, result.data === undefined ? 400 : 200, result);
  } else if (url.pathname.startsWith('/api/v1/')) {
    answerReceipts(world, url.pathname, response);
  } else if (url.pathname.startsWith('/accounts/')) {
    answerHorizon(world, url, response);
  } else if (url.pathname.startsWith('/v1/')) {
    answerRegistrar(world, url, response);
  } else {
    answerProxy(world, url, response);
  }
}

/** Starts a grid over a world. @param port 0: any that is free */
export async function startLoopbackGrid(world: GridWorld, port = 0): Promise<LoopbackGrid> {
  const requests: GridRequest[] = [];
  const faults: Fault[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = 'GET', url: path = '/', headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(request);
      if (!faults.some((fault) => fault(request, response))) {
        void answer(world, request, response);
      }
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    faults,
    addresses: { ...PUBLISHED_ADDRESSES, proxy: url, graphql: url, receipts: url, horizon: url },
    registrar: { ...PUBLISHED_ADDRESSES, registrar: url },
    registrarOptions: ['--network', 'v4-main', '--registrar', url],
    options: ['--proxy', url, '--graphql', url, '--receipts', url, '--horizon', url],
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
