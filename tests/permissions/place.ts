/**
 * A structure in a small territory, what it holds, and everybody who may come:
 * each role at each place around it.
 *
 * @module
 */
import { continueExport } from "../../lib/domain/history_export_run.ts";
import { Buffer } from "node:buffer";
import { acceptInvitation } from "../../lib/domain/invitation.ts";
import { openSession } from "../../lib/domain/session.ts";
import type { Role } from "../../lib/schema/member.ts";
import { ApiWorld, signIn } from "../api/support.ts";
import { codeOf, join, ORIGIN } from "../domain/invited.ts";

export const ROLES: readonly Role[] = ["manager", "sender", "viewer"];
export const PLACES = ["own", "parent", "child", "sibling", "foreign"] as const;
export type Where = typeof PLACES[number];

/** The generator of the curve, a public key like any other. */
const P256DH = Buffer.from(
  "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
  "hex",
).toString("base64url");

/** The structure everything is asked of, and those around it. */
export class Place {
  readonly api: ApiWorld;
  readonly ids: Readonly<Record<Where, string>>;
  #count = 0;

  private constructor(api: ApiWorld, ids: Record<Where, string>) {
    this.api = api;
    this.ids = ids;
  }

  static async make(api: ApiWorld): Promise<Place> {
    const parent = await api.structure("Centre");
    const own = await api.structure("Ville", parent);
    const ids = {
      parent,
      own,
      child: await api.structure("École", own),
      sibling: await api.structure("Autre ville", parent),
      foreign: await api.structure("Ailleurs"),
    };
    await api.transfer(parent, 1_000);
    await api.transfer(own, 500, { fromId: parent });
    // So that nobody who is removed is the last one.
    await join(api.world, parent, "anne", "manager");
    return new Place(api, ids);
  }

  /** The cookie of somebody with a role at a place. */
  cookie(role: Role, where: Where): Promise<string> {
    return signIn(this.api, { [this.ids[where]]: role });
  }

