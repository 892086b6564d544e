import { z } from 'zod';
import { chainNumber, nameText, readAnswer, withPlainNames } from './json-answer.ts';
import { GridProblem } from './problem.ts';
import type { Answer, AnswerLimits, Source } from './source.ts';

/** Limits of the proxy's answers. */
export const PROXY_LIMITS: AnswerLimits = { maxBytes: 2_097_152, timeoutMs: 10_000 };

/** A farm as the proxy lists it. */
export interface GridFarm {
  readonly farmId: number;
  readonly name: string;
  readonly twinId: number | null;
  /** Where its payouts go; null where none is set. */
  readonly stellarAddress: string | null;
  readonly pricingPolicyId: number | null;
}

/** The grid proxy: which farms and nodes there are, and how each node is. */
export interface GridProxy {
  readonly source: Source;
  /** Farms by a filter like `farm_id=1`. */
  readonly farms: (filter: string) => Promise<readonly GridFarm[]>;
  /** Nodes by a filter like `farm_ids=1,2`, as they came: {@link readGridNodes} reads them. */
  readonly nodes: (filter: string) => Promise<readonly unknown[]>;
  /** One node as it came; null where there is none. */
  readonly node: (nodeId: number) => Promise<unknown>;
}

const PAGE_SIZE = 200;
/** More pages than this are no farm. */
const MOST_PAGES = 500;

const farmSchema = z
  .object({
    farmid: chainNumber,
    name: nameText,
    twinid: chainNumber.nullish(),
    pricingpolicyid: chainNumber.nullish(),
    stellaraddress: z
      .string()
      .regex(/^(?:G[A-Z2-7]{55})?$/)
      .nullish(),
  })
  .transform(
    ({ farmid, name, twinid, stellaraddress, pricingpolicyid }): GridFarm => ({
      farmId: farmid,
      name,
      twinId: twinid ?? null,
      stellarAddress: stellaraddress || null,
      pricingPolicyId: pricingpolicyid ?? null,
    }),
  );

interface Page {
  readonly entries: readonly unknown[];
  /** How many there are in all; null where the proxy does not count. */
  readonly count: number | null;
}

function readPage({ document, headers, host }: Answer): Page {
  const count = headers.get('count') ?? '';
  return {
    entries: readAnswer(z.array(z.unknown()), document, host),
    count: /^\d{1,9}$/.test(count) ? Number(count) : null,
  };
}

/** What tells an entry apart on pages that repeat: its number, else its text. */
function keyOf(entry: unknown): string {
  const { nodeid, farmid } = (withPlainNames(entry) ?? {}) as Readonly<Record<string, unknown>>;
  return nodeid === undefined && farmid === undefined ? JSON.stringify(entry) : `${String(nodeid)}/${String(farmid)}`;
}

/** Asks a proxy. */
export function createProxy(source: Source): GridProxy {
  const list = async (route: string, filter: string): Promise<readonly unknown[]> => {
    const found = new Map<string, unknown>();
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const path = `/${route}?${filter}&size=${PAGE_SIZE}&page=${page}&ret_count=true`;
      const { entries, count } = await source.ask({ path }, readPage);
      const before = found.size;
      for (const entry of entries) found.set(keyOf(entry), entry);
      // A proxy may give smaller pages than it is asked for: its count decides, where it counts.
      const isLast = count === null ? entries.length < PAGE_SIZE : found.size >= count;
      if (isLast || found.size === before) break;
    }
    return [...found.values()];
  };
  return {
    source,
    farms: async (filter) =>
      (await list('farms', filter)).flatMap((entry) => {
        const farm = farmSchema.safeParse(withPlainNames(entry));
        return farm.success ? [farm.data] : [];
      }),
    nodes: (filter) => list('nodes', filter),
    node: async (nodeId) => {
      try {
        return await source.ask({ path: `/nodes/${nodeId}` }, ({ document, host }) =>
          readAnswer(z.record(z.string(), z.unknown()), document, host),
        );
      } catch (error) {
        if (error instanceof GridProblem && error.kind === 'not-found') return null;
        throw error;
      }
    },
  };
}
