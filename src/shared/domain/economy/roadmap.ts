import type { RoadmapComponent } from '#shared/contract/economy/economy.ts';

/** The source of the roadmap. Source: docs/rules.md#roadmap */
export const ROADMAP_SOURCE = {
  title: 'Implementation and roadmap, TFGrid economics documentation',
  reference: 'tfgrid docs_tfgrid_economics, "Implementation & Roadmap"',
  asOf: '2025-10',
} as const;

const AS_OF = ROADMAP_SOURCE.asOf;

/** The components of the roadmap with their status and date. Source: docs/rules.md#roadmap */
export const ROADMAP = [
  {
    id: 'token-design',
    title: 'Token economics design',
    status: 'designed',
    due: 'Awaiting implementation',
    asOf: AS_OF,
    bearing: 'TFT stays tradable, services are priced in Cloud Credits, exits run through auctions.',
  },
  {
    id: 'cloud-credit',
    title: 'Cloud Credits',
    status: 'in-development',
    due: 'With the marketplace: Q4 2024 to Q1 2025',
    asOf: AS_OF,
    bearing: 'Prices pegged to a milligram of gold instead of the TFT price.',
  },
  {
    id: 'revenue-share',
    title: '80 % revenue share',
    status: 'in-development',
    due: 'With the marketplace: Q4 2024 to Q1 2025',
    asOf: AS_OF,
    bearing: '80 % to the farmer, 10 % burned, 10 % to ThreeFold.',
  },
  {
    id: 'slices',
    title: 'Slices',
    status: 'designed',
    due: 'Part of TFGrid v4',
    asOf: AS_OF,
    bearing: 'Capacity is sold in standard parts with a price each.',
  },
  {
    id: 'kubernetes-cloud',
    title: 'Kubernetes cloud',
    status: 'running',
    due: 'Now',
    asOf: AS_OF,
    bearing: 'Workloads can come today; marketing waits for the marketplace.',
  },
  {
    id: 'dutch-auction',
    title: 'Dutch auction exit',
    status: 'in-development',
    due: 'Q4 2024',
    asOf: AS_OF,
    bearing: 'At most half of what was contributed may leave, at one clearing price.',
  },
  {
    id: 'marketplace',
    title: 'Marketplace: farmer prices and capacity bids',
    status: 'in-development',
    due: 'Q4 2024 to Q1 2025',
    asOf: AS_OF,
    bearing: 'The farmer sets prices and answers bids.',
  },
  {
    id: 'grid-v4',
    title: 'TFGrid v4 and ZOS v4',
    status: 'in-development',
    due: '2 to 3 months to production',
    asOf: AS_OF,
    bearing: 'Revenue from use replaces minting for new capacity; v3 keeps running meanwhile.',
  },
  {
    id: 'gpu-nodes',
    title: 'High-performance and GPU nodes',
    status: 'in-development',
    due: 'Ongoing; certified nodes from Q4 2025',
    asOf: AS_OF,
    bearing: 'GPU slices have their own price band.',
  },
  {
    id: 'applications',
    title: 'End-user applications',
    status: 'in-development',
    due: 'Q1 to Q2 2025',
    asOf: AS_OF,
    bearing: 'Demand for the capacity that farmers sell.',
  },
  {
    id: 'offtakers',
    title: 'Large buyers of capacity',
    status: 'withheld',
    due: 'When commercially ready',
    asOf: AS_OF,
    bearing: 'Names and amounts are not public, so no figure here counts on them.',
  },
] as const satisfies readonly RoadmapComponent[];
