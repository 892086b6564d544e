import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { usdOf } from '#renderer/ui/money.ts';

const MUSD_PER_USD = 1000;

/** A node as a form holds it: texts, empty where nothing was entered. */
export interface NodeDraft {
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
  readonly cru: string;
  readonly mruBytes: string;
  readonly sruBytes: string;
  readonly hruBytes: string;
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
    cru: String(resources?.cru ?? ''),
    mruBytes: String(resources?.mruBytes ?? ''),
    sruBytes: String(resources?.sruBytes ?? ''),
    hruBytes: String(resources?.hruBytes ?? ''),
  };
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

/** Whether the hardware is whole, or not known at all: a part of it says nothing. */
export function isHardwareWhole({ cru, mruBytes, sruBytes, hruBytes }: NodeDraft): boolean {
  return new Set([cru, mruBytes, sruBytes, hruBytes].map((field) => field === '')).size === 1;
}

function resourcesOf({ cru, mruBytes, sruBytes, hruBytes }: NodeDraft) {
  return cru === ''
    ? undefined
    : { cru: Number(cru), mruBytes: Number(mruBytes), sruBytes: Number(sruBytes), hruBytes: Number(hruBytes) };
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
    ...(hasHardware ? { resources: resourcesOf(draft) } : {}),
  };
}
