import { assertEquals } from "@std/assert";
import { indexNumbers } from "../../lib/domain/number_index.ts";
import { openTown } from "../delivery/support.ts";

Deno.test("indexNumbers() follows the batches once they have settled", async () => {
  const { world, send } = await openTown();
  await using _ = world;
  for (let i = 0; i < 7; i++) {
    await send({ recipients: [`061234567${i}`] });
  }
  assertEquals(await indexNumbers(world.ports), 0, "too young");
  world.advance(30_000);
  assertEquals(await indexNumbers(world.ports), 5);
  assertEquals(await indexNumbers(world.ports), 2);
  assertEquals(await indexNumbers(world.ports), 0);
  const entries = await Array.fromAsync(
    world.store.kv.list({ prefix: ["numberIndex"] }),
    ({ key }) => key.join(" "),
  );
  assertEquals(entries.length, 7);
  assertEquals(entries.some((key) => key.includes("612345")), false);
});
