/** `/healthz` for supervisors, `/metrics` for Prometheus. */
import { Hono } from 'hono';
import { healthOf } from './health.ts';
import type { Operations } from './operations.ts';

export function operationsRoutes({ state, registry }: Pick<Operations, 'state' | 'registry'>): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => {
    const health = healthOf(state);
    return c.json(health, health.status === 'ready' ? 200 : 503, { 'Cache-Control': 'no-store' });
  });
  app.get('/metrics', async (c) => {
    const text = await registry.metrics();
    return c.body(text, 200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' });
  });
  return app;
}
