import type { OwnBand } from '#shared/domain/slices/prices/band.ts';

/** A machine of the published tables. */
export interface NodeModel {
  readonly name: string;
  readonly costUsd: string;
  readonly cores: number;
  readonly passmark: number;
  readonly memoryGib: number;
  readonly ssdGib: number;
  /** Memory of the accelerators in GiB, 0 without. */
  readonly acceleratorGib: number;
  readonly gpus: number;
  /** Most slices the model is sold with. */
  readonly maxSlices: number | null;
  /** The model's own price band per slice and month; null: the band by memory. */
  readonly ownBand: OwnBand | null;
}

const AI_BAND: OwnBand = { minMonth: '10', maxMonth: '100' };
const ACCELERATOR_BAND: OwnBand = { minMonth: '300', maxMonth: '3000' };

/**
 * The published machines. The published tables of specifications and of slices swap the PassMark of "Mini 1" and
 * "3Node Home"; here each has the one of its specification.
 * Source: docs/rules.md#slices (tfgrid docs_tfgrid_economics, Oct 2025)
 */
export const NODE_MODELS: readonly NodeModel[] = [
  model('3Node Home', '500', [16, 22_000, 32, 1000], 25),
  model('Large TFGrid Node', '2000', [36, 20_000, 512, 4000], 100),
  model('Large TFGrid Node 2', '1200', [36, 20_000, 128, 2000], null),
  model('Mini 1', '350', [16, 16_000, 32, 1000], 25),
  model('Mini 2', '800', [24, 25_000, 64, 2000], 25),
  model('Mini 3', '1000', [24, 25_000, 128, 4000], 25),
  { ...model('Mini AI 1', '2000', [32, 50_000, 128, 4000], 4), acceleratorGib: 128, gpus: 1, ownBand: AI_BAND },
  {
    ...model('Nvidia 6000 (1x)', '15000', [24, 35_000, 128, 4000], 1),
    acceleratorGib: 96,
    gpus: 1,
    ownBand: ACCELERATOR_BAND,
  },
  {
    ...model('Nvidia 6000 (2x)', '30000', [24, 35_000, 128, 8000], 2),
    acceleratorGib: 192,
    gpus: 2,
    ownBand: ACCELERATOR_BAND,
  },
  {
    ...model('Tenstorrent 8x', '30000', [24, 35_000, 128, 8000], 2),
    acceleratorGib: 192,
    gpus: 8,
    ownBand: ACCELERATOR_BAND,
  },
];

function model(
  name: string,
  costUsd: string,
  [cores, passmark, memoryGib, ssdGib]: readonly [number, number, number, number],
  maxSlices: number | null,
): NodeModel {
  return { name, costUsd, cores, passmark, memoryGib, ssdGib, acceleratorGib: 0, gpus: 0, maxSlices, ownBand: null };
}

/** The model of a name, whatever its case. */
export function findNodeModel(name: string): NodeModel | null {
  const wanted = name.trim().toLowerCase();
  return NODE_MODELS.find((entry) => entry.name.toLowerCase() === wanted) ?? null;
}
