import { assertEquals, assertRejects } from "@std/assert";
import type { Said } from "../../lib/ports.ts";
import { type KeepAlive, keepAlive } from "../../lib/runtime/keep_alive.ts";
import { TlsServer } from "./tls_server.ts";
import { deadUrl, Double, RawDouble, say } from "../gateways/double.ts";

const TAKEN = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

function keeping(name: string, test: (kept: KeepAlive) => Promise<void>): void {
  Deno.test(name, async () => {
    const kept = keepAlive();
    try {
      await test(kept);
    } finally {
      kept.close();
    }
  });
}

function post(kept: KeepAlive, url: string): Promise<Said> {
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

keeping(
  "fetch() says that a refused certificate was no connection",
  async (kept) => {
    await using server = new TlsServer();
    const error = await assertRejects(() => post(kept, server.url), Error);
    assertEquals([error.name, server.requests], ["NeverConnected", 0]);
  },
);

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

const ANSWERS: [what: string, answer: string, body: string, kept: boolean][] = [
  [
    "in chunks",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;x=1\r\nok\r\n3\r\nay!\r\n0\r\nx: y\r\n\r\n",
    "okay!",
    true,
  ],
  ["of no length", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", "", true],
  ["after an interim one", `HTTP/1.1 100 Continue\r\n\r\n${TAKEN}`, "ok", true],
  ["with more than was asked", `${TAKEN}HTTP/1.1 200 OK\r\n\r\n`, "ok", false],
  [
    "that asks for an end",
    "HTTP/1.1 200 OK\r\nConnection: close\r\ncontent-length: 2\r\n\r\nok",
    "ok",
    false,
  ],
  [
    "of HTTP/1.0",
    "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok",
    "ok",
    false,
  ],
];

for (const [what, answer, body, isKept] of ANSWERS) {
  keeping(`fetch() reads an answer ${what}`, async (kept) => {
    await using double = new RawDouble((conn) => say(conn, answer));
    assertEquals(await (await post(kept, double.url)).text(), body);
    await rest();
    await (await post(kept, double.url)).text();
    assertEquals(double.connections, isKept ? 1 : 2);
  });
}

keeping(
  "fetch() reads an answer up to the end of its connection",
  async (kept) => {
    await using double = new RawDouble(async (conn) => {
      await say(conn, "HTTP/1.1 200 OK\r\n\r\nall of it");
      conn.close();
    });
    assertEquals(await (await post(kept, double.url)).text(), "all of it");
  },
);

for (
  const answer of [
    "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nok",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok",
    "HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\nok",
    "SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "",
  ]
) {
  keeping(`fetch() fails for ${JSON.stringify(answer)}`, async (kept) => {
    await using double = new RawDouble(async (conn) => {
      await say(conn, answer);
      conn.close();
    });
    await assertRejects(
      () => post(kept, double.url),
      Error,
      "the connection gave",
    );
  });
}

keeping("fetch() reads no more than it must of a huge answer", async (kept) => {
  for (
    const head of ["content-length: 9000000", "transfer-encoding: chunked"]
  ) {
    await using double = new RawDouble(async (conn) => {
      await say(conn, `HTTP/1.1 200 OK\r\n${head}\r\n\r\n`);
      const chunk = "x".repeat(65_536);
      const framed = head.startsWith("t") ? `10000\r\n${chunk}\r\n` : chunk;
      for (let i = 0; i < 130; i++) await say(conn, framed).catch(() => {});
    });
    const text = await (await post(kept, double.url)).text();
    assertEquals(text.length >= 65_536 && text.length < 300_000, true);
  }
});

keeping(
  "fetch() leaves alone a connection that ended while it rested",
  async (kept) => {
    await using double = new RawDouble(async (conn) => {
      await say(conn, TAKEN);
      setTimeout(() => conn.close(), 5);
    });
    await (await post(kept, double.url)).text();
    await rest();
    assertEquals(await (await post(kept, double.url)).text(), "ok");
    assertEquals([double.connections, double.requests], [2, 2]);
    await rest();
  },
);

keeping("fetch() writes no header that would become two", async (kept) => {
  await using double = new RawDouble((conn) => say(conn, TAKEN));
  const headers = { "x-a": "1\r\nx-b: 2" };
  await assertRejects(() => kept.fetch(double.url, { headers }), TypeError);
  assertEquals(double.connections, 0);
});

keeping(
  "fetch() is over before a connection when told to stop",
  async (kept) => {
    await using double = new RawDouble((conn) => say(conn, TAKEN));
    const error = await assertRejects(
      () => kept.fetch(double.url, { signal: AbortSignal.abort() }),
      Error,
    );
    assertEquals([error.name, double.requests], ["NeverConnected", 0]);
  },
);
