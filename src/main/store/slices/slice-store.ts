import { DEFAULT_SLICE_PLAN, type SlicePlan, slicePlanSchema } from '#shared/contract/slices/slices.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A stored plan over the defaults: a plan from an older version lacks the newer fields. */
function parsePlan(text: string): SlicePlan | undefined {
  try {
    const stored: unknown = JSON.parse(text);
    return typeof stored === 'object' && stored !== null
      ? slicePlanSchema.safeParse({ ...DEFAULT_SLICE_PLAN, ...stored }).data
      : undefined;
  } catch {
    return undefined;
  }
}

/** How each node is cut and sold. */
export function createSliceStore(database: FarmerDatabase) {
  const select = database.query<{ readonly planJson: string }>(
    'SELECT plan_json FROM slice_plans WHERE node_id = @nodeId',
  );
  const upsert = database.statement(`
    INSERT INTO slice_plans (node_id, plan_json, updated_at_ms) VALUES (@nodeId, @json, @nowMs)
    ON CONFLICT (node_id) DO UPDATE SET plan_json = excluded.plan_json, updated_at_ms = excluded.updated_at_ms
  `);
  return {
    /** A node's plan; undefined when it has none, or one that this program cannot read. */
    plan: (nodeId: number) => {
      const row = select.get({ nodeId });
      return row === undefined ? undefined : parsePlan(row.planJson);
    },
    savePlan: (nodeId: number, plan: SlicePlan, nowMs: number) =>
      void upsert.run({ nodeId, json: JSON.stringify(plan), nowMs }),
  };
}
