import type { Context } from 'hono';
import type { AppContext } from '#main/app/context.ts';

/** Counts what the host does, for a Prometheus server that is given the token. */
export interface Metrics {
  /** Counts one answered request. */
  readonly countRequest: (kind: string, status: number) => void;
  /** Answers a scrape. */
  readonly scrape: (c: Context) => Promise<Response>;
}

/** Loads the metrics library only where metrics are switched on. */
export async function createMetrics(context: AppContext): Promise<Metrics> {
  const { Counter, Gauge, Registry, collectDefaultMetrics } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'farmer_' });
  const requests = new Counter({
    name: 'farmer_requests_total',
    help: 'Requests answered by the browser host',
    labelNames: ['kind', 'status'],
    registers: [registry],
  });
  new Gauge({
    name: 'farmer_info',
    help: 'The version that runs',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: context.version }, 1);
  return {
    countRequest: (kind, status) => requests.inc({ kind, status: String(status) }),
    scrape: async (c) => c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType }),
  };
}
