/**
 * A gateway for deliveries, in a process of its own: it takes every SMS and
 * remembers when.
 *
 * @module
 */
import { standBy } from "./child.ts";

/** What a gateway is asked, besides sending. */
export interface Received {
  /** Messages taken, by their reference, and when (ms since the epoch). */
  readonly atMs: Readonly<Record<string, number>>;
  /** Requests taken; more than references where one came twice. */
  readonly requests: number;
}

let bodies: { text: string; atMs: number }[] = [];

async function answer(request: Request): Promise<Response> {
  if (request.url.endsWith("/send")) {
    const atMs = performance.timeOrigin + performance.now();
    bodies.push({ text: await request.text(), atMs });
    return Response.json({ id: `gw-${bodies.length}` });
  }
  const before = bodies;
  bodies = [];
  const received: Received = {
    atMs: Object.fromEntries(
      before.map(({ text, atMs }) => [JSON.parse(text).ref, atMs]),
    ),
    requests: before.length,
  };
  return Response.json(received);
}

const server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  answer,
);
await standBy({ port: (server.addr as Deno.NetAddr).port });
