import { z } from 'zod';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { readAnswer } from './json-answer.ts';
import { allPages, type GridFarm, type NodeDirectory, readFarms } from './node-directory.ts';
import type { Answer, Source } from './source.ts';

/** As many as the service gives without being asked for a number. */
const PAGE_SIZE = 50;
/** It does not count, and nobody wrote down how many it gives at most: it is asked until a page is empty. */
const FULL_PAGE = 1;

/** The network cards of a node: nothing is made of them, so that they are not kept. */
const UNUSED = /^interfaces$/i;

function readPage({ document, host }: Answer) {
  return { entries: readAnswer(z.array(z.unknown()).nullable(), document, host) ?? [], count: null };
}

function withoutUnused(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null
    ? Object.fromEntries(Object.entries(entry).filter(([name]) => !UNUSED.test(name)))
    : entry;
}

/** The registrar of a network of grid 4: which nodes there are, and when each was heard of last; no uptime. */
export function createRegistrar(source: Source): NodeDirectory {
  const list = (route: string, query: string) =>
    allPages((page) => source.ask({ path: `/${route}?${query}&size=${PAGE_SIZE}&page=${page}` }, readPage), FULL_PAGE);
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
