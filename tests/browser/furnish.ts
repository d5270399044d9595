/**
 * Somebody signed in and a territory with one of everything, made through the
 * service's own operations: what a browser needs before it looks.
 *
 * @module
 */
import type { BrowserContext } from "playwright-core";
import { insertMember } from "../../lib/domain/member.ts";
import { completeSetUp, isSetUpOpen } from "../../lib/domain/set_up.ts";
import { openSession } from "../../lib/domain/session.ts";
import { keys } from "../../lib/kv/keys.ts";
import type { StoredMember } from "../../lib/schema/member.ts";
import { ANNE } from "./journey.ts";
import type { Site } from "./site.ts";

export const OPERATOR_TOKEN = "operator-token-of-the-tests-0123456789";

/** What a site is opened with for its API to be of use. */
export const WITH_TOKEN = { LSMESSAGE_OPERATOR_TOKEN: OPERATOR_TOKEN };

/** Signs the browser in, as an operator or as who is told; gives the member. */
export async function enter(
  { ports, url, setUpLink }: Site,
  context: BrowserContext,
  { factorAtMs, ...told }: Partial<StoredMember> & {
    /** When who it is was last shown. */
    factorAtMs?: number;
  } = {},
): Promise<StoredMember> {
  if (await isSetUpOpen(ports)) {
    await completeSetUp(ports, new URL(setUpLink).hash.slice(1), ANNE);
  }
  const member: StoredMember = {
    id: ports.newId("mem"),
    email: `${ports.newId("anne")}@cdg.example`,
    name: "Anne Martin",
    operator: true,
    roles: {},
    password: null,
    createdAtMs: ports.now(),
    ...told,
  };
  if (told.id === undefined) {
    await ports.store.transact("members", (tx) => insertMember(tx, member));
  }
  const cookie = await openSession(ports, member, {
    agent: "test",
    cookies: null,
    ...(factorAtMs === undefined ? {} : { factorAtMs }),
  });
  const [name, value] = cookie.split(";")[0]!.split("=");
  const { hostname } = new URL(url);
  const flags = { secure: true, httpOnly: true, sameSite: "Lax" } as const;
  await context.addCookies([
    { name: name!, value: value!, domain: hostname, path: "/", ...flags },
  ]);
  return member;
}

/** Asks the API as the operator; throws unless it answers that all went well. */
export async function ask(
  { url }: Site,
  what: string,
  json?: unknown,
  // deno-lint-ignore no-explicit-any -- whatever it answers
): Promise<any> {
  const [method = "GET", path = ""] = what.split(" ");
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${OPERATOR_TOKEN}`,
      "content-type": "application/json",
      "idempotency-key": crypto.randomUUID(),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${what}: ${response.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

/** A structure of 500 SMS and its group; gives their ids. */
export async function town(
  site: Site,
): Promise<{ centre: string; rodez: string }> {
  const make = async (name: string, more: Record<string, string> = {}) =>
    (await ask(site, "POST /structures", { name, ...more })).id as string;
  const centre = await make("Communauté de communes du Grand Rodez");
  const rodez = await make("Mairie de Rodez", {
    parentId: centre,
    defaultSender: "MairieRodez",
  });
  const give = (fromId: string | null, toId: string, credits: number) =>
    ask(site, "POST /transfers", { fromId, toId, credits });
  await give(null, centre, 5_000);
  await give(centre, rodez, 500);
  return { centre, rodez };
}

/** What a page's address may name, by the name of its parameter. */
export type Names = Readonly<Record<string, string>>;

/** One of everything in a structure; gives the ids that addresses need. */
export async function furnish(
  site: Site,
  member: StoredMember,
): Promise<{ names: Names; centre: string; gateway: string }> {
  const { centre, rodez } = await town(site);
  const here = `/structures/${rodez}`;
  const post = (path: string, json: unknown) =>
    ask(site, `POST ${here}${path}`, json);
  const child = await ask(site, "POST /structures", {
    name: "École",
    parentId: rodez,
  });
  await ask(site, "POST /transfers", {
    fromId: rodez,
    toId: child.id,
    credits: 20,
  });
  const gateway = (ownerId: string | null) =>
    ask(site, "POST /gateways", {
      kind: "simulator",
      name: "Essai",
      ownerId,
      settings: {},
    });
  const list = await post("/lists", { name: "Élus" });
  await post(`/lists/${list.id}/contacts`, {
    contacts: [{ to: "+33612345678", name: "Anne" }],
  });
  const webhook = await post("/webhooks", {
    url: "https://example.org/hook",
    events: ["message.sent"],
  });
  await ask(site, `PUT ${here}/alerts`, {
    lowBalance: [600, 100],
    monthlyVolume: [1_000],
    emails: ["maire@rodez.example"],
  });
  const { submissionId, messages } = await ask(site, "POST /messages", {
    structureId: rodez,
    title: "idelibre",
    text: "Une convocation vous attend : séance du « 8 décembre ».",
    recipients: ["0612345678", "0612345679"],
  });
  return {
    centre,
    gateway: (await gateway(null)).id,
    names: {
      structureId: rodez,
      childId: child.id,
      messageId: messages[0].id,
      submissionId,
      gatewayId: (await gateway(rodez)).id,
      requestId:
        (await post("/credit-requests", { credits: 50, reason: "Élections" }))
          .id,
      applicationId:
        (await post("/applications", { name: "idelibre", mode: "live" })).id,
      webhookId: webhook.id,
      templateId:
        (await post("/templates", { name: "Séance", text: "Bonjour {{nom}}" }))
          .id,
      listId: list.id,
      optOutId: (await post("/opt-outs", { recipient: "+33612345699" })).id,
      importId: (await post("/imports", { csv: "nom\nCrèche" })).id,
      memberId: (await post("/members", {
        email: "luc@rodez.example",
        name: "Luc Roux",
        role: "sender",
      })).id,
      passkeyId: await passkey(site, member),
      slug: "webhooks",
      code: "insufficient_credit",
    },
  };
}

/** A passkey of the member, as if a device had made it. */
async function passkey(
  { ports }: Site,
  { id: memberId }: StoredMember,
): Promise<string> {
  const id = ports.newId("psk");
  await ports.store.transact(`member:${memberId}`, async (tx) => {
    await tx.get(keys.passkey(memberId, id));
    tx.put(keys.passkey(memberId, id), {
      id,
      memberId,
      name: "Téléphone",
      credentialId: "AAAA",
      publicKey: "AAAA",
      counter: 0,
      transports: ["internal"],
      backedUp: true,
      createdAtMs: ports.now(),
      lastUsedAtMs: null,
    });
  });
  return id;
}
