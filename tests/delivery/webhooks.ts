/**
 * A town whose structure has an endpoint that listens.
 *
 * @module
 */
import { insertMember } from "../../lib/domain/member.ts";
import { createWebhook, getWebhook } from "../../lib/domain/webhook.ts";
import { listDeliveries } from "../../lib/domain/webhook_log.ts";
import {
  type NewWebhook,
  type Webhook,
  type WebhookDelivery,
  WebhookEvent,
  type WebhookPayload,
} from "../../lib/schema/webhook.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { OPERATOR, type TestWorld } from "../support.ts";
import { openTown, type Town } from "./support.ts";

/** Where the endpoint is unless told otherwise. */
export const URL_OF_HOOK = "https://hook.test/sms";

/** A town that listens. */
export interface Listening extends Town, AsyncDisposable {
  /** How endpoints answer; replace it to make things fail. */
  answer: (url: string, init: RequestInit) => Response | Promise<Response>;
  listen(input: Partial<NewWebhook>): Promise<string>;
  /** Does all that is due now. */
  run(): Promise<void>;
  /** Lets time pass, doing what falls due on the way. */
  runFor(ms: number): Promise<void>;
  /** What endpoints were asked, in order. */
  requests(): { url: string; init: RequestInit }[];
  told(): WebhookPayload[];
  webhook(id?: string): Promise<Webhook>;
  deliveries(id?: string): Promise<WebhookDelivery[]>;
}

/** Opens a town, with one endpoint that listens to everything. */
export async function openListening(
  input: Partial<NewWebhook> = {},
): Promise<Listening> {
  const town = await openTown();
  const { world, engine, structureId } = town;
  const { ports } = world;
  const listening: Listening = {
    ...town,
    answer: () => new Response(null, { status: 204 }),
    listen: async (input) => {
      const made = await createWebhook(ports, world.call(), {
        structureId,
        url: URL_OF_HOOK,
        events: [...WebhookEvent.options],
        ...input,
      });
      return made.id;
    },
    run: () => engine.runDue(),
    runFor: async (ms) => {
      const end = world.nowMs + ms;
      await engine.runDue();
      for (;;) {
        const dueMs = await nextDue(world);
        if (dueMs > end) break;
        world.advance(Math.max(1, dueMs - world.nowMs));
        await engine.runDue();
      }
      world.advance(end - world.nowMs);
    },
    requests: () => world.requests.filter(({ init }) => isHook(init)),
    told: () =>
      listening.requests().map(({ init }) => JSON.parse(init.body as string)),
    webhook: (id = first) => getWebhook(ports, OPERATOR, { structureId, id }),
    deliveries: async (id = first) => {
      const address = { structureId, id };
      const page = await listDeliveries(ports, OPERATOR, {
        ...address,
        limit: 100,
      });
      return page.items;
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
  world.reply = (url, init) =>
    isHook(init) ? listening.answer(url, init) : new Response();
  await world.store.transact("marie", (tx) =>
    insertMember(tx, {
      id: ports.newId("mem"),
      email: "marie@example.fr",
      name: "Marie",
      operator: false,
      roles: { [structureId]: "manager" },
      password: null,
      createdAtMs: ports.now(),
    }));
  const first = await listening.listen(input);
  return listening;
}

function isHook({ headers }: RequestInit): boolean {
  return new Headers(headers).has("webhook-id");
}

/** When something is due next. */
async function nextDue({ store }: TestWorld): Promise<number> {
  let first = Infinity;
  for await (const { parts } of store.list(KINDS.due, {})) {
    first = Math.min(first, parts[1] as number);
  }
  return first;
}
