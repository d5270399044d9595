import { Hono } from "hono";
import { isReady } from "../lib/domain/readiness.ts";
import { isOperatorRequest } from "../lib/http/authenticate.ts";
import type { Serving } from "../lib/http/endpoint.ts";
import { HEADERS } from "../lib/http/headers.ts";
import { Problem } from "../lib/problem.ts";

const READY_MS = 2_000;
const PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

/** What watches over the service asks for. */
export function health({ ports, operatorToken, metrics }: Serving): Hono {
  const app = new Hono();

  app.get("/healthz", (c) => c.json({ status: "ok" }, 200, HEADERS));

  app.get("/readyz", async (c) => {
    if (!await isReady(ports, READY_MS)) {
      throw new Problem("unavailable", { retryAfterSeconds: 5 });
    }
    return c.json({ status: "ok" }, 200, HEADERS);
  });

  app.get("/metrics", (c) => {
    if (!isOperatorRequest(c.req.raw, operatorToken)) {
      throw new Problem("unauthenticated");
    }
    const headers = { ...HEADERS, "content-type": PROMETHEUS };
    return c.body(metrics.render(), 200, headers);
  });

  return app;
}
