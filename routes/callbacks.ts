import { Hono } from "hono";
import { receiptAnswer, takeReceipt } from "../lib/delivery/receipts.ts";
import type { Ports } from "../lib/ports.ts";
import { Problem } from "../lib/problem.ts";

/** Receipts are short; what is longer is none. */
const BODY_MAX = 64 * 1024;

/**
 * Where gateways post receipts. The address holds the gateway's secret; every
 * receipt that is understood is answered 200, also one that comes twice.
 */
export function callbacks(ports: Ports): Hono {
  const app = new Hono();
  app.on(["GET", "POST"], "/:gatewayId/:secret", async (c) => {
    const length = Number(c.req.header("content-length") ?? 0);
    if (length > BODY_MAX) throw new Problem("too_large");
    const body = c.req.method === "POST" ? await c.req.text() : "";
    if (body.length > BODY_MAX) throw new Problem("too_large");
    const address = {
      gatewayId: c.req.param("gatewayId"),
      secret: c.req.param("secret"),
    };
    const url = new URL(c.req.url);
    await takeReceipt(ports, {
      ...address,
      request: {
        method: c.req.method,
        query: url.searchParams,
        headers: c.req.raw.headers,
        body,
        url: `${ports.publicUrl}${url.pathname}${url.search}`,
        receivedMs: ports.now(),
      },
    });
    return c.text(await receiptAnswer(ports, address));
  });
  return app;
}
