/**
 * SMPP against programs that are not ours: the server of the npm package
 * `smpp`, and Kannel's `drive_smpp`, which knows no transceivers and so shows
 * only that it understands each PDU.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Outcome } from "../../lib/gateways/gateway.ts";
import { smpp } from "../../lib/gateways/smpp.ts";
import { dial } from "../../lib/gateways/smpp/dial.ts";
import { Link } from "../../lib/gateways/smpp/link.ts";
import {
  bindBody,
  Command,
  decodeDeliver,
  latin1,
  messageIdOf,
  type Pdu,
  submitBody,
} from "../../lib/gateways/smpp/pdu.ts";
import { measureText } from "../../lib/schema/segment.ts";
import { aWhile, Town, until } from "../gateways/smpp_town.ts";
import { Centre } from "./smpp_centre.ts";

const DRIVE_SMPP = "/usr/lib/kannel/test/drive_smpp";

function submit(
  town: Town,
  { settings }: Centre,
  text: string,
): Promise<Outcome> {
  return town.submit(settings, { text, ...measureText(text) });
}

const TEXTS: [what: string, text: string, coding: number, parts: number][] = [
  ["plain", "Une convocation vous attend.", 0, 1],
  ["accents of GSM-7", "Été à où, Ça ñ ü ö ß Å Ø É", 0, 1],
  ["the extension of GSM-7", "5 € [a] {b} ~^|\\", 0, 1],
  ["accents beyond GSM-7", "forêt, reçu, œuvre, « où » l’élu", 8, 1],
  ["emoji", "Salut 😀👍🏽 5 €", 8, 1],
  ["three parts of GSM-7", "Séance du 3 à 5 €. ".repeat(20), 0, 3],
  ["three parts of UCS-2", "Forêt brûlée. ".repeat(14), 8, 3],
  ["an emoji at a cut", `${"ê".repeat(66)}😀${"ê".repeat(20)}`, 8, 2],
];

Deno.test("a foreign server reads every text, and its receipts find them", async () => {
  const town = new Town();
  await using centre = await Centre.open();
  for (const [what, text, coding, parts] of TEXTS) {
    const before = centre.submissions.length;
    const found = await submit(town, centre, text);
    const taken = centre.submissions.slice(before);
    assertEquals(taken.length, parts, what);
    assertEquals(
      taken.map(({ short_message }) => short_message.message).join(""),
      text,
      what,
    );
    for (const [index, submission] of taken.entries()) {
      assertEquals([
        submission.source_addr,
        submission.source_addr_ton,
        submission.destination_addr,
        submission.data_coding,
        submission.registered_delivery,
      ], ["Mairie", 5, "33612345678", coding, 1]);
      const inHours = (+submission.validity_period - Date.now()) / 3_600_000;
      assert(inHours > 23.9 && inHours < 24.1, `${inHours} h`);
      const header = submission.short_message.udh?.[0];
      const place = header && [...header.subarray(-2)];
      assertEquals(place, parts === 1 ? undefined : [parts, index + 1], what);
    }
    const ids = Array.from(
      { length: parts },
      (_, i) => String(centre.ids - parts + 1 + i),
    );
    assertEquals(
      found,
      parts === 1
        ? { kind: "accepted", providerId: ids[0]! }
        : { kind: "accepted", providerId: ids[0]!, partIds: ids },
    );
    await until(
      () => town.receipts.length === centre.submissions.length,
      "the receipts",
    );
    assertEquals(town.receipts.slice(-parts).map(([id]) => id), ids);
  }
  await until(
    () => centre.answers.length === town.receipts.length,
    "the answers to them",
  );
  assertEquals(new Set(centre.answers), new Set([0]));
  await smpp.close!();
  assertEquals([centre.binds, centre.unbinds], [1, 1]);
});

Deno.test("a foreign server refuses a wrong password", async () => {
  const town = new Town();
  await using centre = await Centre.open();
  assertEquals(await town.submit({ ...centre.settings, password: "no" }), {
    kind: "rejected",
    scope: "gateway",
    detail: "bind: 0x0e ESME_RINVPASWD",
  });
  assertEquals(centre.submissions, []);
});

Deno.test("nothing is lost, and nothing comes twice unflagged, when the server dies under load", async () => {
  const town = new Town();
  await using centre = await Centre.open();
  const total = 600;
  const outcomes = new Map<string, Outcome["kind"]>();
  let next = 0;
  const sender = async () => {
    while (next < total) {
      const text = `no ${next++}`;
      let outcome = await submit(town, centre, text);
      while (outcome.kind === "retry") {
        await aWhile();
        outcome = await submit(town, centre, text);
      }
      outcomes.set(text, outcome.kind);
    }
  };
  const interruption = async () => {
    await until(() => next >= 200, "two hundred submissions");
    centre.answering = false;
    await aWhile();
    await centre.stop();
    centre.answering = true;
    await centre.start();
  };
  await Promise.all([interruption(), ...Array.from({ length: 12 }, sender)]);

  const kinds = [...outcomes.values()];
  const unknown = kinds.filter((kind) => kind === "unknown").length;
  const accepted = kinds.filter((kind) => kind === "accepted").length;
  assertEquals(accepted + unknown, total);
  // What was in the window when it died.
  assert(unknown > 0 && unknown <= 10, `${unknown} unknown`);
  const arrived = centre.submissions.map(({ short_message }) =>
    short_message.message
  );
  assertEquals(arrived.length, new Set(arrived).size, "an SMS came twice");
  for (const [text, kind] of outcomes) {
    if (kind === "accepted") assert(arrived.includes(text), `${text} is lost`);
  }
  assertEquals(centre.binds, 2);
});

Deno.test({
  name: "Kannel's drive_smpp understands each PDU",
  ignore: !isInstalled(DRIVE_SMPP),
  fn: async () => {
    const port = freePort();
    const folder = await Deno.makeTempDir({ prefix: "drive_smpp_" });
    const kannel = new Deno.Command(DRIVE_SMPP, {
      args: ["-p", String(port), "-m", "2"],
      cwd: folder,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const log = new Response(kannel.stderr).text();
    try {
      const signal = AbortSignal.timeout(10_000);
      const delivered: Pdu[] = [];
      const link = new Link(await dialSoon(port, signal), (pdu) => {
        delivered.push(pdu);
        return Promise.resolve(0);
      });
      const who = { systemId: "foo", password: "bar", systemType: "VMA" };
      const bind = link.request(
        Command.bindTransceiver,
        bindBody(who),
        AbortSignal.timeout(300),
      );
      assertEquals((await bind).kind, "silent");
      // bind_receiver, whose body is the same: it then delivers.
      const receiver = await link.request(0x01, bindBody(who), signal);
      assertEquals(receiver.kind === "answer" && receiver.status, 0);
      await until(() => delivered.length === 2, "its SMS");
      const answer = await link.request(
        Command.submitSm,
        submitBody({
          serviceType: "",
          source: { ton: 5, npi: 0, address: "Mairie" },
          destination: { ton: 1, npi: 1, address: "33612345678" },
          esmClass: 0,
          validityPeriod: "000001000000000R",
          registeredDelivery: 1,
          dataCoding: 0,
          shortMessage: new TextEncoder().encode("Bonjour"),
        }),
        signal,
      );
      assert(answer.kind === "answer" && answer.status === 0);
      assertEquals(messageIdOf(answer.body), "");
      link.probe();
      const unbound = await link.request(
        Command.unbind,
        new Uint8Array(),
        signal,
      );
      assertEquals(unbound.kind, "answer");
      link.end();

      const [first] = delivered.map(({ body }) => decodeDeliver(body)!);
      assertEquals(latin1(first!.message), "1");
      assertEquals(latin1(first!.tlvs.get(0x1e)!), "receipted_message_id\0");
    } finally {
      kill(kannel);
      await kannel.status;
      await Deno.remove(folder, { recursive: true });
    }
    const words = await log;
    assert(words.includes('system_id: "foo"'), words);
    assert(words.includes("short_message = <Bonjour>"), words);
    assert(words.includes("PDU of type enquire_link"), words);
    assert(!words.includes("PANIC"), words);
  },
});

/** It may have ended by itself. */
function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    const gone = error instanceof TypeError ||
      error instanceof Deno.errors.NotFound;
    if (!gone) throw error;
  }
}

async function dialSoon(port: number, signal: AbortSignal) {
  for (;;) {
    try {
      const address = { hostname: "127.0.0.1", port, tls: false };
      return await dial(address, signal);
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
      await aWhile();
    }
  }
}

function isInstalled(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return (listener.addr as Deno.NetAddr).port;
}
