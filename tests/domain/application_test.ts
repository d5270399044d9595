import { assertEquals } from "@std/assert";
import {
  createApplication,
  deleteApplication,
  getApplication,
  listApplications,
  rotateKey,
} from "../../lib/domain/application.ts";
import { authenticateKey } from "../../lib/domain/key_access.ts";
import { isApiKey, newApiKey } from "../../lib/domain/api_key.ts";
import { keys } from "../../lib/kv/keys.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, plant, refusalOf } from "./tree.ts";

const HOUR_MS = 3_600_000;
const NEW = { name: "idelibre", mode: "live" } as const;

async function create(world: TestWorld, structureId: string) {
  return await createApplication(world.ports, world.call(), {
    ...NEW,
    structureId,
  });
}

Deno.test("createApplication() gives a key that authenticates", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);

  const { apiKey, createdAt: _, ...made } = await createApplication(
    world.ports,
    world.call(),
    {
      structureId: town,
      name: "web-GFC",
      mode: "test",
      scopes: ["messages:send"],
      dailyCap: 100,
    },
  );

  const shared = {
    id: made.id,
    structureId: town,
    name: "web-GFC",
    mode: "test",
    scopes: ["messages:send"],
    dailyCap: 100,
  } as const;
  assertEquals(made, {
    ...shared,
    scopes: ["messages:send"],
    perMinute: null,
    perDay: null,
    allowedAddresses: [],
    keyDays: null,
    keyExpiresAt: null,
    lastUsedAt: null,
  });
  assertEquals(await authenticateKey(world.ports, apiKey), {
    kind: "application",
    ...shared,
    scopes: ["messages:send"],
  });
});

Deno.test("createApplication() stores the key as a hash alone", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const call = world.call(OPERATOR, { key: "k" });
  const { apiKey } = await createApplication(world.ports, call, {
    ...NEW,
    structureId: town,
  });

  const secret = apiKey.slice(27, 79);
  for await (const { key, value } of world.store.kv.list({ prefix: [] })) {
    const bytes = value instanceof Uint8Array
      ? new TextDecoder().decode(value)
      : JSON.stringify(value);
    assertEquals([key, bytes.includes(secret)], [key, false]);
  }
});

Deno.test("createApplication() gives a repetition the same key", async () => {
  await using world = await TestWorld.open();
  const { town: structureId } = await plant(world);
  const make = () =>
    createApplication(
      world.ports,
      world.call(OPERATOR, { key: "k", fingerprint: "f" }),
      { ...NEW, structureId },
    );

  assertEquals(await make(), await make());
});

Deno.test("authenticateKey() refuses what is no key of ours", async (t) => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const { apiKey } = await create(world, town);
  const foreign = newApiKey(world.ports, "live").token;
  const wrongSecret = forged(apiKey);
  assertEquals(isApiKey(wrongSecret), true);

  for (const token of ["", "lsm_live_", `${apiKey}x`, foreign, wrongSecret]) {
    await t.step(token.slice(0, 40), async () => {
      assertEquals(await authenticateKey(world.ports, token), null);
    });
  }
  assertEquals((await authenticateKey(world.ports, apiKey))?.name, "idelibre");
  await t.step("also once the real one is in memory", async () => {
    assertEquals(await authenticateKey(world.ports, wrongSecret), null);
  });
});

/** The same id and a right checksum, but another secret. */
function forged(apiKey: string): string {
  let body = apiKey.slice(0, -7);
  body = body.slice(0, -1) + (body.endsWith("0") ? "1" : "0");
  const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  for (let crc = 0, value = crc32(body), tail = ""; crc < 7; crc++) {
    tail = alphabet[value % 32] + tail;
    value = Math.floor(value / 32);
    if (crc === 6) return body + tail;
  }
  return body;
}

function crc32(text: string): number {
  let crc = ~0;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return ~crc >>> 0;
}

Deno.test("deleteApplication() revokes the key at once", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const { id, apiKey } = await create(world, town);
  await authenticateKey(world.ports, apiKey);

  await deleteApplication(world.ports, world.call(), id);

  assertEquals(await authenticateKey(world.ports, apiKey), null);
  assertEquals(
    await refusalOf(getApplication(world.ports, OPERATOR, id)),
    "not_found",
  );
  const { items } = await listApplications(world.ports, OPERATOR, {
    structureId: town,
    limit: 50,
  });
  assertEquals(items, []);
});

Deno.test("rotateKey() keeps the old key for its grace", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const { id, apiKey: first } = await create(world, town);
  const works = async (token: string) =>
    await authenticateKey(world.ports, token) !== null;

  const { apiKey: second } = await rotateKey(world.ports, world.call(), {
    id,
    graceHours: 24,
  });
  assertEquals([await works(first), await works(second)], [true, true]);
  world.advance(23 * HOUR_MS);
  assertEquals(await works(first), true);
  world.advance(HOUR_MS);
  assertEquals([await works(first), await works(second)], [false, true]);
});

Deno.test("rotateKey() without grace ends every key before", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const { id, apiKey: first } = await create(world, town);
  const rotate = async (graceHours: number) =>
    (await rotateKey(world.ports, world.call(), { id, graceHours })).apiKey;
  const second = await rotate(24);
  const third = await rotate(0);

  const found = await Promise.all(
    [first, second, third].map((token) => authenticateKey(world.ports, token)),
  );
  assertEquals(found.map((actor) => actor !== null), [false, false, true]);
});

Deno.test("rotateKey() leaves at most two keys", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const { id } = await create(world, town);
  for (let i = 0; i < 3; i++) {
    await rotateKey(world.ports, world.call(), { id, graceHours: 24 });
  }

  const stored = await world.store.get(keys.application(id));
  assertEquals(stored?.keyIds.length, 2);
  const prefix = keys.apiKey("").parts.slice(0, 1);
  const all = await Array.fromAsync(world.store.kv.list({ prefix }));
  assertEquals(all.length, 2);
});

Deno.test("listApplications() pages through a structure's own", async () => {
  await using world = await TestWorld.open();
  const { town: structureId, otherTown } = await plant(world);
  const made = [];
  for (let i = 0; i < 3; i++) made.push((await create(world, structureId)).id);
  await create(world, otherTown);

  const list = (cursor?: string) =>
    listApplications(world.ports, OPERATOR, { structureId, limit: 2, cursor });
  const first = await list();
  const second = await list(first.nextCursor!);

  assertEquals(
    [...first.items, ...second.items].map(({ id }) => id),
    made,
  );
  assertEquals(second.nextCursor, null);
});

Deno.test("applications are for managers of their structure", async () => {
  await using world = await TestWorld.open();
  const { town, stranger } = await plant(world);
  const { id } = await create(world, town);
  const { id: foreign } = await create(world, stranger);
  const sender = member({ [town]: "sender" });
  const manager = member({ [town]: "manager" });

  assertEquals(
    [
      await refusalOf(getApplication(world.ports, sender, id)),
      await refusalOf(
        deleteApplication(world.ports, world.call(sender), id),
      ),
      await refusalOf(getApplication(world.ports, manager, foreign)),
      await refusalOf(
        rotateKey(world.ports, world.call(manager), {
          id: foreign,
          graceHours: 1,
        }),
      ),
      await refusalOf(
        createApplication(world.ports, world.call(manager), {
          ...NEW,
          structureId: stranger,
        }),
      ),
      await refusalOf(getApplication(world.ports, manager, id)),
    ],
    [
      "forbidden",
      "forbidden",
      "not_found",
      "not_found",
      "not_found",
      "nothing",
    ],
  );
});
