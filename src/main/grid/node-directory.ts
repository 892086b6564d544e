import { z } from 'zod';
import { chainNumber, nameText, withPlainNames } from './json-answer.ts';
import type { AnswerLimits, Source } from './source.ts';

/** Limits for answers of a service that lists nodes. */
export const DIRECTORY_LIMITS: AnswerLimits = { maxBytes: 2_097_152, timeoutMs: 10_000 };

/** A farm in the list of a service. */
export interface GridFarm {
  readonly farmId: number;
  readonly name: string;
  readonly twinId: number | null;
  /** The address that receives its payouts; null when none is set. */
  readonly stellarAddress: string | null;
  readonly pricingPolicyId: number | null;
}

/** Selects farms. */
export type FarmFilter =
  | { readonly farmId: number }
  | { readonly twinId: number }
  | { readonly stellarAddress: string };

/** Selects nodes: those of farms, those of the farms of a twin, or the node with a twin number. */
export type NodeFilter =
  | { readonly farmIds: readonly number[] }
  | { readonly ownerTwinId: number }
  | { readonly twinId: number };

/** A service that lists farms and nodes with their current state. */
export interface NodeDirectory {
  readonly name: 'proxy' | 'registrar';
  readonly source: Source;
  /** @throws FarmerError INVALID_INPUT for a filter that the service does not support */
  readonly farms: (filter: FarmFilter) => Promise<readonly GridFarm[]>;
  /** Unparsed nodes, for `readGridNodes`. */
  readonly nodes: (filter: NodeFilter) => Promise<readonly unknown[]>;
  /** One unparsed node; null when there is none. */
  readonly node: (nodeId: number) => Promise<unknown>;
}

/** One page of a list. */
export interface DirectoryPage {
  readonly entries: readonly unknown[];
  /** The total number of entries; null when the service does not report it. */
  readonly count: number | null;
}

/** No farm has more pages than this. */
const MAX_PAGES = 500;

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

/** The farms of a list; invalid ones are left out. */
export function readFarms(entries: readonly unknown[]): readonly GridFarm[] {
  return entries.flatMap((entry) => {
    const farm = farmSchema.safeParse(withPlainNames(entry));
    return farm.success ? [farm.data] : [];
  });
}

/** Identifies an entry that may be repeated on several pages: by its number, or else by its text. */
function keyOf(entry: unknown): string {
  const { nodeid, farmid } = (withPlainNames(entry) ?? {}) as Readonly<Record<string, unknown>>;
  return nodeid === undefined && farmid === undefined ? JSON.stringify(entry) : `${String(nodeid)}/${String(farmid)}`;
}

/**
 * Every entry of a paged list, without duplicates.
 * @param fullPage a page with fewer entries is the last one when the service does not report the total
 */
export async function allPages(
  fetchPage: (page: number) => Promise<DirectoryPage>,
  fullPage: number,
): Promise<readonly unknown[]> {
  const found = new Map<string, unknown>();
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { entries, count } = await fetchPage(page);
    const before = found.size;
    for (const entry of entries) found.set(keyOf(entry), entry);
    // A service may return smaller pages than requested, so its total decides where it reports one.
    const isLast = count === null ? entries.length < fullPage : found.size >= count;
    if (isLast || found.size === before) break;
  }
  return [...found.values()];
}
