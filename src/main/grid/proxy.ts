import { z } from 'zod';
import { readAnswer } from './json-answer.ts';
import {
  allPages,
  type DirectoryPage,
  type FarmFilter,
  type NodeDirectory,
  type NodeFilter,
  readFarms,
} from './node-directory.ts';
import { GridProblem } from './problem.ts';
import type { SourceAnswer, Source } from './source.ts';

const PAGE_SIZE = 200;

function readPage({ document, headers, host }: SourceAnswer): DirectoryPage {
  const count = headers.get('count') ?? '';
  return {
    entries: readAnswer(z.array(z.unknown()), document, host),
    count: /^\d{1,9}$/.test(count) ? Number(count) : null,
  };
}

function farmQuery(filter: FarmFilter): string {
  if ('farmId' in filter) return `farm_id=${filter.farmId}`;
  return 'twinId' in filter ? `twin_id=${filter.twinId}` : `stellar_address=${filter.stellarAddress}`;
}

function nodeQuery(filter: NodeFilter): string {
  if ('farmIds' in filter) return `farm_ids=${filter.farmIds.join(',')}`;
  return 'twinId' in filter ? `twin_id=${filter.twinId}` : `owned_by=${filter.ownerTwinId}`;
}

/** The grid proxy of a network of grid 3. */
export function createProxy(source: Source): NodeDirectory {
  const list = (route: string, query: string) =>
    allPages(
      (page) => source.request({ path: `/${route}?${query}&size=${PAGE_SIZE}&page=${page}&ret_count=true` }, readPage),
      PAGE_SIZE,
    );
  return {
    name: 'proxy',
    source,
    farms: async (filter) => readFarms(await list('farms', farmQuery(filter))),
    nodes: (filter) => list('nodes', nodeQuery(filter)),
    node: async (nodeId) => {
      try {
        return await source.request({ path: `/nodes/${nodeId}` }, ({ document, host }) =>
          readAnswer(z.record(z.string(), z.unknown()), document, host),
        );
      } catch (error) {
        if (error instanceof GridProblem && error.kind === 'not-found') return null;
        throw error;
      }
    },
  };
}
