import { assertEquals } from "@std/assert";
import {
  addSender,
  listSenders,
  removeSender,
  SENDERS_MAX,
} from "../../lib/domain/sender.ts";
import { updateStructure } from "../../lib/domain/structure.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, plant, refusalOf } from "./tree.ts";

Deno.test("addSender() allows a name once", async () => {
  await using world = await TestWorld.open();
  const { town: id } = await plant(world);
  const add = (sender: string) =>
    addSender(world.ports, world.call(), { id, sender });

  assertEquals(await add("Mairie"), { sender: "Mairie", default: false });
  await add("Mairie");
  await add("Ecole");

  assertEquals(await listSenders(world.ports, OPERATOR, id), [
    { sender: "Mairie", default: false },
    { sender: "Ecole", default: false },
  ]);
});

Deno.test("addSender() has a bound", async () => {
  await using world = await TestWorld.open();
  const { town: id } = await plant(world);
  for (let i = 0; i < SENDERS_MAX; i++) {
    await addSender(world.ports, world.call(), { id, sender: `Nom ${i}` });
  }

  const beyond = addSender(world.ports, world.call(), { id, sender: "Trop" });
  assertEquals(await refusalOf(beyond), "invalid_request /sender");
});

Deno.test("removeSender() leaves no default behind", async () => {
  await using world = await TestWorld.open();
  const { town: id } = await plant(world);
  const patch = { defaultSender: "Mairie" };
  await updateStructure(world.ports, world.call(), { id, patch });
  assertEquals(await listSenders(world.ports, OPERATOR, id), [
    { sender: "Mairie", default: true },
  ]);

  const remove = () =>
    refusalOf(
      removeSender(world.ports, world.call(), { id, sender: "Mairie" }),
    );
  assertEquals(await remove(), "nothing");
  assertEquals(await remove(), "not_found");
  assertEquals(await listSenders(world.ports, OPERATOR, id), []);
});

Deno.test("senders are managed by managers and read by all members", async () => {
  await using world = await TestWorld.open();
  const { town: id, stranger } = await plant(world);
  const viewer = member({ [id]: "viewer" });
  const call = world.call(viewer);
  const sender = "Mairie";

  assertEquals(
    [
      await refusalOf(addSender(world.ports, call, { id, sender })),
      await refusalOf(removeSender(world.ports, call, { id, sender })),
      await refusalOf(listSenders(world.ports, viewer, id)),
      await refusalOf(listSenders(world.ports, viewer, stranger)),
    ],
    ["forbidden", "forbidden", "nothing", "not_found"],
  );
});
