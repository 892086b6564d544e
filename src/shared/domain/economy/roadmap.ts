import type { RoadmapComponent } from '#shared/contract/economy/economy.ts';
import { message } from '#shared/message.ts';

/** The source of the roadmap. Source: docs/rules.md#roadmap */
export const ROADMAP_SOURCE = {
  title: message('economy:core.implementationRoadmapTfgridEconomics'),
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
    bearing: message('economy:core.tftStaysTradableServices'),
  },
  {
    id: 'cloud-credit',
    title: message('economy:core.cloudCredits'),
    status: 'in-development',
    due: message('economy:core.marketplaceQ42024Q1'),
    asOf: AS_OF,
    bearing: message('economy:core.pricesPeggedMilligramGold'),
  },
  {
    id: 'revenue-share',
    title: message('economy:core.80RevenueShare'),
    status: 'in-development',
    due: message('economy:core.marketplaceQ42024Q1'),
    asOf: AS_OF,
    bearing: message('economy:core.80Farmer10Burned'),
  },
  {
    id: 'slices',
    title: message('app:core.slices'),
    status: 'designed',
    due: message('economy:core.partTfgridV4'),
    asOf: AS_OF,
    bearing: message('economy:core.capacitySoldStandardParts'),
  },
  {
    id: 'kubernetes-cloud',
    title: message('economy:core.kubernetesCloud'),
    status: 'running',
    due: message('economy:core.now'),
    asOf: AS_OF,
    bearing: message('economy:core.workloadsCanComeToday'),
  },
  {
    id: 'dutch-auction',
    title: message('economy:core.dutchAuctionExit'),
    status: 'in-development',
    due: message('economy:core.q42024'),
    asOf: AS_OF,
    bearing: message('economy:core.mostHalfWhatContributed'),
  },
  {
    id: 'marketplace',
    title: message('economy:core.marketplaceFarmerPricesCapacity'),
    status: 'in-development',
    due: message('economy:core.q42024Q12025'),
    asOf: AS_OF,
    bearing: message('economy:core.farmerSetsPricesAnswers'),
  },
  {
    id: 'grid-v4',
    title: message('economy:core.tfgridV4ZosV4'),
    status: 'in-development',
    due: message('economy:core.23MonthsProduction'),
    asOf: AS_OF,
    bearing: message('economy:core.revenueUseReplacesMinting'),
  },
  {
    id: 'gpu-nodes',
    title: message('economy:core.highPerformanceGpuNodes'),
    status: 'in-development',
    due: message('economy:core.ongoingCertifiedNodesQ4'),
    asOf: AS_OF,
    bearing: message('economy:core.gpuSlicesTheirOwn'),
  },
  {
    id: 'applications',
    title: message('economy:core.endUserApplications'),
    status: 'in-development',
    due: message('economy:core.q1Q22025'),
    asOf: AS_OF,
    bearing: message('economy:core.demandCapacityFarmersSell'),
  },
  {
    id: 'offtakers',
    title: message('economy:core.largeBuyersCapacity'),
    status: 'withheld',
    due: message('economy:core.whenCommerciallyReady'),
    asOf: AS_OF,
    bearing: message('economy:core.namesAmountsNotPublic'),
  },
] as const satisfies readonly RoadmapComponent[];
