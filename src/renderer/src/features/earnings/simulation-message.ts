import type { SimulationSummary } from '#shared/contract/earnings/simulation.ts';

export type SimulationMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | { readonly kind: 'done'; readonly summary: SimulationSummary };
