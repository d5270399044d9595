import { assertEquals } from "@std/assert";
import { openBatch } from "../../lib/domain/batch.ts";
import { eraseInBatch } from "../../lib/domain/person_batch.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { openTown, SCRIPTED } from "../delivery/support.ts";
import { allBatches } from "./accepting.ts";

Deno.test("eraseInBatch() empties a place, and a text nobody else was sent", async () => {
  const town = await openTown();
  await using world = town.world;
  await Promise.all([
    town.send({ text: "À tous", recipients: ["+33612345678", "+33612345679"] }),
    town.send({ text: "À elle", recipients: ["+33612345678"] }),
  ]);
  const [batch] = await allBatches(world);

  const done = await eraseInBatch(world.ports, batch!, "+33612345678");

  assertEquals(done, { messages: 2, cancelled: 2, leaving: 0 });
  const [after] = await allBatches(world);
  const { numbers, texts } = await openBatch(world.ports, after!);
  assertEquals(numbers, ["", "+33612345679", ""]);
  assertEquals(texts, ["À tous", "", ""]);
  assertEquals(after!.messages.map(({ text }) => texts![text]), [
    "",
    "À tous",
    "",
  ]);
});

Deno.test("eraseInBatch() leaves what is being handed over for later", async () => {
  const town = await openTown({ gateway: SCRIPTED });
  await using world = town.world;
  const gate = Promise.withResolvers<Response>();
  world.reply = () => gate.promise;
  await town.send({ recipients: ["+33612345678"] });
  const running = town.engine.runDue();
  while (world.requests.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const [batch] = await allBatches(world);
  const erase = () => eraseInBatch(world.ports, batch!, "+33612345678");
  assertEquals(await erase(), { messages: 0, cancelled: 0, leaving: 1 });
  gate.resolve(Response.json({ id: "1" }));
  await running;
  assertEquals(await erase(), { messages: 1, cancelled: 0, leaving: 0 });
});

Deno.test("eraseInBatch() takes the message from the simulator's phone", async () => {
  const town = await openTown();
  await using world = town.world;
  await town.send({ recipients: ["+33612345678"] });
  await town.engine.runDue();
  const phone = () => Array.fromAsync(world.store.list(KINDS.outbox, {}));
  assertEquals((await phone()).length, 1);
  await eraseInBatch(
    world.ports,
    (await allBatches(world))[0]!,
    "+33612345678",
  );
  assertEquals(await phone(), []);
});
