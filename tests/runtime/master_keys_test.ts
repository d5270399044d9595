import {
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { masterKeysBeside } from "../../lib/runtime/master_keys.ts";
import { StartError } from "../../lib/runtime/store.ts";

/** Runs `body` with a folder that is gone afterwards. */
async function inFolder(body: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("masterKeysBeside() makes a key once, for its user's eyes only", async () => {
  await inFolder(async (folder) => {
    const store = `${folder}/data/lsmessage.sqlite3`;
    const [made, ...more] = await masterKeysBeside(store, true);
    assertEquals(more, []);
    assertEquals([made.id, made.bytes.length], ["k1", 32]);
    const { mode } = await Deno.stat(`${folder}/data/keys`);
    assertEquals((mode! & 0o777).toString(8), "600");

    const [again] = await masterKeysBeside(store, true);
    assertEquals(again, { ...made, bytes: again.bytes });
    assertEquals([...again.bytes], [...made.bytes]);
  });
});

Deno.test("masterKeysBeside() makes another key for each store", async () => {
  await inFolder(async (folder) => {
    const [one] = await masterKeysBeside(`${folder}/a/lsmessage.sqlite3`, true);
    const [other] = await masterKeysBeside(
      `${folder}/b/lsmessage.sqlite3`,
      true,
    );
    const [memory] = await masterKeysBeside(":memory:", true);
    assertNotEquals([...one.bytes], [...other.bytes]);
    assertNotEquals([...one.bytes], [...memory.bytes]);
    assertEquals([...Deno.readDirSync(folder)].length, 2);
  });
});

Deno.test("masterKeysBeside() reads several keys, the active one first", async () => {
  await inFolder(async (folder) => {
    const line = (char: string) => `${char}:${btoa(char.repeat(32))}`;
    await Deno.writeTextFile(`${folder}/keys`, `${line("b")},${line("a")}\n`);
    const keys = await masterKeysBeside(`${folder}/lsmessage.sqlite3`, true);
    assertEquals(keys.map(({ id }) => id), ["b", "a"]);
  });
});

Deno.test("masterKeysBeside() refuses a damaged file, without its secret", async () => {
  await inFolder(async (folder) => {
    const secret = btoa("x".repeat(20));
    const damaged = ["", "k1:", `k1:${secret}`, secret, "\0\0\0"];
    for (const text of damaged) {
      await Deno.writeTextFile(`${folder}/keys`, text);
      const error = await assertRejects(
        () => masterKeysBeside(`${folder}/lsmessage.sqlite3`, true),
        StartError,
      );
      assertStringIncludes(error.message, `${folder}/keys cannot be used`);
      assertEquals(error.message.includes(secret), false);
      assertEquals(await Deno.readTextFile(`${folder}/keys`), text);
    }
  });
});

Deno.test("masterKeysBeside() says what it cannot read", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/keys`);
    const error = await assertRejects(
      () => masterKeysBeside(`${folder}/lsmessage.sqlite3`, true),
      StartError,
    );
    assertStringIncludes(error.message, `${folder}/keys cannot be read`);
  });
});

Deno.test("masterKeysBeside() makes no new keys for a store that has been written", async () => {
  await inFolder(async (folder) => {
    const error = await assertRejects(
      () => masterKeysBeside(`${folder}/lsmessage.sqlite3`, false),
      StartError,
    );
    assertStringIncludes(error.message, "LSMESSAGE_KEYS");
    assertEquals([...Deno.readDirSync(folder)], []);
  });
});
