/**
 * A baseline, in a process of its own: a Hono application that validates a
 * submission as the service does, and stores nothing.
 *
 * @module
 */
import { Hono } from "hono";
import { SameText } from "../lib/schema/message.ts";
import { standBy } from "./child.ts";

const app = new Hono();

app.post("/api/v1/messages", async (c) => {
  const parsed = SameText.safeParse(await c.req.json());
  if (!parsed.success) return c.json({ error: "invalid" }, 422);
  return c.json({ accepted: parsed.data.recipients.length }, 202);
});

const server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  app.fetch,
);
await standBy({ port: (server.addr as Deno.NetAddr).port });
