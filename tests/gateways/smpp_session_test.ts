import { assert, assertEquals } from "@std/assert";
import type { GatewayPorts, Wire } from "../../lib/gateways/gateway.ts";
import { smpp } from "../../lib/gateways/smpp.ts";
import { Turnstile } from "../../lib/gateways/smpp/turnstile.ts";
import { SMS } from "./double.ts";
import {
  BIND_TRANSCEIVER,
  DELIVER_SM,
  deliverBody,
  ENQUIRE_LINK,
  receiptText,
  SmppDouble,
  SUBMIT_SM,
  UNBIND,
} from "./smpp_double.ts";
import { aWhile, SlowTown, Town, until } from "./smpp_town.ts";

const PROBE_MS = 30_000;
const HOUR_MS = 3_600_000;

Deno.test("a session asks every 30 s whether the centre lives", async () => {
  const town = new SlowTown();
  await using double = new SmppDouble();
  await town.submit(double.settings);
  for (let asked = 1; asked <= 4; asked++) {
    town.advance(PROBE_MS - 1);
    await aWhile();
    assertEquals(double.of(ENQUIRE_LINK).length, asked - 1);
    town.advance(1);
    await until(() => double.of(ENQUIRE_LINK).length === asked, "a question");
    await aWhile();
  }
  assertEquals(double.peers.length, 1);
});

Deno.test("a session drops a centre that misses two questions", async () => {
  const town = new SlowTown();
  await using double = new SmppDouble({ submit: () => null });
  double.script = (pdu) => pdu.command === ENQUIRE_LINK ? undefined : false;
  const going = town.submit(double.settings);
  await until(() => double.of(SUBMIT_SM).length === 1, "the submission");
  for (let asked = 1; asked <= 2; asked++) {
    town.advance(PROBE_MS);
    await until(() => double.of(ENQUIRE_LINK).length === asked, "a question");
  }
  await aWhile();
  assertEquals(double.peers.length, 1);
  town.advance(PROBE_MS);
  assertEquals(await going, {
    kind: "unknown",
    detail: "the connection ended without an answer",
  });
  await aWhile();
  town.advance(1_000);
  await until(() => double.of(BIND_TRANSCEIVER).length === 2, "a new bind");
});

