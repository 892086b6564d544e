import { client } from '#renderer/client/client.ts';
import { saveFile } from '#renderer/ui/export-table.ts';

/** Saves what was entered of the nodes as CSV; of an empty farm the columns, to be filled in. */
export async function saveNodeList(): Promise<void> {
  const { csv } = await client.nodes.costs.export({});
  saveFile('farmer-nodes.csv', csv, 'text/csv;charset=utf-8');
}
