import { z } from 'zod';
import { query } from '#shared/contract/base.ts';

/** What can be exported, each as one table. Contact data is in none of them. */
export const EXPORT_TABLES = ['nodes', 'readings', 'receipts'] as const;
/** One of {@link EXPORT_TABLES}. */
export type ExportTable = (typeof EXPORT_TABLES)[number];

/** A table as it is exported: column names with their unit, and rows of plain values in their order. */
export const exportedTableSchema = z.object({
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
};
