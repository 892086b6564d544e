import { z } from 'zod';
import { chainNumber, nameText, withPlainNames } from './json-answer.ts';
import type { AnswerLimits, Source } from './source.ts';

/** Limits of the answers of a service that lists nodes. */
export const DIRECTORY_LIMITS: AnswerLimits = { maxBytes: 2_097_152, timeoutMs: 10_000 };

/** A farm as it is listed. */
export interface GridFarm {
  readonly farmId: number;
  readonly name: string;
  readonly twinId: number | null;
  /** Where its payouts go; null where none is set. */
  readonly stellarAddress: string | null;
  readonly pricingPolicyId: number | null;
}

/** Which farms are wanted. */
export type FarmFilter =
  | { readonly farmId: number }
  | { readonly twinId: number }
  | { readonly stellarAddress: string };

/** Which nodes are wanted: those of farms, those of the farms of a twin, or that which is a twin. */
export type NodeFilter =
  | { readonly farmIds: readonly number[] }
  | { readonly ownerTwinId: number }
  | { readonly twinId: number };

/** A service that lists which farms and nodes there are, and how each node is. */
export interface NodeDirectory {
  readonly name: 'proxy' | 'registrar';
  readonly source: Source;
  /** @throws FarmerError INVALID_INPUT for a filter that the service does not have */
  readonly farms: (filter: FarmFilter) => Promise<readonly GridFarm[]>;
  /** Nodes as they came: `readGridNodes` reads them. */
  readonly nodes: (filter: NodeFilter) => Promise<readonly unknown[]>;
  /** One node as it came; null where there is none. */
  readonly node: (nodeId: number) => Promise<unknown>;
}

/** A page of a list. */
export interface DirectoryPage {
  readonly entries: readonly unknown[];
  /** How many entries there are in all; null where the service does not count. */
  readonly count: number | null;
}

/** More pages than this are no farm. */
const MOST_PAGES = 500;

const farmSchema = z
  .object({
    farmid: chainNumber,
    name: nameText.optional(),
    farmname: nameText.optional(),
    twinid: chainNumber.nullish(),
    pricingpolicyid: chainNumber.nullish(),
    stellaraddress: z
      .string()
      .regex(/^(?:G[A-Z2-7]{55})?$/)
      .nullish(),
  })
  .refine(({ name, farmname }) => (name ?? farmname) !== undefined)
  .transform(
    ({ farmid, name, farmname, twinid, stellaraddress, pricingpolicyid }): GridFarm => ({
      farmId: farmid,
      name: name ?? farmname ?? '',
      twinId: twinid ?? null,
      stellarAddress: stellaraddress || null,
      pricingPolicyId: pricingpolicyid ?? null,
    }),
  );

/** The farms of a list; one that cannot be read is left out. */
export function readFarms(entries: readonly unknown[]): readonly GridFarm[] {
  return entries.flatMap((entry) => {
    const farm = farmSchema.safeParse(withPlainNames(entry));
    return farm.success ? [farm.data] : [];
  });
}

/** What tells an entry apart on pages that repeat: its number, else its text. */
function keyOf(entry: unknown): string {
  const { nodeid, farmid } = (withPlainNames(entry) ?? {}) as Readonly<Record<string, unknown>>;
  return nodeid === undefined && farmid === undefined ? JSON.stringify(entry) : `${String(nodeid)}/${String(farmid)}`;
}

/**
 * Every entry of a list that comes in pages, each once.
 * @param fullPage a page with fewer entries is the last one, where the service does not count
 */
export async function allPages(
  askPage: (page: number) => Promise<DirectoryPage>,
  fullPage: number,
): Promise<readonly unknown[]> {
  const found = new Map<string, unknown>();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { entries, count } = await askPage(page);
    const before = found.size;
    for (const entry of entries) found.set(keyOf(entry), entry);
    // A service may give smaller pages than it is asked for: its count decides, where it counts.
    const isLast = count === null ? entries.length < fullPage : found.size >= count;
    if (isLast || found.size === before) break;
  }
  return [...found.values()];
}
