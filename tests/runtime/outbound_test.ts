import { assertEquals, assertRejects } from "@std/assert";
import { ask } from "../../lib/gateways/answer.ts";
import { RefusedAddress } from "../../lib/domain/outbound.ts";
import { guardedOutbound, type Resolve } from "../../lib/runtime/outbound.ts";
import { keepAlive } from "../../lib/runtime/keep_alive.ts";
import { PORTS } from "../gateways/double.ts";
import { CERT } from "../gateways/smpp_tls.ts";
import { TlsServer } from "./tls_server.ts";

/** What a name stands for is what the test says. */
function resolving(...answers: string[][]): Resolve {
  let asked = 0;
  return (_name, _options, answer) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)]!;
    answer(
      null,
      addresses.map((address) => ({
        address,
        family: address.includes(":") ? 6 : 4,
      })),
    );
  };
}

const post = { method: "POST", body: "{}" };

/** A server that counts what it is asked. */
function listen(handler: (request: Request) => Response | Promise<Response>) {
  let requests = 0;
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request) => {
      requests++;
      return handler(request);
    },
  );
  const { port } = server.addr;
  return {
    port,
    get requests() {
      return requests;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Takes connections, counts them, and closes them. */
function countConnections() {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  let connections = 0;
  (async () => {
    for await (const connection of listener) {
      connections++;
      connection.close();
    }
  })();
  return {
    port: listener.addr.port,
    get connections() {
      return connections;
    },
    [Symbol.dispose]: () => listener.close(),
  };
}

/** Written by who wants to reach what is behind the service. */
const FORBIDDEN = [
  "https://127.0.0.1:PORT/",
  "https://127.1:PORT/",
  "https://127.0.1:PORT/",
  "https://127.127.127.127:PORT/",
  "https://0x7f000001:PORT/",
  "https://0x7f.0.0.1:PORT/",
  "https://0177.0.0.1:PORT/",
  "https://017700000001:PORT/",
  "https://2130706433:PORT/",
  "https://0:PORT/",
  "https://0.0.0.0:PORT/",
  "https://[::1]:PORT/",
  "https://[::]:PORT/",
  "https://[0:0:0:0:0:0:0:1]:PORT/",
  "https://[::ffff:127.0.0.1]:PORT/",
  "https://[::ffff:7f00:1]:PORT/",
  "https://[::127.0.0.1]:PORT/",
  "https://[::ffff:0:127.0.0.1]:PORT/",
  "https://[64:ff9b::7f00:1]:PORT/",
  "https://[64:ff9b::169.254.169.254]/latest/meta-data/",
  "https://[64:ff9b:1::7f00:1]:PORT/",
  "https://[2002:7f00:1::]:PORT/",
  "https://[2001:0:7f00:1::1]:PORT/",
  "https://[2001:db8::1]/",
  "https://[3fff::1]/",
  "https://[fc00::1]/",
  "https://[fd00:ec2::254]/latest/meta-data/",
  "https://[fe80::1]:PORT/",
  "https://[fec0::1]/",
  "https://[ff02::1]:PORT/",
  "https://[100::1]/",
  "https://localhost:PORT/",
  "https://LOCALHOST:PORT/",
  "https://localhost.:PORT/",
  "https://a.localhost:PORT/",
  "https://printer.local/",
  "https://db.internal/",
  "https://metadata.google.internal/computeMetadata/v1/",
  "https://metadata/",
  "https://intranet/",
  "https://router.lan/",
  "https://nas.home.arpa/",
  "https://169.254.169.254/latest/meta-data/",
  "https://169.254.170.2/v2/credentials/",
  "https://0xa9fea9fe/",
  "https://2852039166/",
  "https://168.63.129.16/metadata",
  "https://100.100.100.200/latest/meta-data/",
  "https://192.0.0.192/opc/v2/",
  "https://10.0.0.1/",
  "https://10.255.255.255/",
  "https://172.16.0.1/",
  "https://172.31.255.255/",
  "https://192.168.1.1/",
  "https://192.0.2.1/",
  "https://198.18.0.1/",
  "https://198.51.100.1/",
  "https://203.0.113.1/",
  "https://192.88.99.1/",
  "https://224.0.0.1/",
  "https://240.0.0.1/",
  "https://255.255.255.255/",
  "https://①②⑦.⓪.⓪.①:PORT/",
  "https://１２７.0.0.1:PORT/",
  "https://127。0。0。1:PORT/",
  "https://public.test@127.0.0.1:PORT/",
  "https://public.test:a@127.0.0.1:PORT/",
  "http://127.0.0.1:PORT/",
  "http://public.test:PORT/",
  "ftp://127.0.0.1:PORT/",
  "file:///etc/passwd",
  "gopher://127.0.0.1:PORT/_GET",
  "data:text/plain,a",
  "https://",
  "127.0.0.1:PORT",
  "//127.0.0.1:PORT/",
  "",
];

/** Names of others that stand for what is behind the service. */
const REBOUND: string[][] = [
  ["127.0.0.1"],
  ["::1"],
  ["::ffff:127.0.0.1"],
  ["169.254.169.254"],
  ["10.0.0.1", "192.168.0.1"],
  ["64:ff9b::7f00:1"],
  ["fd00::1", "fe80::1%eth0"],
  ["0.0.0.0"],
];

Deno.test("outbound connects to none of the addresses behind the service", async () => {
  using behind = countConnections();
  const out = guardedOutbound([], { resolve: resolving(["127.0.0.1"]) });
  for (const text of FORBIDDEN) {
    const url = text.replace("PORT", String(behind.port));
    assertEquals(out.refusal(url) === null, false, url);
    await assertRejects(
      () => out.fetch(url, post),
      RefusedAddress,
      undefined,
      url,
    );
  }
  for (const addresses of REBOUND) {
    const out = guardedOutbound([], { resolve: resolving(addresses) });
    const url = `https://public.test:${behind.port}/`;
    await assertRejects(() => out.fetch(url, post), RefusedAddress);
  }
  assertEquals(behind.connections, 0);
  assertEquals(FORBIDDEN.length + REBOUND.length >= 60, true);
});

Deno.test("countConnections() sees an address that is allowed", async () => {
  using behind = countConnections();
  const out = guardedOutbound(["127.0.0.1"]);
  const url = `https://127.0.0.1:${behind.port}/`;
  await assertRejects(() => out.fetch(url, post));
  assertEquals(behind.connections, 1);
});

Deno.test("outbound takes public names and addresses", () => {
  const out = guardedOutbound([]);
  for (
    const url of [
      "https://example.fr/",
      "https://sms.example.fr:8443/a?b",
      "https://1.1.1.1/",
      "https://[2606:4700::1]/",
    ]
  ) assertEquals(out.refusal(url), null, url);
});

Deno.test("outbound connects to the address it looked at, not to a later one", async () => {
  await using server = listen(({ headers }) =>
    new Response(headers.get("host"))
  );
  const resolve = resolving(["127.0.0.1"], ["127.0.0.2"], ["127.0.0.3"]);
  const out = guardedOutbound(["127.0.0.1"], { resolve });
  const url = `http://app.test:${server.port}/`;
  const response = await out.fetch(url, post);
  // The name it was asked by is still the one it is told.
  assertEquals(await response.text(), `app.test:${server.port}`);
  await assertRejects(() => out.fetch(url, post), RefusedAddress);
  assertEquals(server.requests, 1);
});

Deno.test("outbound drops the private ones among the addresses of a name", async () => {
  await using server = listen(() => new Response("here"));
  const resolve = resolving(["10.0.0.1", "127.0.0.1"]);
  const out = guardedOutbound(["127.0.0.0/8"], { resolve });
  const response = await out.fetch(`http://app.test:${server.port}/`, post);
  assertEquals(await response.text(), "here");
});

Deno.test("outbound reaches a host the operator allows, by http as well", async () => {
  await using server = listen(async (request) => {
    return new Response(`${request.method} ${await request.text()}`, {
      status: 201,
      headers: { "x-own": "yes" },
    });
  });
  const out = guardedOutbound(["app.lan"], {
    resolve: resolving(["127.0.0.1"]),
  });
  const response = await out.fetch(`http://app.lan:${server.port}/a`, {
    method: "POST",
    body: "ça",
    headers: { "content-type": "text/plain" },
  });
  assertEquals([response.status, response.headers.get("x-own")], [201, "yes"]);
  assertEquals(await response.text(), "POST ça");
});

Deno.test("outbound gives a redirect back and does not follow it", async () => {
  await using server = listen(({ url }) =>
    Response.redirect(new URL("/secret", url), 302)
  );
  const out = guardedOutbound(["127.0.0.1"]);
  const response = await out.fetch(`http://127.0.0.1:${server.port}/`, post);
  await response.body?.cancel();
  assertEquals(response.status, 302);
  assertEquals(server.requests, 1);
});

Deno.test("outbound reads no more than a mebibyte of an answer", async () => {
  const part = new Uint8Array(65_536);
  await using server = listen(() => {
    let parts = 0;
    return new Response(
      new ReadableStream({
        pull(controller) {
          if (parts++ < 64) controller.enqueue(part);
          else controller.close();
        },
      }),
    );
  });
  const out = guardedOutbound(["127.0.0.1"]);
  const response = await out.fetch(`http://127.0.0.1:${server.port}/`, post);
  await assertRejects(() => response.text(), Error, "too large");
});

Deno.test("outbound stops when its caller does", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  await using server = listen(() => promise);
  const out = guardedOutbound(["127.0.0.1"]);
  const stop = new AbortController();
  const asked = out.fetch(`http://127.0.0.1:${server.port}/`, {
    ...post,
    signal: stop.signal,
  });
  setTimeout(() => stop.abort(), 50);
  await assertRejects(() => asked);
  resolve(new Response());
});

Deno.test("outbound checks the certificate against the name, before anything is sent", async () => {
  await using server = new TlsServer();
  const options = { resolve: resolving(["127.0.0.1"]), ca: CERT };
  const out = guardedOutbound(["127.0.0.0/8"], options);
  const response = await out.fetch(server.url, post);
  assertEquals(await response.json(), { id: "safe" });
  const strangers = guardedOutbound(["127.0.0.0/8"], {
    resolve: options.resolve,
  });
  const other = server.url.replace("localhost", "other.test");
  for (const [way, url] of [[out, other], [strangers, server.url]] as const) {
    const error = await assertRejects(() => way.fetch(url, post), Error);
    assertEquals(error.name, "NeverConnected");
  }
  assertEquals(server.requests, 1);
});

Deno.test("a gateway whose certificate is refused was handed nothing", async () => {
  await using server = new TlsServer();
  const out = guardedOutbound(["127.0.0.0/8"], {
    resolve: resolving(["127.0.0.1"]),
  });
  const kept = keepAlive();
  for (const { fetch } of [out, kept]) {
    const question = { url: server.url, method: "POST", headers: {} } as const;
    assertEquals(
      await ask({ ...PORTS, fetch }, question, AbortSignal.timeout(5_000)),
      { kind: "retry", detail: "no secure connection" },
    );
  }
  kept.close();
  assertEquals(server.requests, 0);
});
