/**
 * What must be secret is nowhere in the clear: neither a number or a text nor
 * a key or a password is in the store's files, or in what the service writes
 * at its most talkative, whatever became of the messages.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type Answer,
  freePort,
  OPERATOR_TOKEN,
  Service,
  until,
} from "./service.ts";

/** The end of the number, as every way of writing it has it. */
const DIGITS = "698765432";
const NUMBER = `+33${DIGITS}`;
const TEXT = "Sentinelle sous la forêt";
const TITLE = "Conseil du temoin";
const PASSWORD = "mot-de-passe-de-sentinelle";
const GATEWAY_PASSWORD = "passerelle-de-sentinelle";
const MAIL_PASSWORD = "courriel-de-sentinelle";
const SEND = { title: TITLE, text: TEXT, recipients: [NUMBER] };

/** A gateway that repeats in its answer what it was told, as many do. */
class Parrot implements AsyncDisposable {
  readonly url: string;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      async (request) => {
        const { pathname, search } = new URL(request.url);
        const said = await request.text() || decodeURIComponent(search);
        return new Response(said, { status: Number(pathname.slice(1)) });
      },
    );
    this.url = `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** Settings of a gateway that answers with a status. */
  settings(status: number): Record<string, unknown> {
    return {
      url: `${this.url}/${status}?to={{to}}`,
      method: "POST",
      headers: { "x-password": GATEWAY_PASSWORD },
      body: '{"to":"{{to}}","text":"{{text}}"}',
      success: { status: [200] },
      rejected: { status: [400] },
      receipt: { idPointer: "/id", statusPointer: "/s", map: { ok: "sent" } },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** Every store file and all output, by name, as latin-1 of their bytes. */
async function written(service: Service): Promise<Map<string, string>> {
  const decoder = new TextDecoder("latin1");
  const found = new Map<string, string>();
  for await (const { name } of Deno.readDir(service.folder)) {
    if (name === "keys") continue;
    const bytes = await Deno.readFile(`${service.folder}/${name}`);
    found.set(name, decoder.decode(bytes));
  }
  found.set("output", encodeLatin1(service.output));
  return found;
}

/** The bytes of a text, as latin-1, in the encodings it may be written in. */
function disguises(secret: string): string[] {
  const utf8 = encodeLatin1(secret);
  const utf16 = [...secret].map((char) => `${char}\0`).join("");
  const hex = [...utf8].map((byte) =>
    byte.charCodeAt(0).toString(16).padStart(2, "0")
  ).join("");
  // Base64 of it, wherever in a longer text it stands.
  const base64 = [0, 1, 2].map((shift) => {
    const whole = btoa("\0".repeat(shift) + utf8);
    const isRound = (shift + utf8.length) % 3 === 0;
    return whole.slice(shift === 0 ? 0 : 4, isRound ? undefined : -4);
  });
  return [utf8, utf16, hex, encodeURIComponent(secret), ...base64];
}

/** The UTF-8 of a text, a character for each byte. */
function encodeLatin1(text: string): string {
  return new TextDecoder("latin1").decode(new TextEncoder().encode(text));
}

function assertAbsent(
  found: ReadonlyMap<string, string>,
  secrets: Readonly<Record<string, string>>,
): void {
  for (const [what, secret] of Object.entries(secrets)) {
    for (const [name, content] of found) {
      const at = disguises(secret).map((one) => content.indexOf(one));
      const place = Math.max(...at);
      const near = content.slice(Math.max(0, place - 60), place + 60);
      assertEquals(place, -1, `${what} is in ${name}: ${near}`);
    }
  }
}

/** Sets up the first administrator, who then signs in, wrongly and rightly. */
async function setUp(service: Service): Promise<void> {
  const post = async (path: string, form: Record<string, string>) => {
    const response = await fetch(service.url + path, {
      method: "POST",
      headers: { origin: service.url },
      body: new URLSearchParams(form),
      redirect: "manual",
    });
    await response.body?.cancel();
    return response.status;
  };
  const link = () => /#([\w-]+)\n/.exec(service.output)?.[1];
  await until(() => link() !== undefined, "the set-up link");
  const code = link()!;
  const email = "marie@example.fr";
  const member = { name: "Marie", email, password: PASSWORD };
  assertEquals(await post("/set-up", { code, ...member }), 303);
  const wrong = { email, password: `${PASSWORD}!` };
  assertEquals(await post("/connexion", wrong), 401);
  assertEquals(await post("/connexion", { email, password: PASSWORD }), 303);
}

Deno.test("neither numbers, texts, keys nor passwords are written in the clear", async () => {
  await using parrot = new Parrot();
  await using service = await Service.start({
    LSMESSAGE_LOG: "debug",
    LSMESSAGE_SMTP: `smtp://service:${MAIL_PASSWORD}@127.0.0.1:1`,
  });
  await setUp(service);
  const keys: string[] = [];
  const town = async (
    options: Parameters<Service["town"]>[0],
    gateway?: { kind: string; settings: unknown },
  ) => {
    const made = await service.town({ credits: 1_000, ...options });
    keys.push(made.key);
    const named = { name: "sentinelle", ownerId: made.id, ...gateway };
    const { callbackUrl } = gateway === undefined
      ? { callbackUrl: "" }
      : await service.do("POST /gateways", { json: named });
    return { ...made, callback: callbackUrl as string };
  };
  const send = (key: string, json: unknown = SEND) =>
    service.ask("POST /messages", { key, json });
  const history = (id: string) => service.all(`/messages?structureId=${id}`);
  const reach = (id: string, status: string) =>
    until(
      async () => (await history(id)).every((one) => one.status === status),
      `${status} in ${id}`,
    );
  const statuses = (answers: readonly Answer[]) =>
    answers.map(({ status }) => status);

  const delivered = await town({});
  const accepted = await send(delivered.key);
  await send(delivered.key, {
    ...SEND,
    recipients: Array.from(
      { length: 200 },
      (_, i) => `+336${DIGITS.slice(1, 6)}${100 + i}`,
    ),
  });
  await reach(delivered.id, "delivered");

  const poor = await town({ credits: 0 });
  const suspended = await town({});
  await service.do(`POST /structures/${suspended.id}/suspend`);
  const test = await town({ mode: "test" });
  assertEquals(
    statuses([
      accepted,
      await send(poor.key),
      await send(suspended.key),
      await send(test.key),
      await send(delivered.key, { ...SEND, recipients: [`${NUMBER}99`] }),
      await send(delivered.key, { ...SEND, text: [TEXT] }),
      await service.ask("POST /messages", {
        key: delivered.key,
        body: `{"text": "${TEXT}", "recipients": ["${NUMBER}"`,
        headers: { "content-type": "application/json" },
      }),
      await send(delivered.key, {
        ...SEND,
        recipients: [NUMBER, `${NUMBER}99`],
        skipInvalid: true,
        reference: "temoin",
      }),
      await service.ask("POST /messages", {
        key: delivered.key,
        json: SEND,
        headers: { "idempotency-key": "temoin" },
      }),
    ]),
    [202, 402, 403, 202, 422, 422, 400, 202, 202],
  );

  // The operator's simulator would take what these gateways refuse.
  const { items } = await service.do("GET /gateways");
  const only = (prefixes: string[]) =>
    service.do(`PATCH /gateways/${items[0].id}`, { json: { prefixes } });
  await only(["+262"]);
  const nobody = `http://127.0.0.1:${freePort()}`;
  const http = (status: number) => ({
    kind: "http",
    settings: parrot.settings(status),
  });
  const refusing = await town({}, http(400));
  const unclear = await town({}, http(500));
  const taking = await town({}, http(200));
  const absent = await town({}, {
    kind: "http",
    settings: { ...parrot.settings(200), url: `${nobody}/{{to}}` },
  });
  const kannel = await town({}, {
    kind: "kannel",
    settings: {
      url: nobody,
      username: "temoin",
      password: GATEWAY_PASSWORD,
    },
  });
  for (const { key } of [refusing, unclear, taking, absent, kannel]) {
    assertEquals((await send(key)).status, 202);
  }
  await reach(refusing.id, "failed");
  await reach(taking.id, "sent");
  await until(
    async () => (await history(unclear.id))[0].reason?.startsWith("Incertain"),
    "an unclear answer",
  );
  await until(
    async () => (await history(absent.id))[0].reason?.includes("nouvel essai"),
    "a connection refused",
  );

  // Receipts, with all that networks put into them.
  const [sms] = await history(kannel.id);
  const receipt = new URLSearchParams({
    m: sms.id,
    d: "2",
    a: `id:1 sub:001 dlvrd:000 stat:UNDELIV err:001 text:${TEXT} ${NUMBER}`,
  });
  const heard = await fetch(`${kannel.callback}?${receipt}`);
  await heard.body?.cancel();
  assertEquals(heard.status, 200);
  await reach(kannel.id, "failed");
  await only([]);
  const [sent] = await history(taking.id);
  for (const status of [`${NUMBER}: ${TEXT}`, "ok"]) {
    const response = await fetch(`${taking.callback}?id=${sent.id}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id: NUMBER, s: status, to: NUMBER, text: TEXT }),
    });
    assertEquals(response.status, 200);
    await response.body?.cancel();
  }

  // Reading it again writes nothing either.
  const found = await service.all(
    `/messages?structureId=${delivered.id}&recipient=${NUMBER.slice(1)}`,
  );
  assert(found.length >= 3);
  assertEquals([found[0].to, found[0].text], [NUMBER, TEXT]);
  const csv = await service.ask(`GET /messages?structureId=${delivered.id}`, {
    headers: { accept: "text/csv" },
  });
  assertStringIncludes(csv.text, DIGITS);
  const json = { text: TEXT, recipients: [NUMBER] };
  await service.do("POST /messages/preview", { key: delivered.key, json });
  const rotated = await service.do(
    `POST /applications/${delivered.applicationId}/rotate`,
  );
  keys.push(rotated.apiKey);
  await service.ask("GET /info", { key: `${rotated.apiKey.slice(0, -1)}!` });

  const [, masterKey] = (await Deno.readTextFile(`${service.folder}/keys`))
    .trim().split(":");
  const secrets = {
    "the number": DIGITS,
    "a number": DIGITS.slice(1, 6) + "150",
    "the text": TEXT,
    "part of the text": "Sentinelle sous",
    "the administrator's password": PASSWORD,
    "a gateway's password": GATEWAY_PASSWORD,
    "the mail server's password": MAIL_PASSWORD,
    "the operator's token": OPERATOR_TOKEN,
    "the master key": masterKey!,
    ...Object.fromEntries(keys.flatMap((key, i) => [
      [`key ${i}`, key],
      [`the secret of key ${i}`, key.slice(-40)],
    ])),
  };
  const running = await written(service);
  assertStringIncludes([...running.keys()].join(), "sqlite3-wal");
  // What is no secret is there to be found: this search finds things.
  assert([...running.values()].some((content) => content.includes(TITLE)));
  assertStringIncludes(running.get("output")!, '"receipt.unknown"');
  assertAbsent(running, secrets);
  await service.stop();
  assertAbsent(await written(service), secrets);
});
