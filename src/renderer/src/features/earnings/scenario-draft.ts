import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Subject } from '#shared/contract/earnings/projections.ts';
import { DEFAULT_SCENARIO, type Scenario, type StoredScenario } from '#shared/contract/earnings/scenarios.ts';
import { api, client } from '#renderer/client/client.ts';
import { useStoreWhenPaused } from '#renderer/ui/store-when-paused.ts';

/** The current scenario: a stored one, possibly modified, or the default. */
export interface ScenarioDraft {
  readonly scenario: Scenario;
  /** The stored scenario that it was loaded from. */
  readonly stored: StoredScenario | null;
  readonly isChanged: boolean;
  readonly change: (patch: Partial<Scenario>) => void;
  readonly load: (stored: StoredScenario | null) => void;
}

const TYPING_MS = 400;

/** Stores the draft of a node when typing pauses, and when the page is left. */
function useStoredDraft(nodeId: number): (scenario: Scenario) => void {
  const queries = useQueryClient();
  const store = useCallback(
    (scenario: Scenario) => client.earnings.scenarios.keepOfNode({ nodeId, scenario }),
    [nodeId],
  );
  const typed = useStoreWhenPaused(store, TYPING_MS);
  return useCallback(
    (scenario) => {
      typed(scenario);
      queries.setQueryData(api.earnings.scenarios.getOfNode.queryKey({ input: { nodeId } }), { scenario });
    },
    [typed, nodeId, queries],
  );
}

/**
 * The current scenario, stored with the node while it is edited.
 * @param kept the last stored draft
 */
export function useScenarioDraft(nodeId: number, kept: Scenario | null): ScenarioDraft {
  const [scenario, setScenario] = useState<Scenario>(kept ?? DEFAULT_SCENARIO);
  const [stored, setStored] = useState<StoredScenario | null>(null);
  const keep = useStoredDraft(nodeId);
  const put = useCallback(
    (next: Scenario) => {
      setScenario(next);
      keep(next);
    },
    [keep],
  );
  const change = useCallback((patch: Partial<Scenario>) => put({ ...scenario, ...patch }), [put, scenario]);
  const load = useCallback(
    (next: StoredScenario | null) => {
      setStored(next);
      put(next?.scenario ?? DEFAULT_SCENARIO);
    },
    [put],
  );
  const origin = stored?.scenario ?? DEFAULT_SCENARIO;
  return { scenario, stored, isChanged: JSON.stringify(origin) !== JSON.stringify(scenario), change, load };
}

/** The selected node as the subject of a call. */
export function subjectOf(node: FarmNode): Subject {
  return { kind: 'node', nodeId: node.id };
}
