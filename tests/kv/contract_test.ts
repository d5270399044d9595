/**
 * What the store is built on, pinned: a Deno whose KV behaves otherwise fails
 * here first. K4 and K11 need a network and are not here.
 *
 * @module
 */
import {
  assert,
  assertEquals,
  assertGreater,
  assertRejects,
} from "@std/assert";
import { backup, DatabaseSync } from "node:sqlite";

/** Runs `test` on a database in memory. */
function inMemory(name: string, test: (kv: Deno.Kv) => Promise<void>): void {
  Deno.test(name, async () => {
    const kv = await Deno.openKv(":memory:");
    try {
      await test(kv);
    } finally {
      kv.close();
    }
  });
}

/** Runs `test` in a folder of its own. */
function inFolder(name: string, test: (folder: string) => Promise<void>): void {
  Deno.test(name, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await test(folder);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

Deno.test("K1: the embedded store has a queue that commits and waits", async () => {
  const kv = await Deno.openKv(":memory:");
  const came = Promise.withResolvers<unknown>();
  const listening = kv.listenQueue((value) => came.resolve(value));

  await kv.atomic().set(["a"], 1).enqueue("wake", { delay: 20 }).commit();

  assertEquals(await came.promise, "wake");
  kv.close();
  await listening;
});

Deno.test("K2: the queue hands over more than a hundred values at once", async () => {
  const kv = await Deno.openKv(":memory:");
  const gate = Promise.withResolvers<void>();
  const many = Promise.withResolvers<void>();
  let open = 0;
  const listening = kv.listenQueue(async () => {
    if (++open > 100) many.resolve();
    await gate.promise;
  });

  for (let i = 0; i < 120; i++) await kv.enqueue(i);

  await many.promise;
  gate.resolve();
  await pause(50);
  kv.close();
  await listening;
});

Deno.test("K2: the queue drops a value whose handler keeps failing", async () => {
  const kv = await Deno.openKv(":memory:");
  let calls = 0;
  const listening = kv.listenQueue(() => {
    calls++;
    return Promise.reject("on purpose");
  });
  await kv.enqueue("lost", {
    backoffSchedule: [1],
    keysIfUndelivered: [["undelivered"]],
  });

  while ((await kv.get(["undelivered"])).value === null) await pause(20);

  assertEquals(calls, 2);
  kv.close();
  await listening;
});

inMemory(
  "K3: a commit whose sum fails leaves what stood before it",
  async (kv) => {
    await kv.set(["text"], "no number");

    const commit = kv.atomic().set(["before"], 1).sum(["text"], 1n).commit();

    await assertRejects(() => commit, TypeError, "non-U64");
    assertEquals((await kv.get(["before"])).value, 1);
  },
);

inMemory("K3: a sum wraps around without a word", async (kv) => {
  await kv.set(["count"], new Deno.KvU64(1n));

  await kv.atomic().sum(["count"], 2n ** 64n - 2n).commit();
  await kv.atomic().sum(["count"], 3n).commit();

  assertEquals((await kv.get<Deno.KvU64>(["count"])).value?.value, 2n);
});

inMemory(
  "K4: a failed check writes nothing and is not an error",
  async (kv) => {
    const { versionstamp } = await kv.set(["a"], 1);
    await kv.set(["a"], 2);

    const check = { key: ["a"], versionstamp };
    const result = await kv.atomic().check(check).set(["b"], 1).commit();

    assertEquals(result, { ok: false });
    assertEquals((await kv.get(["b"])).value, null);
  },
);

Deno.test("K5: what one commit takes", async (t) => {
  using kv = await Deno.openKv(":memory:");
  const checks = (count: number) => () => {
    const atomic = kv.atomic().set(["x"], 1);
    for (let i = 0; i < count; i++) {
      atomic.check({ key: ["none", i], versionstamp: null });
    }
    return atomic.commit();
  };
  const sets = (count: number, key: number, value: number) => () => {
    const atomic = kv.atomic();
    for (let i = 0; i < count; i++) {
      atomic.set(["k".repeat(key - 11), i], new Uint8Array(value));
    }
    return atomic.commit();
  };
  const reads = (count: number) => () =>
    kv.getMany(Array.from({ length: count }, (_, i) => ["none", i]));
  const table: [
    what: string,
    within: () => Promise<unknown>,
    beyond: () => Promise<unknown>,
    error: string,
  ][] = [
    ["64 KiB a value", sets(1, 20, 65_536), sets(1, 20, 65_537), "Value too"],
    ["2 KiB a key", sets(1, 2_048, 1), sets(1, 2_049, 1), "Key too large"],
    ["1,000 mutations", sets(1_000, 20, 1), sets(1_001, 20, 1), "mutations"],
    ["800 KiB", sets(13, 20, 62_900), sets(13, 20, 63_100), "mutation size"],
    ["80 KiB of keys", sets(400, 200, 1), sets(420, 200, 1), "key size"],
    ["100 checks", checks(100), checks(101), "Too many checks"],
    ["10 keys a read", reads(10), reads(11), "Too many ranges"],
  ];
  for (const [what, within, beyond, error] of table) {
    await t.step(what, async () => {
      await within();
      await assertRejects(beyond, TypeError, error);
    });
  }
});

inMemory("K6: what is expired can be read for a while", async (kv) => {
  await kv.set(["session"], "open", { expireIn: 1 });

  await pause(30);

  assertEquals((await kv.get(["session"])).value, "open");
});

inFolder(
  "K7: nothing keeps a second handle away from a file",
  async (folder) => {
    using first = await Deno.openKv(`${folder}/kv.sqlite3`);
    using second = await Deno.openKv(`${folder}/kv.sqlite3`);

    await first.set(["a"], 1);
    await second.set(["a"], 2);

    assertEquals((await first.get(["a"])).value, 2);
  },
);

inMemory("K8: a listing of several batches is not a snapshot", async (kv) => {
  await kv.atomic().set(["account", 1], 100).set(["account", 2], 0).commit();
  let sum = 0;

  const list = kv.list<number>({ prefix: ["account"] }, { batchSize: 1 });
  for await (const { value } of list) {
    sum += value;
    await kv.atomic().set(["account", 1], 0).set(["account", 2], 100).commit();
  }

  assertEquals(sum, 200);
});

inFolder("K9: what was committed outlives the process", async (folder) => {
  const file = `${folder}/kv.sqlite3`;
  const writer = new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--unstable-kv",
      `const kv = await Deno.openKv(${JSON.stringify(file)});
       for (let i = 1;; i++) {
         await kv.atomic().set(["a"], i).set(["b"], i).commit();
         Deno.stdout.writeSync(new Uint8Array([10]));
       }`,
    ],
    stdout: "piped",
  }).spawn();
  const reader = writer.stdout.getReader();
  let acknowledged = 0;
  while (acknowledged < 200) {
    acknowledged += (await reader.read()).value!.length;
  }
  writer.kill("SIGKILL");
  await writer.status;
  await reader.cancel();

  using kv = await Deno.openKv(file);
  const [a, b] = await kv.getMany<[number, number]>([["a"], ["b"]]);
  assert(a.value! >= acknowledged);
  assertEquals(a.value, b.value);
});

