import { z } from 'zod';
import { query } from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';

/** What can be exported, each as one table. Contact data is in none of them. */
export const EXPORT_TABLES = ['nodes', 'readings', 'receipts'] as const;
/** One of {@link EXPORT_TABLES}. */
export type ExportTable = (typeof EXPORT_TABLES)[number];

/** What has a history that a monitoring server can be filled with. */
export const HISTORY_METRICS = [
  'farmer_node_up',
  'farmer_node_last_report_timestamp_seconds',
  'farmer_node_credited_seconds',
  'farmer_node_budget_seconds',
] as const;
/** One of {@link HISTORY_METRICS}. */
export type HistoryMetric = (typeof HISTORY_METRICS)[number];

/** A table as it is exported: column names with their unit, and rows of plain values in their order. */
const exportedTableSchema = z.object({
  table: z.enum(EXPORT_TABLES),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
});

/** A table as it is exported. */
export type ExportedTable = z.infer<typeof exportedTableSchema>;

/** Calls that give the farmer's own data out, to be read by other programs. */
export const exportsContract = {
  read: query('One table of the data, without demo data')
    .input(z.object({ table: z.enum(EXPORT_TABLES) }))
    .output(exportedTableSchema),
  readCsv: query('One table of the data as CSV, without demo data')
    .input(z.object({ table: z.enum(EXPORT_TABLES) }))
    .output(z.object({ fileName: z.string(), text: z.string() })),
  readHistory: query('The history of one metric of one node, as lines of OpenMetrics')
    .input(
      z.object({
        metric: z.enum(HISTORY_METRICS),
        nodeId,
        stepS: z.number().int().min(15).max(86_400).default(300).describe('Seconds between samples of what lasts'),
      }),
    )
    .output(z.object({ help: z.string(), lines: z.string() })),
};
