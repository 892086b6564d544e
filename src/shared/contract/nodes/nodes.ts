import { CERTIFICATIONS } from '#shared/domain/uptime/limits.ts';
import { z } from 'zod';
import { DEFAULT_CONNECTION_PRICE_MUSD } from '#shared/domain/rules/minting-v3.ts';
import {
  command,
  messageSchema,
  nonNegativeDecimal,
  nonNegativeDecimalOutput,
  query,
  resourcesSchema,
  timeZoneName,
  unixMs,
  wholeNumber,
  typedText,
} from '#shared/contract/base.ts';
import { farmFiguresSchema, farmTotalsSchema, siteTotalsSchema } from './farm.ts';
import { connectionPriceMusd } from '#shared/contract/earnings/rewards.ts';
import { tftPriceSchema } from '#shared/contract/earnings/value.ts';
import { farmingPolicyId, farmingPolicySchema } from '#shared/contract/rules/policies.ts';

/** The kind of a node: this computer, planned before it is bought, or imported from a file. */
const NODE_KINDS = ['this-machine', 'planned', 'imported'] as const;
/** Where an imported node came from. */
const IMPORT_SOURCES = ['grid-proxy', 'graphql', 'registrar', 'passport', 'receipt', 'uptime'] as const;

/** A node's number. It is never given to another node. */
export const nodeId = z.number().int().positive().describe('Node number');

const nodeName = typedText().min(1).max(80);
const place = typedText().max(80).nullable();
const watts = nonNegativeDecimal.nullable().describe('Watts');
const gridNumber = z.number().int().positive().nullable();
const calendarDay = z.iso.date().describe('A calendar day, like 2026-01-31');

/** The location of a node. `zone` is an IANA time zone, for the times of its reports. */
export const locationSchema = z.object({ zone: place, country: place, city: place });

/** A location as entered by the farmer. The zone is validated, because an invalid one would silently count as not entered. */
const typedLocationSchema = locationSchema.extend({ zone: timeZoneName.nullable() });

/** The costs of a node. Null means not entered; only a missing tariff is replaced, by that of the farm. */
const nodeCostsSchema = z.object({
  wattsIdle: watts,
  wattsLoaded: watts,
  electricityUsdPerKwh: nonNegativeDecimal.nullable(),
  hardwareCostUsd: nonNegativeDecimal.nullable(),
  boughtOn: calendarDay.nullable(),
});

/** Under what numbers the grid knows a node. */
const gridIdentitySchema = z.object({ nodeId: gridNumber, farmId: gridNumber, twinId: gridNumber });

/** What holds at a site for every node that has nothing of its own. */
const siteTermsSchema = z.object({
  timeZone: timeZoneName.nullable(),
  electricityUsdPerKwh: nonNegativeDecimal.nullable(),
});

/** What holds at a site. */
export type SiteTerms = z.infer<typeof siteTermsSchema>;

/** Words of the farmer by which nodes are found together. */
export const labelsSchema = z.array(typedText().min(1).max(40)).max(20).readonly();

/** The fields of a node that the farmer can edit. */
const editableShape = {
  name: nodeName,
  certification: z.enum(CERTIFICATIONS),
  farmingPolicyId,
  connectionPriceMusd,
  site: place.describe('What the farmer calls the place where it stands'),
  labels: labelsSchema,
  location: locationSchema,
  costs: nodeCostsSchema,
  grid: gridIdentitySchema,
};

/** A node of the farm. */
export const nodeSchema = z.object({
  id: nodeId,
  kind: z.enum(NODE_KINDS),
  ...editableShape,
  policy: farmingPolicySchema.describe('What is known of its farming policy'),
  siteTerms: siteTermsSchema.nullable().describe('Of its site; null where nothing was entered of it'),
  resources: resourcesSchema.nullable().describe('Null until a complete reading exists'),
  isVirtual: z.boolean().nullable().describe('Null where it cannot be told'),
  importSource: z.enum(IMPORT_SOURCES).nullable(),
  isDemo: z.boolean(),
  createdAtMs: unixMs,
  updatedAtMs: unixMs,
  deletedAtMs: unixMs.nullable(),
});

/** A node of the farm. */
export type FarmNode = z.infer<typeof nodeSchema>;
/** One of {@link NODE_KINDS}. */
export type NodeKind = FarmNode['kind'];

