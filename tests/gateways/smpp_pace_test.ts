import { assert, assertEquals } from "@std/assert";
import {
  BIND_TRANSCEIVER,
  ENQUIRE_LINK,
  GENERIC_NACK,
  SmppDouble,
  SUBMIT_SM,
  UNBIND,
} from "./smpp_double.ts";
import { aWhile, Town, until } from "./smpp_town.ts";

Deno.test("smpp.submit() keeps to its rate and its window", async () => {
  const town = new Town();
  let open = 0;
  let most = 0;
  await using double = new SmppDouble();
  double.script = (pdu) => {
    if (pdu.command !== SUBMIT_SM) return false;
    most = Math.max(most, ++open);
    return void setTimeout(() => {
      open--;
      void pdu.from.reply(pdu, 0, "id");
    }, 100);
  };
  const settings = { ...double.settings, submitsPerSecond: 50, window: 4 };
  await Promise.all(Array.from({ length: 40 }, () => town.submit(settings)));
  assertEquals(most, 4);
  // 4 in 100 ms at most: the window binds here.
  assert(span(double) >= 850, `${span(double)} ms`);

  double.arrived.length = 0;
  const wide = { ...settings, window: 20 };
  await Promise.all(Array.from({ length: 101 }, () => town.submit(wide)));
  const rate = 100_000 / span(double);
  // The machine may be busy; how exact it is, the turnstile's test shows.
  assert(rate > 30 && rate < 52.5, `${rate} a second`);
});

function span(double: SmppDouble): number {
  const at = double.of(SUBMIT_SM).map(({ atMs }) => atMs);
  return at.at(-1)! - at[0]!;
}

Deno.test("the centre's own questions are answered", async () => {
  const town = new Town();
  await using double = new SmppDouble();
  await town.submit(double.settings);
  await double.peer.send(ENQUIRE_LINK);
  await double.peer.send(0x103);
  await until(() => double.of(GENERIC_NACK).length > 0, "the answers");
  assertEquals(
    double.arrived.slice(-2).map(({ command, status, sequence }) => [
      command,
      status,
      sequence,
    ]),
    [[0x80000015, 0, 1], [GENERIC_NACK, 3, 2]],
  );
});

Deno.test("an unbind of the centre is answered, and the session bound again", async () => {
  const town = new Town();
  await using double = new SmppDouble();
  await town.submit(double.settings);
  await double.peer.send(UNBIND);
  await until(() => double.of(0x80000006).length === 1, "the answer");
  await until(() => double.of(BIND_TRANSCEIVER).length === 2, "a new bind");
  assertEquals((await town.submit(double.settings)).kind, "accepted");
});

Deno.test("new settings replace the session once the old one has unbound", async () => {
  const town = new Town();
  await using double = new SmppDouble();
  double.script = (pdu) => {
    if (pdu.command !== SUBMIT_SM || pdu.from.number > 0) return false;
    return void setTimeout(() => void pdu.from.reply(pdu, 0, "old"), 100);
  };
  const outcomes = await Promise.all([
    town.submit(double.settings),
    aWhile().then(() => town.submit({ ...double.settings, password: "new" })),
  ]);
  assertEquals(outcomes.map((outcome) => outcome.kind), [
    "accepted",
    "accepted",
  ]);
  assertEquals(
    double.arrived.map(({ command, from }) => [command, from.number]),
    [
      [BIND_TRANSCEIVER, 0],
      [SUBMIT_SM, 0],
      [UNBIND, 0],
      [BIND_TRANSCEIVER, 1],
      [SUBMIT_SM, 1],
    ],
  );
});
