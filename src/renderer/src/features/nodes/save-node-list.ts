import { client } from '#renderer/client/client.ts';
import { saveFile } from '#renderer/ui/export-table.ts';

/** Saves the entered values of all nodes as CSV; for an empty farm, only the header to fill in. */
export async function saveNodeList(): Promise<void> {
  const { csv } = await client.nodes.costs.export({});
  saveFile('farmer-nodes.csv', csv, 'text/csv;charset=utf-8');
}
