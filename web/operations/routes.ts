/** `/healthz` for supervisors, `/metrics` for Prometheus. */
import { Hono } from 'hono';
import { healthOf } from './health.ts';
import type { Operations } from './operations.ts';

/** The paths that `operationsRoutes` answers: they cost nothing, and are never slowed down. */
export const OPERATIONS_PATHS: readonly string[] = ['/healthz', '/metrics'];

export function operationsRoutes({ state, registry }: Pick<Operations, 'state' | 'registry'>): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
  });
  app.get('/healthz', (c) => {
    const health = healthOf(state);
    return c.json(health, health.status === 'ready' ? 200 : 503);
  });
  app.get('/metrics', async (c) => {
    const text = await registry.metrics();
    return c.body(text, 200, { 'Content-Type': registry.contentType });
  });
  return app;
}
