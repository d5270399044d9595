import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import {
  chainHash,
  journalsOf,
  NO_HASH,
  recordAudit,
  recordPersonal,
  recordRefusal,
} from "../../lib/domain/audit.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import type { StoredAuditEntry } from "../../lib/schema/audit.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member } from "./tree.ts";

const TOWN = "str_0000000000000town1";

async function journal(
  world: TestWorld,
  id: string,
): Promise<StoredAuditEntry[]> {
  const lines = world.store.list(KINDS.audit, { under: [id] });
  return await Array.fromAsync(lines, ({ value }) => value);
}

async function record(world: TestWorld, action: string, detail = {}) {
  const event = { call: world.call(), structureId: TOWN, action, detail };
  await world.store.transact("x", (tx) => recordAudit(tx, world.ports, event));
}

Deno.test("recordAudit() chains each line to the one before", async () => {
  await using world = await TestWorld.open();
  await record(world, "sender.add");
  await record(world, "sender.remove");

  const [first, second] = await journal(world, TOWN);

  assertEquals([first!.number, second!.number], [1, 2]);
  const { hash, ...line } = second!;
  assertEquals(hash, chainHash(first!.hash, line));
  assertNotEquals(hash, chainHash(NO_HASH, line));
  assertEquals(await world.store.get(keys.auditHead(TOWN)), {
    entries: 2,
    hash,
  });
});

Deno.test("recordAudit() says who, what, when and from where", async () => {
  await using world = await TestWorld.open();
  const call = world.call(member({ [TOWN]: "manager" }), {
    origin: { via: "page", address: () => "192.0.2.7" },
  });
  await world.store.transact(
    "x",
    (tx) =>
      recordAudit(tx, world.ports, {
        call,
        structureId: TOWN,
        action: "key.rotate",
        target: "app_1",
        detail: { graceHours: 24 },
      }),
  );

  const [{ atMs, hash, ...line }] = await journal(world, TOWN) as [
    StoredAuditEntry,
  ];

  assertMatch(hash, /^[0-9a-f]{64}$/);
  assertEquals(new Date(atMs).toISOString().slice(0, 10), "2026-12-01");
  assertEquals(line, {
    number: 1,
    actorKind: "member",
    actorId: call.actor.id,
    via: "page",
    address: "192.0.2.7",
    action: "key.rotate",
    target: "app_1",
    result: "done",
    detail: { graceHours: 24 },
  });
});

Deno.test("recordAudit() is undone with what it tells of", async () => {
  await using world = await TestWorld.open();
  const event = {
    call: world.call(),
    structureId: TOWN,
    action: "sender.add",
  };

  await world.store.transact("x", async (tx) => {
    await recordAudit(tx, world.ports, event);
    throw new Error("the operation fails");
  }).catch(() => {});

  assertEquals(await journal(world, TOWN), []);
});

Deno.test("recordAudit() blots out addresses and numbers in what people named", async () => {
  await using world = await TestWorld.open();
  await record(world, "application.create", {
    name: "idelibre marie@rodez.fr",
    note: "06 12 34 56 78 puis +33612345678",
    year: "séance 42 de 2026",
  });

  const [line] = await journal(world, TOWN);

  assertEquals(line!.detail, {
    name: "idelibre •••",
    note: "••• puis •••",
    year: "séance 42 de 2026",
  });
});

Deno.test("recordAudit() numbers without a gap what many write at once", async () => {
  await using world = await TestWorld.open();
  await Promise.all(
    Array.from(
      { length: 64 },
      (_, i) =>
        world.store.transact(`lane ${i}`, (tx) =>
          recordAudit(tx, world.ports, {
            call: world.call(),
            structureId: TOWN,
            action: "sender.add",
          })),
    ),
  );

  const numbers = (await journal(world, TOWN)).map(({ number }) => number);

  assertEquals(numbers, Array.from({ length: 64 }, (_, i) => i + 1));
});

Deno.test("recordRefusal() writes a person's refusal down once a minute", async () => {
  await using world = await TestWorld.open();
  const call = world.call(member({ [TOWN]: "viewer" }), {
    route: "POST /transfers",
  });

  await recordRefusal(world.ports, call, TOWN);
  await recordRefusal(world.ports, call, TOWN);
  world.advance(60_000);
  await recordRefusal(world.ports, call, TOWN);

  const lines = await journal(world, TOWN);
  assertEquals(
    lines.map(({ action, result, detail }) => [action, result, detail.route]),
    [
      ["access.refuse", "refused", "POST /transfers"],
      ["access.refuse", "refused", "POST /transfers"],
    ],
  );
});

Deno.test("recordRefusal() leaves keys aside, which may fail all day", async () => {
  await using world = await TestWorld.open();
  await recordRefusal(world.ports, world.call(OPERATOR), TOWN);
  assertEquals(await journal(world, TOWN), []);
});

Deno.test("recordPersonal() writes to each structure of the person", async () => {
  await using world = await TestWorld.open();
  const other = "str_0000000000000town2";
  const call = world.call(member({ [TOWN]: "viewer", [other]: "manager" }));

  await world.store.transact(
    "x",
    (tx) => recordPersonal(tx, world.ports, { call, action: "session.open" }),
  );

  for (const id of [TOWN, other]) {
    const [line] = await journal(world, id);
    assertEquals([line!.action, line!.target], ["session.open", call.actor.id]);
  }
});

Deno.test("journalsOf() names the installation's for who runs it", () => {
  const anne = { ...member({ [TOWN]: "viewer" }), operator: true };
  assertEquals(journalsOf(anne), [null, TOWN]);
  assertEquals(journalsOf(member({})), [null]);
  assertEquals(journalsOf(OPERATOR), [null]);
});

Deno.test("chainHash() does not depend on the order of the detail", () => {
  const line = {
    number: 1,
    atMs: 0,
    actorKind: "operator" as const,
    actorId: "operator",
    via: "api" as const,
    address: null,
    action: "a.b",
    target: null,
    result: "done" as const,
  };
  assertEquals(
    chainHash(NO_HASH, { ...line, detail: { a: 1, b: 2 } }),
    chainHash(NO_HASH, { ...line, detail: { b: 2, a: 1 } }),
  );
});
