import { assertEquals } from "@std/assert";
import { keys } from "../../lib/kv/keys.ts";
import { EMBEDDED_ENVELOPE } from "../../lib/kv/records.ts";
import { Store } from "../../lib/kv/store.ts";

let ids = 0;

Deno.test("onAlarm() rings when what a commit put off is due", async () => {
  const store = new Store(await Deno.openKv(":memory:"), {
    envelope: EMBEDDED_ENVELOPE,
    now: Date.now,
    newId: (prefix) => `${prefix}_${++ids}`,
    random: Math.random,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    queues: true,
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  store.onAlarm(() => resolve(Date.now()));
  const dueMs = Date.now() + 2_100;
  const key = keys.setting("owner");
  await store.transact("owner", async (tx) => {
    await tx.get(key);
    tx.put(key, "x");
    tx.put(keys.due(0, dueMs, "b1"), { kind: "messages", structureId: "s" });
  });
  const rangMs = await promise;
  assertEquals(rangMs >= dueMs, true, `${rangMs - dueMs} ms early`);
  await store.close();
});
