import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { keys } from "../../lib/kv/keys.ts";
import { EMBEDDED_ENVELOPE } from "../../lib/kv/records.ts";
import { openStore, StartError } from "../../lib/runtime/store.ts";

const OPTIONS = {
  now: Date.now,
  newId: (prefix: string) => `${prefix}_${crypto.randomUUID()}`,
  random: Math.random,
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

const NOTE = keys.setting("note");

/** Runs `body` with a folder that is gone afterwards. */
async function inFolder(body: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "openStore() makes the folder, keeps what is written, and lets go",
  // It does not wait for the lock any more, but its timer still runs out.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await inFolder(async (folder) => {
      const path = `${folder}/deep/data/lsmessage.sqlite3`;
      const first = await openStore(path, OPTIONS);
      assertEquals(first.embedded, true);
      assertEquals(first.store.options.envelope, EMBEDDED_ENVELOPE);
      await first.store.transact("note", async (tx) => {
        await tx.get(NOTE);
        tx.put(NOTE, "kept");
      });
      await first.close();

      const second = await openStore(path, OPTIONS);
      assertEquals(await second.store.get(NOTE), "kept");
      await second.close();
    });
  },
});

Deno.test("openStore() keeps nothing of a store in memory", async () => {
  const { store, embedded, close } = await openStore(":memory:", OPTIONS);
  assertEquals(embedded, true);
  assertEquals(await store.get(NOTE), null);
  await close();
});

Deno.test({
  name: "openStore() refuses a file that is in use, until it is not",
  // Who is refused goes on waiting for the lock: a process would end there.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await inFolder(async (folder) => {
      const path = `${folder}/lsmessage.sqlite3`;
      const { close } = await openStore(path, OPTIONS);
      const error = await assertRejects(
        () => openStore(path, OPTIONS),
        StartError,
      );
      assertStringIncludes(error.message, `${path} is in use`);
      await close();
    });
  },
});

Deno.test("openStore() says that it cannot write there", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const path = `${folder}/file/lsmessage.sqlite3`;
    const error = await assertRejects(
      () => openStore(path, OPTIONS),
      StartError,
    );
    assertStringIncludes(error.message, `the folder of ${path} cannot be`);
    assertStringIncludes(error.message, "LSMESSAGE_KV");
  });
});

Deno.test({
  name: "openStore() refuses what is no store, and leaves it alone",
  // The lock is held until the process ends, which it would here.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await inFolder(async (folder) => {
      const path = `${folder}/diary.sqlite3`;
      const text = "Cher journal, ".repeat(1_000);
      await Deno.writeTextFile(path, text);
      await assertRejects(
        () => openStore(path, OPTIONS),
        StartError,
        `the store ${path} could not be opened`,
      );
      assertEquals(await Deno.readTextFile(path), text);
    });
  },
});
