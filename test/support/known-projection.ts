import type { KnownProjection, ProjectionAnswer } from '#shared/contract/earnings/projections.ts';

/** A projection all of whose numbers were entered. @throws Error naming those that were not */
export function knownProjection(projection: ProjectionAnswer): KnownProjection {
  if (projection.state === 'missing') {
    throw new Error(`The projection needs ${projection.missing.join(', ')}.`);
  }
  return projection;
}