const NOWHERE = { zone: null, country: null, city: null } as const;
const NO_COSTS = {
  wattsIdle: null,
  wattsLoaded: null,
  electricityUsdPerKwh: null,
  hardwareCostUsd: null,
  boughtOn: null,
} as const;
const NOT_ON_GRID = { nodeId: null, farmId: null, twinId: null } as const;

/** The values of a node until the farmer changes them. */
export const NODE_DEFAULTS = {
  certification: 'diy',
  farmingPolicyId: 1,
  connectionPriceMusd: DEFAULT_CONNECTION_PRICE_MUSD,
  site: null,
  labels: [],
  location: NOWHERE,
  costs: NO_COSTS,
  grid: NOT_ON_GRID,
} as const satisfies Omit<Pick<FarmNode, keyof typeof editableShape>, 'name'>;

/** A machine that is not bought yet: its name and resources; the rest has defaults. */
export const plannedNodeSchema = z.object({
  name: nodeName,
  resources: resourcesSchema,
  certification: editableShape.certification.default(NODE_DEFAULTS.certification),
  farmingPolicyId: editableShape.farmingPolicyId.default(NODE_DEFAULTS.farmingPolicyId),
  connectionPriceMusd: editableShape.connectionPriceMusd.default(NODE_DEFAULTS.connectionPriceMusd),
  site: editableShape.site.default(null),
  labels: labelsSchema.default([]),
  location: typedLocationSchema.default(NOWHERE),
  costs: nodeCostsSchema.default(NO_COSTS),
});

/** A change of a node: absent fields stay. `resources` is refused for nodes with a reading, which determines them. */
export const nodePatchSchema = z.object({
  ...z.object(editableShape).partial().shape,
  location: typedLocationSchema.partial().optional(),
  costs: nodeCostsSchema.partial().optional(),
  grid: gridIdentitySchema.partial().optional(),
  resources: resourcesSchema.partial().optional(),
  addLabels: labelsSchema.optional(),
  removeLabels: labelsSchema.optional(),
});

/** A node of the farm with what its own screens answer. */
const farmNodeSchema = nodeSchema
  .pick({
    id: true,
    name: true,
    kind: true,
    isDemo: true,
    certification: true,
    resources: true,
    grid: true,
    site: true,
    labels: true,
    location: true,
  })
  .extend(farmFiguresSchema.shape);

/** A node of the farm with what its own screens answer. */
export type FarmNodeRow = z.output<typeof farmNodeSchema>;
/** A {@link FarmNodeRow} inside the program: decimals. */
export type FarmNodeSummary = z.input<typeof farmNodeSchema>;

/** The result of an import of nodes. */
const nodeImportResultSchema = z.object({
  nodes: z.array(nodeSchema),
  imported: wholeNumber.describe('Nodes that were not here'),
  updated: wholeNumber.describe('Nodes that were here already'),
  rejected: z.array(z.object({ position: wholeNumber.describe('Counted from 1'), reason: messageSchema })).readonly(),
  sleepers: z
    .array(z.object({ gridNodeId: wholeNumber, maySleep: z.boolean() }))
    .readonly()
    .describe('The nodes that a farmerbot configuration names'),
});

/** The most text taken as an import. */
export const MAX_IMPORT_CHARACTERS = 16_000_000;

/** The longest name of a file that is kept. */
export const MAX_FILE_NAME = 4096;

const gridFactsSchema = z.object({
  source: z.enum(['grid-proxy', 'graphql', 'registrar']),
  asOfS: wholeNumber.nullable().describe('When the service last changed it; null where it does not say'),
  content: z.record(z.string(), z.unknown()).describe('The entry as it came'),
});
/** A node as one of the grid's services listed it. */
export type GridFacts = Readonly<z.infer<typeof gridFactsSchema>>;

/** What the grid's services list of a node. */
const allGridFactsSchema = z.object({
  facts: z.array(gridFactsSchema).readonly().describe('The newest first'),
  lastReportS: wholeNumber.nullable().describe('The last uptime report that is here, or that the registrar heard'),
  used: resourcesSchema.nullable().describe('What users have of it, without what Zero-OS keeps for itself'),
  rent: z
    .object({ monthUsd: nonNegativeDecimalOutput, dedicatedMonthUsd: nonNegativeDecimalOutput.nullable() })
    .nullable()
    .describe('What the whole node costs for 720 hours: as its parts, and as a dedicated node'),
  maySleep: z.boolean().nullable().describe('Whether a farmerbot may put it to sleep; null: nothing says so'),
});

