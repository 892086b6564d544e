import type { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { wholeNumber } from '#shared/contract/base.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { FarmerbotConfig } from '#main/store/nodes/grid-facts-store.ts';
import type { Stores } from '#main/store/stores.ts';

/** The YAML parser, loaded at first use. */
interface Yaml {
  readonly parse: typeof parseYaml;
}

const gridNumbers = z.array(wholeNumber.min(1)).nullish();

const configSchema = z.looseObject({
  farm_id: wholeNumber.min(1),
  included_nodes: gridNumbers,
  excluded_nodes: gridNumbers,
  priority_nodes: gridNumbers,
  never_shutdown_nodes: gridNumbers,
  power: z.looseObject({}).nullish(),
});

/** Whether a farmerbot may put a node to sleep; null when no configuration covers the node or its farm. */
export function maySleep(configs: readonly FarmerbotConfig[], { grid }: Pick<FarmNode, 'grid'>): boolean | null {
  const { nodeId, farmId } = grid;
  if (nodeId === null) {
    return null;
  }
  for (const { farmId: configFarmId, content } of configs) {
    const config = configSchema.safeParse(content).data;
    const included = config?.included_nodes ?? [];
    const kept = [...(config?.excluded_nodes ?? []), ...(config?.never_shutdown_nodes ?? [])];
    const isNamed = [...included, ...kept].includes(nodeId);
    if (config !== undefined && (farmId === null ? isNamed : farmId === configFarmId)) {
      return (included.length === 0 || included.includes(nodeId)) && !kept.includes(nodeId);
    }
  }
  return null;
}

/**
 * Three times the configuration of a farm of 5,000 nodes. The limit is needed because parsing YAML takes hundreds of
 * times the memory of its text.
 */
export const MAX_FARMERBOT_CHARACTERS = 150_000;

/**
 * Stores a farmerbot configuration, which lists the nodes of a farm that may sleep.
 * @throws FarmerError INVALID_INPUT with the reason when the text is not a farmerbot configuration
 */
export function importFarmerbot(stores: Stores, { parse }: Yaml, text: string, file: string, nowMs: number) {
  const hint = message('nodes:core.giveFarmerbotConfig');
  let content: unknown;
  try {
    content = parse(text.replaceAll(/\r\n?/g, '\n'), { maxAliasCount: 0, logLevel: 'silent' });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : '';
    throw invalidInput(message('nodes:core.farmerbotNotReadable', { reason: reason.slice(0, 200) }), hint);
  }
  const parsed = configSchema.safeParse(content);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw invalidInput(message('nodes:core.farmerbotField', { field }), hint, { field });
  }
  const config = { farmId: parsed.data.farm_id, content: parsed.data };
  const { included_nodes: included, excluded_nodes: excluded, never_shutdown_nodes: never } = parsed.data;
  const named = [...new Set([included ?? [], excluded ?? [], never ?? []].flat())].toSorted((a, b) => a - b);
  stores.transaction(() => {
    const importId = stores.imports.begin('farmerbot', file, nowMs);
    stores.imports.finish(importId, stores.gridFacts.addFarmerbot(importId, config) ? Math.max(1, named.length) : 0);
  });
  const among = new Set(included);
  const kept = new Set([...(excluded ?? []), ...(never ?? [])]);
  return named.map((gridNodeId) => ({
    gridNodeId,
    maySleep: (among.size === 0 || among.has(gridNodeId)) && !kept.has(gridNodeId),
  }));
}
