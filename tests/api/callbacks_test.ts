/**
 * Receipts over HTTP, as bad networks and bad people post them: forged,
 * replayed, out of order, of nobody, before the hand-over's own commit.
 */
import { assertEquals } from "@std/assert";
import { createHmac } from "node:crypto";
import { Engine } from "../../lib/delivery/engine.ts";
import { twilioSignature } from "../../lib/gateways/twilio_signature.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { ABSENT, ApiWorld, assertProblem } from "./support.ts";

const TOKEN = "twilio-token-of-the-tests";
const KEY = "signing-key-of-the-phone";

const KINDS = {
  twilio: { accountSid: "AC1234", authToken: TOKEN, sender: "Mairie" },
  smsgate: {
    url: "https://phone.test/3rdparty/v1",
    username: "town",
    password: "s3cret",
    signingKey: KEY,
  },
  kannel: { url: "https://kannel.test", username: "a", password: "b" },
};
type Kind = keyof typeof KINDS;

/** A structure whose only way out is a gateway of this kind. */
async function given(kind: Kind, { own = false } = {}) {
  const api = await ApiWorld.open();
  const { world } = api;
  const id = await api.structure();
  await api.transfer(id, 10);
  const { key } = await api.application(id);
  const { body: gateway } = await api.ask("POST /gateways", {
    json: {
      kind,
      name: kind,
      settings: KINDS[kind],
      ...(own ? { ownerId: id } : {}),
    },
  });
  world.reply = (url) =>
    kind === "kannel"
      ? new Response("0: Accepted for delivery", { status: 202 })
      : Response.json(
        url.includes("twilio")
          ? { sid: "SM1", status: "queued" }
          : { id: "x", state: "Pending" },
        { status: url.includes("twilio") ? 201 : 202 },
      );
  const engine = new Engine(world.ports, { owner: "w1", exclusive: true });
  const send = async () => {
    const { body } = await api.ask("POST /messages", {
      key,
      json: { text: "Bonjour", recipients: ["+33612345678"] },
    });
    return body.messages[0].id as string;
  };
  const callback = new URL(gateway.callbackUrl).pathname;
  return {
    api,
    id,
    callback,
    engine,
    send,
    status: async (message: string) =>
      (await api.ask(`GET /messages/${message}`)).body.status,
    account: async () => {
      const { spent, reserved } = await world.account(id);
      return [spent, reserved];
    },
    /** Posts as the network does; its signature is right unless told. */
    post: async (
      { message, word, signature }: {
        message: string;
        word: string;
        signature?: string;
      },
    ) => {
      const target = `${callback}?id=${message}`;
      const signed = await signedPost(kind, {
        url: `${world.ports.publicUrl}${target}`,
        message,
        word,
      });
      const headers = signature === undefined
        ? signed.headers
        : { ...signed.headers, [signed.header]: signature };
      const query = signed.query === "" ? target : `${target}&${signed.query}`;
      const { status } = await api.ask(`POST /${query}`, {
        key: null,
        body: signed.body,
        headers,
      });
      return status;
    },
    [Symbol.asyncDispose]: async () => {
      assertEquals((await verifyAccounts(world.ports)).broken, []);
      assertEquals(world.reports, []);
      await api[Symbol.asyncDispose]();
    },
  };
}

interface Signed {
  body: string;
  query: string;
  /** The one that holds the signature. */
  header: string;
  headers: Record<string, string>;
}

function signedPost(
  kind: Kind,
  { url, message, word }: { url: string; message: string; word: string },
): Signed {
  if (kind === "twilio") {
    const form = new URLSearchParams({
      MessageSid: "SM1",
      MessageStatus: word,
    });
    const header = "x-twilio-signature";
    return {
      body: form.toString(),
      query: "",
      header,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        [header]: twilioSignature(TOKEN, url, form),
      },
    };
  }
  if (kind === "smsgate") {
    const payload = { messageId: message };
    const body = JSON.stringify({ event: `sms:${word}`, payload });
    const header = "x-signature";
    const signature = createHmac("sha256", KEY).update(`${body}1700000000`);
    return {
      body,
      query: "",
      header,
      headers: {
        "content-type": "application/json",
        "x-timestamp": "1700000000",
        [header]: signature.digest("hex"),
      },
    };
  }
  const d = { sent: "8", delivered: "1", failed: "2" }[word] ?? word;
  return {
    body: "",
    query: `m=${message}&d=${d}&a=&f=`,
    header: "x-nothing",
    headers: {},
  };
}