/** Calls about nodes. */
export const nodesContract = {
  list: query('Every node of the farm')
    .input(z.object({ withDeleted: z.boolean().default(false) }).default({ withDeleted: false }))
    .output(z.object({ nodes: z.array(nodeSchema) })),
  get: query('One node')
    .input(z.object({ id: nodeId }))
    .output(nodeSchema),
  summariseFarm: query('How the farm is: every node with what its screens answer, and the totals')
    .input(
      z
        .object({
          since: z
            .string()
            .max(40)
            .nullable()
            .default(null)
            .describe(
              'The version of the answer before, empty for the first one: only changes follow; null: everything',
            ),
        })
        .default({ since: null }),
    )
    .output(
      z.object({
        nodes: z.array(farmNodeSchema).readonly(),
        removed: z.array(nodeId).describe('Nodes of the answer before that are gone'),
        isPart: z.boolean().describe('Nodes that are as in the answer before are left out'),
        version: z.string().nullable().describe('Names this answer in the next call'),
        totals: farmTotalsSchema.describe('Of the machines there are'),
        planned: farmTotalsSchema.describe('Of those that are only planned'),
        sites: z.array(siteTotalsSchema).readonly().describe('Of the machines there are, by site'),
        tftPrice: tftPriceSchema.describe('At which every amount in USD is computed'),
        isAsIfMinted: z.boolean().describe('Grid 3 no longer mints this period, by what the farmer set'),
      }),
    ),
  listPeriodDays: query('How each day of this period went, for some nodes; those that are only planned are left out')
    .input(z.object({ ids: z.array(nodeId).max(200).readonly() }))
    .output(
      z.object({
        nodes: z
          .array(
            z.object({
              id: nodeId,
              upPermille: z
                .array(wholeNumber.max(1000).nullable())
                .readonly()
                .describe('By day: of the time that is known, how much it was up; null: nothing is known'),
            }),
          )
          .readonly(),
      }),
    ),
  getMoney: query('What a node brings in a whole minting period at full uptime, after its running costs')
    .input(z.object({ id: nodeId }))
    .output(farmFiguresSchema.pick({ money: true, watts: true, paybackMonths: true })),
  addPlanned: command('Add a machine that is not bought yet').input(plannedNodeSchema).output(nodeSchema),
  update: command('Change what is said of a node')
    .input(z.object({ id: nodeId, patch: nodePatchSchema }))
    .output(nodeSchema),
  updateAll: command('Change several nodes in the same way: all of them or none')
    .input(z.object({ ids: z.array(nodeId).min(1).max(10_000).readonly(), patch: nodePatchSchema }))
    .output(z.object({ updated: z.array(nodeId) })),
  match: command('Make a planned machine the node that the grid knows under a number; its costs, plans and prices stay')
    .input(z.object({ id: nodeId, gridNodeId: z.number().int().positive() }))
    .output(nodeSchema),
  remove: command('Remove a node; it can be brought back for 30 days')
    .input(z.object({ id: nodeId }))
    .output(nodeSchema),
  undoRemove: command('Bring a removed node back')
    .input(z.object({ id: nodeId }))
    .output(nodeSchema),
  removeAll: command('Remove several nodes: all of them or none; they can be brought back for 30 days')
    .input(z.object({ ids: z.array(nodeId).min(1).max(10_000).readonly() }))
    .output(z.object({ removed: z.array(nodeId) })),
  undoRemoveAll: command('Bring several removed nodes back')
    .input(z.object({ ids: z.array(nodeId).min(1).max(10_000).readonly() }))
    .output(z.object({ restored: z.array(nodeId) })),
  getGridFacts: query('What the grid listed of a node when its files were imported')
    .input(z.object({ id: nodeId }))
    .output(allGridFactsSchema),
  importNodes: command('Import nodes as the grid lists them, a hardware passport, or a farmerbot configuration')
    .input(
      z.object({
        text: z.string().min(1).max(MAX_IMPORT_CHARACTERS),
        file: z.string().max(MAX_FILE_NAME).default('').describe('Where the text comes from'),
      }),
    )
    .output(nodeImportResultSchema),
};
