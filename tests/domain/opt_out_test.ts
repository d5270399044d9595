import { assert, assertEquals } from "@std/assert";
import {
  addOptOut,
  exportOptOuts,
  importOptOuts,
  listOptOuts,
  removeOptOut,
} from "../../lib/domain/opt_out.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { numberOf } from "./accepting.ts";
import { member, plant, refusalOf } from "./tree.ts";

async function listed(world: TestWorld, id: string) {
  const { items } = await listOptOuts(world.ports, OPERATOR, { id, limit: 50 });
  return items.map(({ number, source }) => `${number} ${source}`);
}

Deno.test("addOptOut() keeps a number once, and not readably", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const add = (recipient: string) =>
    addOptOut(world.ports, world.call(), { id: town, recipient });

  const first = await add("06 12 34 56 78");
  const again = await add("+33612345678");

  assertEquals(again.id, first.id);
  assertEquals(await listed(world, town), ["•• •• •• •• 78 manual"]);
  const stored = await Array.fromAsync(world.store.list(KINDS.optOut, {}));
  assert(!JSON.stringify(stored).includes("612345678"));
});

Deno.test("addOptOut() refuses what is no mobile, and who may not send", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const viewer = world.call(member({ [town]: "viewer" }));
  const id = town;

  assertEquals(
    [
      await refusalOf(
        addOptOut(world.ports, world.call(), { id, recipient: "01 23" }),
      ),
      await refusalOf(
        addOptOut(world.ports, viewer, { id, recipient: "0612345678" }),
      ),
    ],
    ["invalid_recipient /recipient", "forbidden"],
  );
});

Deno.test("importOptOuts() takes many over, once each, and tells the wrong ones", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const numbers = Array.from({ length: 600 }, (_, i) => numberOf(i));
  const recipients = [...numbers, numbers[0]!, "0123456789"];
  const take = () =>
    importOptOuts(world.ports, world.call(), { id: town, recipients });

  const first = await take();
  const second = await take();

  assertEquals([first.added, first.known], [600, 0]);
  assertEquals(first.invalid.map(({ index, code }) => [index, code]), [
    [601, "not_mobile"],
  ]);
  assertEquals([second.added, second.known], [0, 600]);
  const all = exportOptOuts(world.ports, OPERATOR, town);
  assertEquals((await Array.fromAsync(all)).length, 600);
});

Deno.test("listOptOuts() tells whether a number is on the list, and goes on by cursor", async () => {
  await using world = await TestWorld.open();
  const { town, school } = await plant(world);
  for (const recipient of ["0612345601", "0612345602", "0612345603"]) {
    await addOptOut(world.ports, world.call(), { id: town, recipient });
  }
  const list = (options: Record<string, unknown>) =>
    listOptOuts(world.ports, OPERATOR, { id: town, limit: 2, ...options });

  const first = await list({});
  const second = await list({ cursor: first.nextCursor });
  const asked = await list({ recipient: "06 12 34 56 02" });
  const elsewhere = await list({ id: school, recipient: "06 12 34 56 02" });

  const tails = ({ items }: typeof first) =>
    items.map(({ number }) => number.slice(-2));
  assertEquals([tails(first), tails(second)], [["03", "02"], ["01"]]);
  assertEquals([tails(asked), tails(elsewhere)], [["02"], []]);
});

Deno.test("removeOptOut() takes a number off, for who manages the structure", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const added = await addOptOut(world.ports, world.call(), {
    id: town,
    recipient: "0612345678",
  });
  const input = { id: town, optOutId: added.id };
  const sender = world.call(member({ [town]: "sender" }));

  assertEquals(
    await refusalOf(removeOptOut(world.ports, sender, input)),
    "forbidden",
  );
  await removeOptOut(world.ports, world.call(), input);

  assertEquals(await listed(world, town), []);
  assertEquals(
    await refusalOf(removeOptOut(world.ports, world.call(), input)),
    "not_found",
  );
});