for (const kind of ["twilio", "smsgate"] as const) {
  Deno.test(`POST /callbacks answers 403 to a forged receipt of ${kind}, and changes nothing`, async () => {
    await using town = await given(kind);
    const message = await town.send();
    await town.engine.runDue();
    const good = { message, word: "delivered" };
    for (const signature of ["", "x", "0".repeat(64)]) {
      assertEquals(await town.post({ ...good, signature }), 403);
    }
    // Another's signature, for what it did not sign.
    const { headers, header } = signedPost(kind, {
      url: `${town.api.world.ports.publicUrl}${town.callback}?id=x`,
      message: "msg_other",
      word: "delivered",
    });
    const stolen = headers[header]!;
    assertEquals(await town.post({ ...good, signature: stolen }), 403);
    assertEquals(await town.status(message), "sent");
    assertEquals(await town.post(good), 200);
    assertEquals(await town.status(message), "delivered");
  });
}

for (const kind of ["twilio", "smsgate", "kannel"] as const) {
  Deno.test(`POST /callbacks takes receipts of ${kind} replayed and out of order once`, async () => {
    await using town = await given(kind);
    const message = await town.send();
    await town.engine.runDue();
    for (const word of ["delivered", "delivered", "sent", "failed", "sent"]) {
      assertEquals(await town.post({ message, word }), 200);
      assertEquals(await town.status(message), "delivered");
      assertEquals(await town.account(), [1, 0]);
    }
  });

  Deno.test(`POST /callbacks takes a receipt of ${kind} before the hand-over's commit`, async () => {
    await using town = await given(kind);
    const { world } = town.api;
    const accepted = world.reply;
    const message = await town.send();
    world.reply = async (url, init) => {
      assertEquals(await town.post({ message, word: "delivered" }), 200);
      return await accepted(url, init);
    };
    await town.engine.runDue();
    assertEquals(await town.status(message), "delivered");
    assertEquals(await town.account(), [1, 0]);
    assertEquals(world.requests.length, 1);
    // And nothing that was in doubt goes again.
    world.advance(120_000);
    await town.engine.runDue();
    assertEquals(world.requests.length, 1);
  });

  Deno.test(`POST /callbacks takes receipts of ${kind} for nobody's message quietly`, async () => {
    await using town = await given(kind);
    await town.send();
    await town.engine.runDue();
    const before = await town.account();
    for (const message of [ABSENT.message, "msg_x", "msg_0/../0", "x"]) {
      assertEquals(await town.post({ message, word: "failed" }), 200);
    }
    assertEquals(await town.account(), before);
  });
}

Deno.test("POST /callbacks answers 404 for a wrong secret, whatever the gateway", async () => {
  await using town = await given("kannel");
  const [, , gateway] = town.callback.split("/");
  for (const id of [gateway, ABSENT.gateway]) {
    const answer = await town.api.ask(`GET //callbacks/${id}/guess?d=1`, {
      key: null,
    });
    assertProblem(answer, 404, "not_found");
  }
});

Deno.test("POST /callbacks of a structure's own gateway ends no message of others", async () => {
  await using town = await given("kannel", { own: true });
  const { api } = town;
  const other = await api.structure("Millau");
  await api.transfer(other, 10);
  const { key } = await api.application(other);
  const { body } = await api.ask("POST /messages", {
    key,
    json: { text: "Bonjour", recipients: ["+33612345678"] },
  });
  const [{ id: message }] = body.messages;

  assertEquals(await town.post({ message, word: "delivered" }), 200);

  assertEquals(await town.status(message), "queued");
  assertEquals((await api.world.account(other)).spent, 0);
  const own = await town.send();
  await town.engine.runDue();
  assertEquals(await town.post({ message: own, word: "delivered" }), 200);
  assertEquals(await town.status(own), "delivered");
});
