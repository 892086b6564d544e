import type { MachineTemplate } from '#shared/contract/nodes/templates.ts';

type Source = MachineTemplate['sources'][number];

const SPEC_POWER =
  'https://github.com/cloud-carbon-footprint/ccf-coefficients/blob/b0032d928c787cf76cecd7d1d611c5b46f366e29/data/SPECpower-2026-03-09.csv';
/** A published SPECpower result: lean configurations, so that a machine with many disks draws more. @param line of the table */
export const specPower = (line: number, note: string): Source => ({
  title: 'SPECpower_ssj2008 result, active idle and 100 % load',
  url: `${SPEC_POWER}#L${line}`,
  note,
});
/** What a small server room measured of its nodes. */
export const serverRoom = (note: string): Source => ({
  title: 'Power audit of a small server room, per node',
  url: 'https://industrialmonitordirect.com/blogs/knowledgebase/edge-compute-consolidation-power-audit-proxmox-migration',
  note,
});
/** Small computers under a full load. */
export const top500 = (note: string): Source => ({
  title: 'Top500 benchmark on small computers',
  url: 'https://github.com/geerlingguy/top500-benchmark/blob/be7b67813493a560022b2383b5ce4024855f5be5/README.md',
  note,
});

const GIB = 2 ** 30;
const GB = 1e9;

/** Logical cores, memory in GiB, SSD and HDD in GB as disks are sold. */
export function machine(
  cru: number,
  memoryGib: number,
  ssdGb: number,
  hddGb: number,
  architecture: 'x64' | 'arm64' = 'x64',
) {
  return {
    architecture,
    resources: { cru, mruBytes: memoryGib * GIB, sruBytes: ssdGb * GB, hruBytes: hddGb * GB },
  };
}

/** Typical power at the wall. @param isSameModel false where a machine like it was measured */
export function watts(idle: number, loaded: number, isSameModel: boolean) {
  return { wattsIdle: String(idle), wattsLoaded: String(loaded), isSameModel };
}
