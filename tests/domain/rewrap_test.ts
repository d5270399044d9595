import { assertEquals, assertRejects } from "@std/assert";
import { Vault } from "../../lib/crypto/vault.ts";
import { createGateway, getGateway } from "../../lib/delivery/gateway.ts";
import { putAlerts, readAlerts } from "../../lib/domain/alert_settings.ts";
import { type Call, once } from "../../lib/domain/call.ts";
import { getMessage } from "../../lib/domain/history.ts";
import {
  readRewrap,
  rewrapSome,
  startRewrap,
} from "../../lib/domain/rewrap.ts";
import { keys } from "../../lib/kv/keys.ts";
import type { Ports } from "../../lib/ports.ts";
import { Problem } from "../../lib/problem.ts";
import { MASTER, OPERATOR, TestWorld } from "../support.ts";
import { openTown, SCRIPTED } from "../delivery/support.ts";

const NEW = { id: "k2", bytes: new Uint8Array(32).fill(9) };
const ALERTS = {
  lowBalance: [10],
  monthlyVolume: [],
  emails: ["maire@rodez.example"],
  webhook: false,
  push: false,
  sms: ["+33698765432"],
};

interface Rotating extends AsyncDisposable {
  readonly world: TestWorld;
  readonly id: string;
  readonly gatewayId: string;
  readonly messageId: string;
  readonly call: Call;
  readonly both: Ports;
  readonly alone: Ports;
}

/** A store written under one master key, and an instance with a new first. */
async function rotating(): Promise<Rotating> {
  const kv = await Deno.openKv(":memory:");
  const town = await openTown({ kv, seed: 1, gateway: SCRIPTED });
  const { world, structureId: id } = town;
  const { messages } = await town.send({});
  await putAlerts(world.ports, world.call(), { id, alerts: ALERTS });
  const gateway = await createGateway(world.ports, world.call(), {
    kind: "http",
    name: "second",
    settings: SCRIPTED,
  });
  const call = world.call(OPERATOR, { key: "k" });
  await once(world.ports, call, {
    lane: "x",
    body: () => Promise.resolve("y"),
  });
  const after = await TestWorld.open({ kv, seed: 2 });
  const both: Ports = { ...after.ports, vault: new Vault([NEW, MASTER]) };
  const alone: Ports = { ...after.ports, vault: new Vault([NEW]) };
  return {
    world,
    id,
    gatewayId: gateway.id,
    messageId: messages![0]!.id,
    call,
    both,
    alone,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await after[Symbol.asyncDispose]();
      kv.close();
    },
  };
}

async function rewrapAll(ports: Ports): Promise<void> {
  for (let i = 0; await rewrapSome(ports); i++) {
    if (i > 200) {
      throw new Error(JSON.stringify(await ports.store.get(keys.rewrap())));
    }
  }
}

Deno.test("rewrapSome() leaves nothing that needs the old key", async () => {
  await using store = await rotating();
  const { both, alone, world } = store;
  await startRewrap(both, world.call());
  await rewrapAll(both);

  const { removable, run } = await readRewrap(both, OPERATOR);
  assertEquals([removable, run!.left], [["test"], {}]);
  const held: string[] = [];
  for await (
    const { value } of world.store.kv.list<Uint8Array>({ prefix: [] })
  ) {
    const text = new TextDecoder().decode(value);
    if (text.includes('"test:') || text.startsWith("test:")) held.push(text);
  }
  assertEquals(held, []);
  assertEquals(
    (await getMessage(alone, OPERATOR, store.messageId)).to,
    "+33612345678",
  );
  assertEquals(
    (await readAlerts(alone, OPERATOR, store.id)).sms,
    ALERTS.sms,
  );
  const { settings } = await getGateway(alone, OPERATOR, store.gatewayId);
  assertEquals((settings as { url: string }).url, SCRIPTED.url);
  const again = { ...store.call, replayed: false };
  const body = () => Promise.resolve("z");
  assertEquals(await once(alone, again, { lane: "x", body }), "y");
});

Deno.test("rewrapSome() goes on where another instance stopped", async () => {
  await using store = await rotating();
  const { both, world } = store;
  await startRewrap(both, world.call());
  await rewrapSome(both);
  const before = (await readRewrap(both, OPERATOR)).run!.looked;
  await Promise.all([rewrapAll(both), rewrapAll(both)]);
  const { run, removable } = await readRewrap(both, OPERATOR);
  assertEquals(run!.looked >= before, true);
  assertEquals(removable, ["test"]);
});

Deno.test("rewrapSome() is not the work of an instance with another first key", async () => {
  await using store = await rotating();
  await startRewrap(store.both, store.world.call());
  assertEquals(await rewrapSome(store.world.ports), false);
  assertEquals((await readRewrap(store.both, OPERATOR)).removable, []);
});

Deno.test("readRewrap() calls no key removable that a record still needs", async () => {
  await using store = await rotating();
  const { both, world } = store;
  const key = keys.setting("bound to something else");
  await world.store.transact("x", async (tx) => {
    await tx.get(key);
    tx.put(key, world.ports.vault.seal("secret", "elsewhere"));
  });
  await startRewrap(both, world.call());
  await rewrapAll(both);
  const { removable, run } = await readRewrap(both, OPERATOR);
  assertEquals([removable, run!.left], [[], { test: 1 }]);
});

Deno.test("startRewrap() is the operator's", async () => {
  await using store = await rotating();
  const call = store.world.call({
    kind: "application",
    id: "app_a",
    name: "idelibre",
    structureId: store.id,
    mode: "live",
    scopes: [],
    dailyCap: null,
  });
  const problem = await assertRejects(
    () => startRewrap(store.both, call),
    Problem,
  );
  assertEquals(problem.code, "forbidden");
});
