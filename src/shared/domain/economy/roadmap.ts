import type { RoadmapComponent } from '#shared/contract/economy/economy.ts';
import { message } from '#shared/message.ts';

/** The source of the roadmap. Source: docs/rules.md#roadmap */
export const ROADMAP_SOURCE = {
  title: message('economy:core.roadmapSource'),
  reference: 'tfgrid docs_tfgrid_economics, "Implementation & Roadmap"',
  asOf: '2025-10',
} as const;

const AS_OF = ROADMAP_SOURCE.asOf;

/** The components of the roadmap with their status and date. Source: docs/rules.md#roadmap */
export const ROADMAP = [
  {
    id: 'token-design',
    title: message('economy:core.tokenEconomicsDesign'),
    status: 'designed',
    due: message('economy:core.awaitingImplementation'),
    asOf: AS_OF,
    bearing: message('economy:core.tftStaysTradable'),
  },
  {
    id: 'cloud-credit',
    title: message('economy:core.cloudCredits'),
    status: 'in-development',
    due: message('economy:core.withMarketplace'),
    asOf: AS_OF,
    bearing: message('economy:core.pricesPeggedToGold'),
  },
  {
    id: 'revenue-share',
    title: message('economy:core.revenueShare'),
    status: 'in-development',
    due: message('economy:core.withMarketplace'),
    asOf: AS_OF,
    bearing: message('economy:core.splitShares'),
  },
  {
    id: 'slices',
    title: message('app:core.slices'),
    status: 'designed',
    due: message('economy:core.partOfGridV4'),
    asOf: AS_OF,
    bearing: message('economy:core.capacityInStandardParts'),
  },
  {
    id: 'kubernetes-cloud',
    title: message('economy:core.kubernetesCloud'),
    status: 'running',
    due: message('economy:core.now'),
    asOf: AS_OF,
    bearing: message('economy:core.workloadsToday'),
  },
  {
    id: 'dutch-auction',
    title: message('economy:core.dutchAuction'),
    status: 'in-development',
    due: message('economy:core.q4Of2024'),
    asOf: AS_OF,
    bearing: message('economy:core.exitLimit'),
  },
  {
    id: 'marketplace',
    title: message('economy:core.marketplace'),
    status: 'in-development',
    due: message('economy:core.q4Of2024ToQ1Of2025'),
    asOf: AS_OF,
    bearing: message('economy:core.farmerSetsPrices'),
  },
  {
    id: 'grid-v4',
    title: message('economy:core.gridAndZosV4'),
    status: 'in-development',
    due: message('economy:core.productionInMonths'),
    asOf: AS_OF,
    bearing: message('economy:core.revenueReplacesMinting'),
  },
  {
    id: 'gpu-nodes',
    title: message('economy:core.gpuNodes'),
    status: 'in-development',
    due: message('economy:core.ongoing'),
    asOf: AS_OF,
    bearing: message('economy:core.gpuPriceBand'),
  },
  {
    id: 'applications',
    title: message('economy:core.endUserApplications'),
    status: 'in-development',
    due: message('economy:core.q1ToQ2Of2025'),
    asOf: AS_OF,
    bearing: message('economy:core.demandForCapacity'),
  },
  {
    id: 'offtakers',
    title: message('economy:core.largeBuyers'),
    status: 'withheld',
    due: message('economy:core.whenCommerciallyReady'),
    asOf: AS_OF,
    bearing: message('economy:core.buyersNotPublic'),
  },
] as const satisfies readonly RoadmapComponent[];
