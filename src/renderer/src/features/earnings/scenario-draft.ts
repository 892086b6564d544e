import { useCallback, useState } from 'react';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Subject } from '#shared/contract/earnings/projections.ts';
import { DEFAULT_SCENARIO, type Scenario, type StoredScenario } from '#shared/contract/earnings/scenarios.ts';

/** The scenario on the screen: a stored one, perhaps changed, or the default. */
export interface ScenarioDraft {
  readonly scenario: Scenario;
  /** The stored scenario that it was loaded from. */
  readonly stored: StoredScenario | null;
  readonly isChanged: boolean;
  readonly change: (patch: Partial<Scenario>) => void;
  readonly load: (stored: StoredScenario | null) => void;
}

/** Keeps the scenario that the screen shows. */
export function useScenarioDraft(): ScenarioDraft {
  const [scenario, setScenario] = useState<Scenario>(DEFAULT_SCENARIO);
  const [stored, setStored] = useState<StoredScenario | null>(null);
  const change = useCallback((patch: Partial<Scenario>) => setScenario((before) => ({ ...before, ...patch })), []);
  const load = useCallback((next: StoredScenario | null) => {
    setStored(next);
    setScenario(next?.scenario ?? DEFAULT_SCENARIO);
  }, []);
  const origin = stored?.scenario ?? DEFAULT_SCENARIO;
  return { scenario, stored, isChanged: JSON.stringify(origin) !== JSON.stringify(scenario), change, load };
}

/** The selected node as the subject of a call. */
export function subjectOf(node: FarmNode): Subject {
  return { kind: 'node', nodeId: node.id };
}
