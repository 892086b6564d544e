import type { AppContext } from '#main/app/context.ts';
import { createFarmMetrics } from './farm-metrics.ts';

/** The metrics that a Prometheus server scrapes. */
export interface Metrics {
  /** Counts one answered request. */
  readonly countRequest: (kind: string, status: number) => void;
  /** The text of a scrape, with its content type. */
  readonly read: () => Promise<{ readonly text: string; readonly contentType: string }>;
}

/** The metrics library is loaded only when metrics are enabled. */
export async function createMetrics(context: AppContext): Promise<Metrics> {
  const { Counter, Gauge, Registry, collectDefaultMetrics } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'farmer_' });
  // The library names three gauges like counters, which promtool rejects. Each also exists as a metric labelled by
  // type.
  for (const what of ['handles', 'requests', 'resources'])
    registry.removeSingleMetric(`farmer_nodejs_active_${what}_total`);
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
  const refresh = await createFarmMetrics(context, registry);
  return {
    countRequest: (kind, status) => requests.inc({ kind, status: String(status) }),
    read: async () => {
      await refresh();
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}
