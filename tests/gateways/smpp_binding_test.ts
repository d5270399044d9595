import { assert, assertEquals } from "@std/assert";
import type { GatewayPorts, Outcome } from "../../lib/gateways/gateway.ts";
import { smpp } from "../../lib/gateways/smpp.ts";
import { deadUrl, SMS } from "./double.ts";
import { BIND_TRANSCEIVER, SmppDouble, SUBMIT_SM } from "./smpp_double.ts";
import { CERT, KEY } from "./smpp_tls.ts";
import { aWhile, Town, until } from "./smpp_town.ts";

function rejected(scope: "message" | "gateway", detail: string): Outcome {
  return { kind: "rejected", scope, detail };
}

function unknown(detail: string): Outcome {
  return { kind: "unknown", detail };
}

Deno.test("smpp.submit() waits after a throttling, longer each time", async () => {
  const town = new Town();
  await using double = new SmppDouble({
    submit: (_, index) => index < 2 ? 0x58 : "taken",
  });
  const outcomes = [];
  for (let i = 0; i < 3; i++) outcomes.push(await town.submit(double.settings));
  assertEquals(outcomes, [
    { kind: "retry", detail: "0x58 ESME_RTHROTTLED", afterMs: 1_000 },
    { kind: "retry", detail: "0x58 ESME_RTHROTTLED", afterMs: 2_000 },
    { kind: "accepted", providerId: "taken" },
  ]);
  const at = double.of(SUBMIT_SM).map(({ atMs }) => atMs);
  assert(at[1]! - at[0]! >= 990 && at[2]! - at[1]! >= 1_990);
});

Deno.test("smpp.submit() answers unknown after a silence, and goes on", async () => {
  const town = new Town();
  await using double = new SmppDouble({
    submit: (_, index) => index === 0 ? null : "taken",
  });
  const settings = { ...double.settings, window: 1 };
  assertEquals(
    await town.submit(settings, {}, AbortSignal.timeout(100)),
    unknown("no answer in time"),
  );
  assertEquals((await town.submit(settings)).kind, "accepted");
});

Deno.test("smpp.submit() does not wait for a place longer than it may", async () => {
  const town = new Town();
  await using double = new SmppDouble({ submit: () => null });
  const settings = { ...double.settings, window: 1 };
  const outcomes = await Promise.all([
    town.submit(settings, {}, AbortSignal.timeout(150)),
    town.submit(settings, {}, AbortSignal.timeout(80)),
  ]);
  assertEquals(outcomes, [
    unknown("no answer in time"),
    { kind: "retry", detail: "cancelled unsent" },
  ]);
  assertEquals(double.of(SUBMIT_SM).length, 1);
  assertEquals(
    await town.submit(settings, {}, AbortSignal.abort()),
    { kind: "retry", detail: "cancelled unsent" },
  );
});

Deno.test("smpp.submit() answers unknown for what a cut leaves open", async () => {
  const town = new Town();
  await using double = new SmppDouble({ submit: () => null });
  const settings = { ...double.settings, window: 3 };
  const going = Array.from({ length: 5 }, () => town.submit(settings));
  await until(() => double.of(SUBMIT_SM).length === 3, "the window to fill");
  double.peer.cut();
  const outcomes = await Promise.all(going);
  assertEquals(
    outcomes.slice(0, 3),
    Array(3).fill(unknown("the connection ended without an answer")),
  );
  assertEquals(outcomes.slice(3).map(({ kind }) => kind), ["retry", "retry"]);
  assertEquals(double.of(SUBMIT_SM).length, 3);
});

Deno.test("smpp.submit() binds again after a loss, not at once", async () => {
  const town = new Town();
  await using double = new SmppDouble();
  await town.submit(double.settings);
  double.peer.cut();
  await aWhile();
  const found = await town.submit(double.settings);
  assert(found.kind === "retry" && found.afterMs! > 500, JSON.stringify(found));
  assertEquals(double.peers.length, 1);
  // For receipts it comes back by itself.
  await until(() => double.peers.length === 2, "another connection");
  assertEquals((await town.submit(double.settings)).kind, "accepted");
});