  /** The cookie of somebody who was removed while signed in. */
  async revoked(role: Role): Promise<string> {
    const email = `revoked${++this.#count}@rodez.example`;
    const { id } = await this.#made("POST", "/members", {
      email,
      name: "Paul",
      role,
    });
    const { ports } = this.api.world;
    const { member } = await acceptInvitation(ports, {
      code: await codeOf(this.api.world, this.ids.own, email),
      joining: { name: "Paul", password: null },
      origin: ORIGIN,
    });
    const opening = { agent: "test", cookies: null };
    const cookie = (await openSession(ports, member, opening)).split(";")[0]!;
    const path = `/structures/${this.ids.own}/members/${id}`;
    const { status } = await this.api.ask(`DELETE ${path}`);
    if (status !== 204) throw new Error(`DELETE ${path}: ${status}`);
    return cookie;
  }

  async application(): Promise<string> {
    return (await this.api.application(this.ids.own)).id;
  }

  async gateway(): Promise<string> {
    const { body } = await this.api.ask("POST /gateways", {
      json: {
        kind: "simulator",
        name: "essai",
        ownerId: this.ids.own,
        settings: {},
      },
    });
    return body.id;
  }

  /** A message that waits, and its submission. */
  async sent(): Promise<{ messageId: string; submissionId: string }> {
    const { body } = await this.api.ask("POST /messages", {
      json: {
        structureId: this.ids.own,
        text: `Bonjour ${++this.#count}`,
        recipients: ["+33612345678"],
        sendAt: "2026-12-02T08:00:00Z",
      },
    });
    return { messageId: body.messages[0].id, submissionId: body.submissionId };
  }

  /** An address nobody has. */
  email(): string {
    return `new${++this.#count}@rodez.example`;
  }

  /** A sender name that is allowed. */
  async sender(): Promise<string> {
    const sender = `Ville ${++this.#count}`;
    await this.#made("POST", "/senders", { sender });
    return sender;
  }

  /** A sender name that the structure asked for. */
  async askedSender(): Promise<string> {
    const sender = `Commune ${++this.#count}`;
    await this.api.ask(`POST /structures/${this.ids.own}/senders`, {
      key: null,
      json: { sender },
      headers: {
        cookie: await this.cookie("manager", "own"),
        "sec-fetch-site": "same-origin",
      },
    });
    return sender;
  }

  /** A person who is invited. */
  async guest(): Promise<string> {
    const email = `guest${++this.#count}@rodez.example`;
    const json = { email, name: "Marie", role: "viewer" };
    return (await this.#made("POST", "/members", json)).id;
  }

  /** An import that waits for its work. */
  async treeImport(): Promise<string> {
    const json = { csv: `nom\nÉcole ${++this.#count}` };
    return (await this.#made("POST", "/imports", json)).id;
  }

  /** An export that is ready. */
  async preparedExport(): Promise<string> {
    await this.prepareExports();
    const { id } = await this.#made("POST", "/exports", {});
    await this.prepareExports();
    return id;
  }

  /** Prepares what was asked for: only so many may wait for it. */
  async prepareExports(): Promise<void> {
    const structureId = this.ids.own;
    const own = `/structures/${structureId}/exports`;
    const { body } = await this.api.ask(`GET ${own}?limit=5`);
    const guard = () => Promise.resolve();
    for (const { id, status } of body.items) {
      if (status !== "running") continue;
      const step = { structureId, id, guard };
      while (await continueExport(this.api.world.ports, step));
    }
  }

  /** What makes a link to an export secret. */
  async exportLink(): Promise<string> {
    const id = await this.preparedExport();
    const { url } = await this.#made("POST", `/exports/${id}/link`, undefined);
    return url.split("/").at(-1)!;
  }

  async list(): Promise<string> {
    const json = { name: `Liste ${++this.#count}` };
    return (await this.#made("POST", "/lists", json)).id;
  }

  /** A person on a list. */
  async contact() {
    const listId = await this.list();
    const contacts = [{ to: "+33612345678" }];
    await this.#made("POST", `/lists/${listId}/contacts`, { contacts });
    const own = `/structures/${this.ids.own}/lists/${listId}/contacts`;
    const { body } = await this.api.ask(`GET ${own}`);
    return { params: { listId, contactId: body.items[0].id } };
  }

  async template(): Promise<string> {
    const json = { name: `Modèle ${++this.#count}`, text: "Bonjour" };
    return (await this.#made("POST", "/templates", json)).id;
  }

  /** A webhook; the same one for as long as it is there. */
  async webhook(): Promise<string> {
    const kept = await this.#kept("/webhooks", () => true);
    if (kept !== null) return kept;
    const json = {
      url: "https://example.org/hook",
      events: ["message.sent"],
    };
    return (await this.#made("POST", "/webhooks", json)).id;
  }

  /** What was tried at a webhook. */
  async delivery() {
    const webhookId = await this.webhook();
    const path = `/structures/${this.ids.own}/webhooks/${webhookId}`;
    const find = async () =>
      (await this.api.ask(`GET ${path}/deliveries`)).body.items[0]?.id;
    if (await find() === undefined) await this.api.ask(`POST ${path}/test`);
    return { params: { webhookId, deliveryId: await find() } };
  }

  /** A subscription as browsers give them. */
  device() {
    return {
      endpoint: `https://push.example/${++this.#count}`,
      keys: {
        p256dh: P256DH,
        auth: Buffer.from(new Uint8Array(16)).toString("base64url"),
      },
    };
  }

  async optOut(): Promise<string> {
    const last = String(++this.#count).padStart(2, "0");
    const json = { recipient: `+336123457${last}` };
    return (await this.#made("POST", "/opt-outs", json)).id;
  }

  /** A request of the structure to its parent that waits; the same if it can. */
  async creditRequest(): Promise<string> {
    const path = "/credit-requests";
    const kept = await this.#kept(path, ({ status }) => status === "pending");
    if (kept !== null) return kept;
    const json = { credits: 5, reason: `Besoin ${++this.#count}` };
    return (await this.#made("POST", path, json)).id;
  }

  async #kept(
    path: string,
    isFit: (item: { status: string }) => boolean,
  ): Promise<string | null> {
    const { body } = await this.api.ask(
      `GET /structures/${this.ids.own}${path}`,
    );
    return body.items.find(isFit)?.id ?? null;
  }

  // deno-lint-ignore no-explicit-any -- whatever was made
  async #made(method: string, path: string, json: unknown): Promise<any> {
    const what = `${method} /structures/${this.ids.own}${path}`;
    const { status, body } = await this.api.ask(what, { json });
    if (status !== 201 && status !== 200 && status !== 202) {
      throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
    }
    return body;
  }
}
