import { DEFAULT_SLICE_PLAN, type SlicePlan, slicePlanSchema } from '#shared/contract/slices/slices.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** How each node is cut and sold. */
export interface SliceStore {
  /** A node's plan; undefined when it has none, or one that this program cannot read. */
  plan(nodeId: number): SlicePlan | undefined;
  savePlan(nodeId: number, plan: SlicePlan, nowMs: number): void;
}

/** A stored plan over the defaults: one that an older program wrote lacks what came since. */
function parsePlan(text: string): unknown {
  try {
    const stored: unknown = JSON.parse(text);
    return typeof stored === 'object' && stored !== null ? { ...DEFAULT_SLICE_PLAN, ...stored } : undefined;
  } catch {
    return undefined;
  }
}

/** The plans over an open database. */
export function createSliceStore(database: FarmerDatabase): SliceStore {
  const select = database.statement<{ readonly plan_json: string }>(
    'SELECT plan_json FROM slice_plans WHERE node_id = @nodeId',
  );
  const upsert = database.statement(`
    INSERT INTO slice_plans (node_id, plan_json, updated_at_ms) VALUES (@nodeId, @json, @nowMs)
    ON CONFLICT (node_id) DO UPDATE SET plan_json = excluded.plan_json, updated_at_ms = excluded.updated_at_ms
  `);
  return {
    plan: (nodeId) => {
      const row = select.get({ nodeId });
      const parsed = row === undefined ? undefined : slicePlanSchema.safeParse(parsePlan(row.plan_json));
      return parsed?.success === true ? parsed.data : undefined;
    },
    savePlan: (nodeId, plan, nowMs) => void upsert.run({ nodeId, json: JSON.stringify(plan), nowMs }),
  };
}
