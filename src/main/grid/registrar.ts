import { z } from 'zod';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { readAnswer } from './json-answer.ts';
import { allPages, type GridFarm, type NodeDirectory, readFarms } from './node-directory.ts';
import type { SourceAnswer, Source } from './source.ts';

/** The default page size of the service. */
const PAGE_SIZE = 50;
/** The service reports no total and documents no maximum page size, so pages are read until one is empty. */
const FULL_PAGE = 1;

/** The network interfaces of a node. They are not used, so they are not stored. */
const UNUSED = /^interfaces$/i;

function readPage({ document, host }: SourceAnswer) {
  return { entries: readAnswer(z.array(z.unknown()).nullable(), document, host) ?? [], count: null };
}

function withoutUnused(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null
    ? Object.fromEntries(Object.entries(entry).filter(([name]) => !UNUSED.test(name)))
    : entry;
}

/** The registrar of a network of grid 4. It lists nodes and when each last reported, but no uptime. */
export function createRegistrar(source: Source): NodeDirectory {
  const list = (route: string, query: string) =>
    allPages(
      (page) => source.request({ path: `/${route}?${query}&size=${PAGE_SIZE}&page=${page}` }, readPage),
      FULL_PAGE,
    );
  const nodes = async (query: string) => (await list('nodes', query)).map(withoutUnused);
  const nodesOfFarms = async (farmIds: readonly number[]) => {
    const found: unknown[] = [];
    for (const farmId of farmIds) found.push(...(await nodes(`farm_id=${farmId}`)));
    return found;
  };
  const farms = async (query: string): Promise<readonly GridFarm[]> => readFarms(await list('farms', query));
  return {
    name: 'registrar',
    source,
    farms: async (filter) => {
      if ('stellarAddress' in filter)
        throw invalidInput(message('grid:core.registrarHasNoAccounts'), message('grid:core.giveFarmNodeOrTwin'), {
          field: 'address',
        });
      return farms('farmId' in filter ? `farm_id=${filter.farmId}` : `twin_id=${filter.twinId}`);
    },
    nodes: async (filter) => {
      if ('farmIds' in filter) return nodesOfFarms(filter.farmIds);
      if ('twinId' in filter) return nodes(`twin_id=${filter.twinId}`);
      return nodesOfFarms((await farms(`twin_id=${filter.ownerTwinId}`)).map(({ farmId }) => farmId));
    },
    node: async (nodeId) => (await nodes(`node_id=${nodeId}`))[0] ?? null,
  };
}
