/**
 * A backup taken under load, restored: its invariants hold, nothing of what
 * waited leaves before the operator says so, and a stop is quick.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pause, run, Service, until } from "./service.ts";

const HOUR_MS = 3_600_000;

/** How many SMS the simulator's phone has. */
async function received(service: Service): Promise<number> {
  const { items } = await service.do("GET /gateways");
  return (await service.all(`/gateways/${items[0].id}/outbox`)).length;
}

Deno.test("a backup under load is restored behind a fence, and sound", async () => {
  await using service = await Service.start();
  const { id, key } = await service.town({ credits: 5_000 });
  let isOver = false;
  let sent = 0;
  const load = Promise.all(Array.from({ length: 8 }, async (_, caller) => {
    for (let i = 0; !isOver; i++) {
      const later = new Date(Date.now() + HOUR_MS).toISOString();
      const { status } = await service.ask("POST /messages", {
        key,
        json: {
          text: `Message ${caller} ${i}`,
          recipients: ["+33612345678"],
          ...(i % 2 === 0 ? { sendAt: later } : {}),
        },
      });
      if (status === 202) sent++;
    }
  }));
  await until(() => sent > 200, "some load");
  const backup = `${service.folder}/backup`;
  const made = await run("scripts/backup.ts", service.env, [backup]);
  assertEquals(made.code, 0, made.output);
  await pause(300);
  isOver = true;
  await load;
  const startMs = performance.now();
  await service.stop();
  const stopMs = performance.now() - startMs;
  assert(stopMs < 5_000, `it took ${stopMs} ms to stop`);

  const restored = await run("scripts/restore.ts", service.env, [
    backup,
    "--force",
  ]);
  assertEquals(restored.code, 0, restored.output);
  assertStringIncludes(restored.output, "held back");
  assertEquals((await service.verify()).code, 0);

  await service.resume();
  const fence = await service.do("GET /operations/fence");
  const [town] = fence.held;
  assertEquals(town.structureId, id);
  assert(town.messages > 50, `${town.messages} were waiting`);
  const phone = await received(service);
  await pause(2_500);
  assertEquals(await received(service), phone, "nothing leaves by itself");

  const json = { structureId: id, how: "cancel" };
  const lifted = await service.do("POST /operations/fence/lift", { json });
  assertEquals([lifted.raisedAt, lifted.held], [null, []]);
  const after = await service.do(`GET /structures/${id}/balance`);
  assertEquals([after.reserved, after.available + after.spent], [0, 5_000]);
  await service.stop();
  assertEquals((await service.verify()).code, 0);
});