Deno.test("smpp.submit() blames the account for a wrong password", async () => {
  const town = new Town();
  await using double = new SmppDouble({ bind: () => 0x0e });
  const refused = rejected("gateway", "bind: 0x0e ESME_RINVPASWD");
  assertEquals(await town.submit(double.settings), refused);
  assertEquals(await town.submit(double.settings), refused);
  assertEquals(double.of(BIND_TRANSCEIVER).length, 1);
  double.manners = {};
  await until(() => double.of(BIND_TRANSCEIVER).length === 2, "another bind");
  assertEquals((await town.submit(double.settings)).kind, "accepted");
});

const BINDS: [what: string, double: () => SmppDouble, outcome: Outcome][] = [
  [
    "a bind that may do later",
    () => new SmppDouble({ bind: () => 0x14 }),
    { kind: "retry", detail: "bind: 0x14 ESME_RMSGQFUL" },
  ],
  [
    "a second bind of the account",
    () => new SmppDouble({ bind: () => 0x05 }),
    rejected("gateway", "bind: 0x05 ESME_RALYBND"),
  ],
  [
    "an end while binding",
    () => {
      const double = new SmppDouble();
      double.script = (pdu) => pdu.from.cut();
      return double;
    },
    { kind: "retry", detail: "connection lost while binding" },
  ],
  [
    "something that is no SMPP",
    () => {
      const double = new SmppDouble();
      double.script = (pdu) =>
        pdu.from.write(new TextEncoder().encode("HTTP/1.1 400 Bad Request"));
      return double;
    },
    { kind: "retry", detail: "connection lost while binding" },
  ],
];

Deno.test("smpp.submit() has sent nothing where it cannot bind", async (t) => {
  for (const [what, open, outcome] of BINDS) {
    await t.step(what, async () => {
      await using double = open();
      assertEquals(await new Town().submit(double.settings), outcome);
    });
  }
  await t.step("nothing listens", async () => {
    await using double = new SmppDouble();
    const port = Number(new URL(deadUrl()).port);
    assertEquals(
      await new Town().submit({ ...double.settings, port }),
      { kind: "retry", detail: "connection refused" },
    );
  });
  await t.step("a silent centre", async () => {
    await using double = new SmppDouble({ bind: () => null });
    assertEquals(
      await new Town().submit(double.settings, {}, AbortSignal.timeout(80)),
      { kind: "retry", detail: "cancelled unsent" },
    );
  });
});

const CLOSED: [
  what: string,
  connect: GatewayPorts["connect"],
  detail: string,
][] = [
  [
    "connections are not allowed",
    () => Promise.reject(new Deno.errors.NotCapable("10.0.0.1:2775")),
    "connecting to this address is not allowed",
  ],
  [
    "there are none",
    undefined,
    "this installation cannot keep connections open",
  ],
];

Deno.test("smpp.submit() blames the installation where it must", async (t) => {
  for (const [what, connect, detail] of CLOSED) {
    await t.step(what, async () => {
      await using double = new SmppDouble();
      const { connect: _, ...rest } = new Town().ports;
      const ports = connect === undefined ? rest : { ...rest, connect };
      const signal = AbortSignal.timeout(1_000);
      const found = await smpp.submit(ports, double.settings, SMS, signal);
      assertEquals(found, rejected("gateway", detail));
    });
  }
});

Deno.test("smpp.submit() speaks TLS to a centre it can trust", async () => {
  await using double = new SmppDouble({ tls: { cert: CERT, key: KEY } });
  const secure = { ...double.settings, tls: true };
  const trusting = { ...secure, systemId: "other", caCertificate: CERT };
  const town = new Town();
  assertEquals(await town.submit(secure), {
    kind: "retry",
    detail: "no secure connection",
  });
  assertEquals((await town.submit(trusting)).kind, "accepted");
});