Deno.test("a session waits longer after each failure, to a bound", async () => {
  const town = new SlowTown();
  let dials = 0;
  const ports: GatewayPorts = {
    ...town.ports,
    connect: () => {
      dials++;
      return Promise.reject(new Deno.errors.ConnectionRefused("refused"));
    },
  };
  await using double = new SmppDouble();
  const signal = new AbortController().signal;
  await smpp.submit(ports, double.settings, SMS, signal);
  const waits = [];
  for (let failure = 1; failure <= 8; failure++) {
    const before = dials;
    let waited = 0;
    while (dials === before) {
      town.advance(500);
      waited += 500;
      await Promise.resolve();
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    waits.push(waited);
  }
  assertEquals(waits, [
    ...[1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000],
  ]);
});

Deno.test("a session gives up a connection that does not come about", async () => {
  const town = new SlowTown();
  const late = Promise.withResolvers<Wire>();
  let closed = false;
  const ports: GatewayPorts = { ...town.ports, connect: () => late.promise };
  await using double = new SmppDouble();
  const signal = new AbortController().signal;
  const going = smpp.submit(ports, double.settings, SMS, signal);
  await aWhile();
  town.advance(10_000);
  assertEquals(await going, { kind: "retry", detail: "no connection" });
  late.resolve({
    read: () => Promise.resolve(null),
    write: () => Promise.resolve(0),
    close: () => closed = true,
  });
  await until(() => closed, "the late connection to be closed");
});

Deno.test("a session gives up a centre that does not answer bind", async () => {
  const town = new SlowTown();
  await using double = new SmppDouble({ bind: () => null });
  const going = town.submit(double.settings);
  await until(() => double.of(BIND_TRANSCEIVER).length === 1, "the bind");
  town.advance(10_000);
  assertEquals(await going, { kind: "retry", detail: "no answer to bind" });
});

Deno.test("a session stays for the validity of what it submitted", async () => {
  const town = new SlowTown();
  await using double = new SmppDouble();
  await town.submit(double.settings, { validitySeconds: 3_600 });
  for (let ms = 0; ms < HOUR_MS; ms += PROBE_MS) {
    town.advance(PROBE_MS);
    const asked = ms / PROBE_MS + 1;
    await until(
      () =>
        double.of(0x80000000).length === 0 &&
        double.of(ENQUIRE_LINK).length === asked,
      "a question",
    );
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  assertEquals(double.of(UNBIND), []);
  for (let i = 0; i < 10; i++) {
    town.advance(PROBE_MS);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await until(() => double.of(UNBIND).length === 1, "the unbind");
});

Deno.test("smpp.attend() opens a session for receipts, and keeps it", async () => {
  const town = new Town();
  await using double = new SmppDouble();
  smpp.attend!(town.ports, double.settings);
  await until(() => double.of(BIND_TRANSCEIVER).length === 1, "the bind");
  await aWhile();
  await double.peer.send(DELIVER_SM, deliverBody(receiptText("7")));
  await until(() => town.receipts.length === 1, "the receipt");
  smpp.attend!(town.ports, double.settings);
  await aWhile();
  assertEquals(double.of(BIND_TRANSCEIVER).length, 1);
});

Deno.test("smpp.attend() lets a session go that nobody attends to any more", async () => {
  const town = new SlowTown();
  await using double = new SmppDouble();
  for (let i = 0; i < 4; i++) {
    smpp.attend!(town.ports, double.settings);
    await aWhile();
    town.advance(4 * 60_000);
  }
  await aWhile();
  assertEquals(double.of(UNBIND), []);
  for (let i = 0; i < 6; i++) {
    town.advance(PROBE_MS);
    await aWhile();
  }
  await until(() => double.of(UNBIND).length === 1, "the unbind");
});

Deno.test("a turnstile keeps its pace although timers are late", async () => {
  for (const perSecond of [3, 10, 50, 200]) {
    let nowMs = 0;
    let late = 0;
    const timers: { atMs: number; run: () => void }[] = [];
    const ports = {
      now: () => nowMs,
      after(ms: number, run: () => void) {
        // 0 to 12 ms late.
        late = (late * 5 + 3) % 13;
        timers.push({ atMs: nowMs + ms + late, run });
        return () => {};
      },
    };
    const turnstile = new Turnstile(ports, { window: 100, perSecond });
    const signal = new AbortController().signal;
    const admitted: number[] = [];
    const client = async () => {
      while (nowMs < 60_000 && await turnstile.enter(signal)) {
        admitted.push(nowMs);
        turnstile.leave();
      }
    };
    const clients = [client(), client(), client()];
    while (nowMs < 60_000) {
      for (let i = 0; i < 10; i++) await Promise.resolve();
      const timer = timers.shift()!;
      nowMs = Math.max(nowMs, timer.atMs);
      timer.run();
    }
    turnstile.close();
    await Promise.all(clients);
    const share = admitted.length / (60 * perSecond);
    assert(share > 0.95 && share < 1.05, `${share} at ${perSecond} a second`);
    let oldest = 0;
    let busiest = 0;
    for (const [index, at] of admitted.entries()) {
      while (admitted[oldest]! <= at - 1_000) oldest++;
      busiest = Math.max(busiest, index - oldest + 1);
    }
    assert(busiest <= perSecond * 1.05 + 1, `${busiest} in one second`);
  }
});

Deno.test("a turnstile saves nothing up while nobody comes", async () => {
  let nowMs = 0;
  const ports = { now: () => nowMs, after: () => () => {} };
  const turnstile = new Turnstile(ports, { window: 9, perSecond: 10 });
  const signal = new AbortController().signal;
  nowMs = 60_000;
  const admitted: number[] = [];
  for (let i = 0; i < 3; i++) {
    void turnstile.enter(signal).then(() => admitted.push(i));
  }
  await Promise.resolve();
  assertEquals(admitted, [0]);
});

Deno.test("smpp.close() waits for answers and receipts, then unbinds", async () => {
  const town = new Town();
  const kept = Promise.withResolvers<void>();
  town.keep = () => kept.promise;
  await using double = new SmppDouble();
  double.script = (pdu) =>
    pdu.command === SUBMIT_SM
      ? void setTimeout(() => void pdu.from.reply(pdu, 0, "late"), 150)
      : false;
  const going = town.submit(double.settings);
  await until(() => double.of(SUBMIT_SM).length === 1, "the submission");
  await double.peer.send(DELIVER_SM, deliverBody(receiptText("7")));
  await aWhile();
  const closed = smpp.close!();
  const next = town.submit(double.settings);
  assertEquals(await going, { kind: "accepted", providerId: "late" });
  await aWhile();
  assertEquals(double.of(UNBIND), []);
  kept.resolve();
  await closed;
  assertEquals((await next).kind, "accepted");
  // What came meanwhile has waited for the end.
  assertEquals(
    double.arrived.map(({ command, from }) => [command, from.number]),
    [
      ...[[BIND_TRANSCEIVER, 0], [SUBMIT_SM, 0], [0x80000005, 0], [UNBIND, 0]],
      ...[[BIND_TRANSCEIVER, 1], [SUBMIT_SM, 1]],
    ],
  );
});

Deno.test("smpp.close() does not wait for a dead centre for ever", async () => {
  const town = new SlowTown();
  await using double = new SmppDouble({ submit: () => null });
  const going = town.submit(double.settings);
  await until(() => double.of(SUBMIT_SM).length === 1, "the submission");
  const closed = smpp.close!();
  await aWhile();
  town.advance(5_000);
  await closed;
  assertEquals((await going).kind, "unknown");
  assert(double.of(UNBIND).length <= 1);
});
