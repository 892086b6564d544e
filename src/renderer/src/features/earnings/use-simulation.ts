import { useEffect, useState } from 'react';
import type { SimulationPlan, SimulationSummary } from '#shared/contract/earnings/simulation.ts';
import type { SimulationMessage } from './simulation-message.ts';

/** The state of a simulation. The last summary stays while a newer one is computed. */
export interface Simulation {
  readonly summary: SimulationSummary | null;
  /** 0 to 1 while it runs, otherwise null. */
  readonly progress: number | null;
  readonly hasFailed: boolean;
}

/** A simulation with its plan as text, which identifies it. */
interface Known extends Simulation {
  readonly key: string;
}

const NOTHING: Known = { key: '', summary: null, progress: null, hasFailed: false };

/** Simulates a plan in a worker, so that the page stays responsive; a newer plan aborts the running one. */
export function useSimulation(plan: SimulationPlan | undefined): Simulation {
  const [known, setKnown] = useState<Known>(NOTHING);
  const key = plan === undefined ? '' : JSON.stringify(plan);
  useEffect(() => {
    if (key === '') return undefined;
    const worker = new Worker(new URL('./simulation.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<SimulationMessage>) => {
      setKnown((before) =>
        data.kind === 'progress'
          ? { ...before, key, progress: data.done / data.of, hasFailed: false }
          : { key, summary: data.summary, progress: null, hasFailed: false },
      );
    });
    worker.addEventListener('error', () => setKnown((before) => ({ ...before, key, progress: null, hasFailed: true })));
    worker.postMessage(JSON.parse(key), []);
    return () => worker.terminate();
  }, [key]);
  return known.key === key ? known : { ...known, progress: 0, hasFailed: false };
}
