import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { createStructure } from "../../lib/domain/structure.ts";
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  rotateWebhookSecret,
  updateWebhook,
} from "../../lib/domain/webhook.ts";
import { validSecrets } from "../../lib/domain/webhook_secret.ts";
import { keys } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import type { NewWebhook } from "../../lib/schema/webhook.ts";
import { OPERATOR, TestWorld } from "../support.ts";

const HOUR_MS = 3_600_000;

async function openHook(input: Partial<NewWebhook> = {}) {
  const world = await TestWorld.open();
  const { ports } = world;
  const { id: structureId } = await createStructure(ports, world.call(), {
    name: "Rodez",
  });
  const create = (more: Partial<NewWebhook> = {}) =>
    createWebhook(ports, world.call(), {
      structureId,
      url: "https://hook.test/",
      events: ["message.sent"],
      ...input,
      ...more,
    });
  return { world, ports, structureId, create };
}

Deno.test("createWebhook() gives its secret, and nobody does again", async () => {
  const { world, ports, structureId, create } = await openHook();
  await using _ = world;
  const { id, secret } = await create();
  assertMatch(secret, /^whsec_/);
  const found = await getWebhook(ports, OPERATOR, { structureId, id });
  assertEquals("secret" in found, false);
  const stored = JSON.stringify(await world.store.get(keys.webhook(id)));
  assertEquals(stored.includes(secret.slice(6)), false);
});

Deno.test("createWebhook() refuses an address that is never asked", async () => {
  const { world, create } = await openHook();
  await using _ = world;
  const problem = await assertRejects(
    () => create({ url: "http://hook.test/" }),
    Problem,
  );
  assertEquals(problem.code, "invalid_request");
  assertEquals(problem.options.errors?.[0]?.pointer, "/url");
});

Deno.test("createWebhook() refuses a sixth endpoint", async () => {
  const { world, create } = await openHook();
  await using _ = world;
  for (let i = 0; i < 5; i++) await create();
  const problem = await assertRejects(() => create(), Problem);
  assertEquals(problem.code, "conflict");
});

Deno.test("updateWebhook() has a paused endpoint hear nothing", async () => {
  const { world, ports, structureId, create } = await openHook();
  await using _ = world;
  const { id } = await create();
  const address = { structureId, id };
  const paused = await updateWebhook(ports, world.call(), {
    ...address,
    change: { status: "paused" },
  });
  assertEquals(paused.status, "paused");
  assertEquals((await world.account(structureId)).webhooks, undefined);
  await updateWebhook(ports, world.call(), {
    ...address,
    change: { status: "active", events: ["message.failed"] },
  });
  assertEquals((await world.account(structureId)).webhooks, [
    { id, events: ["message.failed"] },
  ]);
});

Deno.test("rotateWebhookSecret() keeps the old secret for a while", async () => {
  const { world, ports, structureId, create } = await openHook();
  await using _ = world;
  const made = await create();
  const address = { structureId, id: made.id };
  const { secret } = await rotateWebhookSecret(ports, world.call(), {
    ...address,
    graceHours: 2,
  });
  const stored = (await world.store.get(keys.webhook(made.id)))!;
  const during = validSecrets(ports, stored, world.nowMs + HOUR_MS);
  assertEquals(during, [secret, made.secret]);
  const after = validSecrets(ports, stored, world.nowMs + 3 * HOUR_MS);
  assertEquals(after, [secret]);
});

Deno.test("deleteWebhook() removes it from list and account", async () => {
  const { world, ports, structureId, create } = await openHook();
  await using _ = world;
  const { id } = await create();
  await deleteWebhook(ports, world.call(), { structureId, id });
  const page = await listWebhooks(ports, OPERATOR, { structureId, limit: 10 });
  assertEquals(page.items, []);
  assertEquals((await world.account(structureId)).webhooks, undefined);
});
