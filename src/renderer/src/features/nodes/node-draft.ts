import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { usdOf } from '#renderer/ui/money.ts';
import { type ResourceDraft, draftOfResources, resourcesOf } from '#renderer/ui/resource-fields.tsx';

const MUSD_PER_USD = 1000;

/** A node as a form holds it: texts, empty where nothing was entered. */
export interface NodeDraft extends ResourceDraft {
  readonly name: string;
  readonly certification: FarmNode['certification'];
  readonly farmingPolicyId: FarmNode['farmingPolicyId'];
  readonly connectionPriceUsd: string;
  readonly wattsIdle: string;
  readonly wattsLoaded: string;
  readonly hardwareCostUsd: string;
  readonly electricityUsdPerKwh: string;
  readonly boughtOn: string;
  readonly site: string;
  readonly city: string;
  readonly country: string;
  readonly zone: string;
  readonly labels: readonly string[];
  readonly gridNodeId: string;
}

/** What a form of a node begins with. */
export function draftOf({ costs, location, grid, resources, ...node }: FarmNode): NodeDraft {
  return {
    name: node.name,
    certification: node.certification,
    farmingPolicyId: node.farmingPolicyId,
    connectionPriceUsd: toPlain(usdOf(node.connectionPriceMusd)),
    wattsIdle: costs.wattsIdle ?? '',
    wattsLoaded: costs.wattsLoaded ?? '',
    hardwareCostUsd: costs.hardwareCostUsd ?? '',
    electricityUsdPerKwh: costs.electricityUsdPerKwh ?? '',
    boughtOn: costs.boughtOn ?? '',
    site: node.site ?? '',
    city: location.city ?? '',
    country: location.country ?? '',
    zone: location.zone ?? '',
    labels: node.labels,
    gridNodeId: String(grid.nodeId ?? ''),
    ...draftOfResources(resources),
  };
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

/** Whether the hardware is complete or not known at all: capacity needs all four resources. */
export function isHardwareWhole({ cru, mruBytes, sruBytes, hruBytes }: NodeDraft): boolean {
  return new Set([cru, mruBytes, sruBytes, hruBytes].map((field) => field === '')).size === 1;
}

/** What a filled-in form changes of its node. @param hasHardware whether the form shows the hardware */
export function patchOf(draft: NodeDraft, hasHardware: boolean) {
  const { name, certification, farmingPolicyId, labels } = draft;
  return {
    name: name.trim(),
    certification,
    farmingPolicyId,
    labels,
    connectionPriceMusd: Number(toPlain(new Decimal(draft.connectionPriceUsd).times(MUSD_PER_USD))),
    costs: {
      wattsIdle: orNull(draft.wattsIdle),
      wattsLoaded: orNull(draft.wattsLoaded),
      hardwareCostUsd: orNull(draft.hardwareCostUsd),
      electricityUsdPerKwh: orNull(draft.electricityUsdPerKwh),
      boughtOn: orNull(draft.boughtOn),
    },
    site: orNull(draft.site),
    location: { city: orNull(draft.city), country: orNull(draft.country), zone: orNull(draft.zone) },
    grid: { nodeId: draft.gridNodeId === '' ? null : Number(draft.gridNodeId) },
    ...(hasHardware ? { resources: resourcesOf(draft) ?? undefined } : {}),
  };
}