inFolder("K9: a backup of a store in use is consistent", async (folder) => {
  const kv = await Deno.openKv(`${folder}/kv.sqlite3`);
  let writing = true;
  const write = async () => {
    for (let i = 0; writing; i++) {
      await kv.atomic().set(["a"], i).set(["b"], i).commit();
    }
  };
  const written = write();
  await pause(10);
  using source = new DatabaseSync(`${folder}/kv.sqlite3`);

  await backup(source, `${folder}/copy.sqlite3`);

  writing = false;
  await written;
  kv.close();
  using copy = await Deno.openKv(`${folder}/copy.sqlite3`);
  const [a, b] = await copy.getMany<[number, number]>([["a"], ["b"]]);
  assert(a.value !== null);
  assertEquals(a.value, b.value);
});

inFolder("K10: a deleted text stays in the file", async (folder) => {
  const kv = await Deno.openKv(`${folder}/kv.sqlite3`);
  for (let i = 0; i < 50; i++) await kv.set(["text", i], `sentinel ${i}`);
  for (let i = 0; i < 50; i++) await kv.delete(["text", i]);
  kv.close();

  const bytes = await Deno.readFile(`${folder}/kv.sqlite3`);
  const text = new TextDecoder("latin1").decode(bytes);

  assertGreater(text.split("sentinel").length, 10);
});
