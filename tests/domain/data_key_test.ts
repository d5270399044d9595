import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { Buffer } from "node:buffer";
import { MissingMasterKey, Vault } from "../../lib/crypto/vault.ts";
import {
  dataKey,
  existingKey,
  indexKey,
  livePeriods,
  periodEndMs,
  sealingPeriod,
} from "../../lib/domain/data_key.ts";
import { keys } from "../../lib/kv/keys.ts";
import type { Ports } from "../../lib/ports.ts";
import { MASTER, TestWorld } from "../support.ts";

const hex = (bytes: Uint8Array | null) =>
  bytes && Buffer.from(bytes).toString("hex");

Deno.test("dataKey() makes one key for a structure and month, whoever asks", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    await using one = await TestWorld.open({ kv, seed: 1 });
    await using two = await TestWorld.open({ kv, seed: 2 });

    const found = await Promise.all(
      [one, two, one, two].map((world) => dataKey(world.ports, "a", "2026-12")),
    );

    assertEquals(new Set(found.map(({ numbers }) => hex(numbers))).size, 1);
    assertEquals(found[0]!.numbers!.length, 32);
    assertNotEquals(hex(found[0]!.numbers), hex(found[0]!.texts));
    assertEquals(await dataKey(one.ports, "a", "2026-12"), found[0]!);
  }
  kv.close();
});

Deno.test("dataKey() is another one for each structure and month", async () => {
  await using world = await TestWorld.open();
  const places = [["a", "2026-12"], ["a", "2027-01"], [
    "b",
    "2026-12",
  ]] as const;

  const found = await Promise.all(
    places.map(([id, period]) => dataKey(world.ports, id, period)),
  );

  assertEquals(new Set(found.map(({ texts }) => hex(texts))).size, 3);
});

Deno.test("dataKey() is stored wrapped, and opened after a rotation", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    await using before = await TestWorld.open({ kv, seed: 1 });
    await using after = await TestWorld.open({ kv, seed: 2 });
    const made = await dataKey(before.ports, "a", "2026-12");
    const stored = await before.store.get(keys.dataKey("a", "2026-12"));
    assertEquals(stored!.master, "test");
    assert(
      !JSON.stringify(stored).includes(
        Buffer.from(made.texts!).toString("base64"),
      ),
    );

    const master = { id: "new", bytes: new Uint8Array(32).fill(9) };
    const rotated: Ports = {
      ...after.ports,
      vault: new Vault([master, MASTER]),
    };
    assertEquals(
      hex((await dataKey(rotated, "a", "2026-12")).texts),
      hex(made.texts),
    );
    await dataKey(rotated, "a", "2027-01");
    assertEquals(
      (await after.store.get(keys.dataKey("a", "2027-01")))!.master,
      "new",
    );
  }
  kv.close();
});

Deno.test("dataKey() fails without its master key, and is asked for again", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    await using before = await TestWorld.open({ kv, seed: 1 });
    await using after = await TestWorld.open({ kv, seed: 2 });
    await dataKey(before.ports, "a", "2026-12");
    const other = { id: "new", bytes: new Uint8Array(32).fill(9) };
    const without: Ports = { ...after.ports, vault: new Vault([other]) };

    await assertRejects(
      () => dataKey(without, "a", "2026-12"),
      MissingMasterKey,
    );
    assertEquals((await dataKey(after.ports, "a", "2026-12")).id, "2026-12");
  }
  kv.close();
});

Deno.test("dataKey() says which half is destroyed", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    await using before = await TestWorld.open({ kv, seed: 1 });
    await using after = await TestWorld.open({ kv, seed: 2 });
    await dataKey(before.ports, "a", "2026-12");
    await before.store.transact("a", async (tx) => {
      const key = keys.dataKey("a", "2026-12");
      tx.put(key, { ...(await tx.get(key))!, texts: null });
    });

    const { numbers, texts } = await dataKey(after.ports, "a", "2026-12");

    assertEquals([numbers?.length, texts], [32, null]);
  }
  kv.close();
});

Deno.test("indexKey() stays the same", async () => {
  await using world = await TestWorld.open();

  const key = await indexKey(world.ports, "a");
  world.advance(90 * 86_400_000);

  assertEquals(await indexKey(world.ports, "a"), key);
  assertNotEquals(hex(await indexKey(world.ports, "b")), hex(key));
});

Deno.test("sealingPeriod() is the day in UTC", () => {
  const period = (at: string) => sealingPeriod(Date.parse(at));
  assertEquals(period("2026-11-30T23:59:59Z"), "2026-11-30");
  assertEquals(period("2026-12-01T00:00:00Z"), "2026-12-01");
});

Deno.test("periodEndMs() is the end of the day, and of nothing else", () => {
  const end = Date.parse("2026-12-01T00:00:00Z");
  assertEquals(periodEndMs("2026-11-30"), end);
  assertEquals(periodEndMs("2026-11-30~2"), end);
  assertEquals(periodEndMs("index"), null);
});

Deno.test("existingKey() makes no key, and livePeriods() names those there are", async () => {
  await using world = await TestWorld.open();
  const none = await existingKey(world.ports, "a", "2026-12-01");
  assertEquals([none.numbers, none.texts], [null, null]);
  assertEquals(await livePeriods(world.ports, "a"), []);

  for (const period of ["2026-12-01", "index", "2026-12-02"]) {
    await dataKey(world.ports, "a", period);
  }

  assertEquals(await livePeriods(world.ports, "a"), [
    "2026-12-02",
    "2026-12-01",
  ]);
  const made = await dataKey(world.ports, "a", "2026-12-01");
  assertEquals(await existingKey(world.ports, "a", "2026-12-01"), made);
});

Deno.test("dataKey() forgets what another instance destroyed within a minute", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    await using one = await TestWorld.open({ kv, seed: 1 });
    await using two = await TestWorld.open({ kv, seed: 2 });
    await dataKey(one.ports, "a", "2026-12-01");
    const key = keys.dataKey("a", "2026-12-01");
    await two.store.transact("a", async (tx) => {
      tx.put(key, { ...(await tx.get(key))!, texts: null });
    });
    one.advance(60_001);
    const { texts } = await existingKey(one.ports, "a", "2026-12-01");
    assertEquals(texts, null);
  }
  kv.close();
});
