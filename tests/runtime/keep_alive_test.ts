import { assertEquals, assertRejects } from "@std/assert";
import { type KeepAlive, keepAlive } from "../../lib/runtime/keep_alive.ts";
import { deadUrl, Double, RawDouble, say } from "../gateways/double.ts";

const TAKEN = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

/** Undici has one clock for all its connections; it goes on between tests. */
function keeping(name: string, test: (kept: KeepAlive) => Promise<void>): void {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      const kept = keepAlive();
      try {
        await test(kept);
      } finally {
        await kept.close();
      }
    },
  });
}

function post(kept: KeepAlive, url: string): Promise<Response> {
  return kept.fetch(url, { method: "POST", body: "x" });
}

/** A connection is put back once its answer was taken. */
function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

keeping("fetch() uses a connection again", async (kept) => {
  await using double = new RawDouble((conn) => say(conn, TAKEN));
  for (let i = 0; i < 3; i++) {
    const response = await post(kept, double.url);
    assertEquals([response.status, await response.text()], [200, "ok"]);
    await rest();
  }
  assertEquals([double.connections, double.requests], [1, 3]);
});

for (const method of ["POST", "PUT", "GET"] as const) {
  keeping(
    `fetch() never repeats a ${method} that a kept connection swallowed`,
    async (kept) => {
      await using double = new RawDouble((conn, { index }) =>
        index === 1 ? conn.close() : say(conn, TAKEN)
      );
      const body = method === "GET" ? null : "x";
      await (await kept.fetch(double.url, { method, body })).text();
      await rest();

      await assertRejects(() => kept.fetch(double.url, { method, body }));

      assertEquals([double.connections, double.requests], [1, 2]);
    },
  );
}

keeping("fetch() says when there was no connection", async (kept) => {
  const error = await assertRejects(() => post(kept, deadUrl()), Error);
  assertEquals(error.name, "NeverConnected");
});

keeping("fetch() stops when told to", async (kept) => {
  await using double = new RawDouble(() => {});
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 50);
  const error = await assertRejects(
    () =>
      kept.fetch(double.url, {
        method: "POST",
        body: "x",
        signal: stop.signal,
      }),
    Error,
  );
  clearTimeout(timer);
  assertEquals([error.name, double.requests], ["AbortError", 1]);
});

keeping(
  "fetch() gives headers, a status without a body, no redirect",
  async (kept) => {
    await using double = new Double(({ target }) =>
      target === "/none"
        ? new Response(null, { status: 204, headers: { "retry-after": "7" } })
        : new Response(null, { status: 302, headers: { location: "/none" } })
    );
    const none = await post(kept, `${double.url}/none`);
    const moved = await post(kept, `${double.url}/moved`);
    assertEquals([none.status, none.headers.get("retry-after")], [204, "7"]);
    assertEquals([moved.status, moved.headers.get("location")], [302, "/none"]);
    assertEquals(double.asked.length, 2);
  },
);
