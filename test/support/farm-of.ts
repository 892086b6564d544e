const GIB = 2 ** 30;
/** Kinds of machines that such a farm has: cores, memory, SSD and HDD in GiB. */
const KINDS = [
  [8, 32, 1000, 0],
  [16, 64, 2000, 0],
  [24, 128, 1920, 8000],
  [48, 256, 3840, 48_000],
  [4, 16, 60, 0],
] as const;

/** So many nodes as the grid's proxy would list them; every fifth has too little SSD. */
export function gridProxyFarm(count: number): string {
  const nodes = Array.from({ length: count }, (_, index) => {
    const [cru, mru, sru, hru] = KINDS[index % KINDS.length] ?? KINDS[0];
    return {
      nodeId: 5000 + index,
      farmId: 77,
      twinId: 9000 + index,
      country: 'Belgium',
      city: 'Ghent',
      certificationType: index % 4 === 3 ? 'Certified' : 'Diy',
      farmingPolicyId: index % 4 === 3 ? 2 : 1,
      total_resources: { cru, mru: mru * GIB, sru: sru * GIB, hru: hru * GIB },
    };
  });
  return JSON.stringify(nodes);
}
