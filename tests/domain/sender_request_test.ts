import { assertEquals } from "@std/assert";
import { addSender, listSenders } from "../../lib/domain/sender.ts";
import {
  decideSender,
  listSenderRequests,
} from "../../lib/domain/sender_request.ts";
import { updateStructure } from "../../lib/domain/structure.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, plant, refusalOf, type Tree } from "./tree.ts";

async function askingWorld() {
  const world = await TestWorld.open();
  const tree: Tree = await plant(world);
  const mayor = member({ [tree.town]: "manager" });
  const centre = member({ [tree.centre]: "manager" });
  const ask = (sender: string) =>
    addSender(world.ports, world.call(mayor), { id: tree.town, sender });
  const names = async () =>
    (await listSenders(world.ports, OPERATOR, tree.town))
      .map(({ sender }) => sender);
  return { world, ...tree, mayor, centre_: centre, ask, names };
}

Deno.test("addSender() only asks for who is not above; decideSender() allows", async () => {
  const { world, town, centre, mayor, centre_, ask, names } =
    await askingWorld();
  await using _ = world;
  const { ports } = world;

  const asked = await ask("MairieVille");
  const waiting = await listSenderRequests(ports, centre_, centre);
  const before = await names();
  const decide = { id: town, sender: "MairieVille", approve: true };
  assertEquals(
    await refusalOf(decideSender(ports, world.call(mayor), decide)),
    "forbidden",
  );
  await decideSender(ports, world.call(centre_), decide);

  assertEquals(asked, {
    sender: "MairieVille",
    default: false,
    state: "pending",
  });
  assertEquals(
    waiting.map((
      { structureId, sender, state },
    ) => [structureId, sender, state]),
    [[town, "MairieVille", "pending"]],
  );
  assertEquals([before, await names()], [[], ["MairieVille"]]);
  assertEquals(await listSenderRequests(ports, centre_, centre), []);
});

Deno.test("decideSender() refuses with a reason the structure sees, and may be asked again", async () => {
  const { world, town, mayor, centre_, ask, names } = await askingWorld();
  await using _ = world;
  const { ports } = world;
  await ask("Prefecture");
  const decide = (approve: boolean) =>
    decideSender(ports, world.call(centre_), {
      id: town,
      sender: "Prefecture",
      approve,
      reason: "Ce n’est pas vous",
    });

  await decide(false);
  const seen = await listSenderRequests(ports, mayor, town);
  assertEquals(await refusalOf(decide(true)), "not_found");
  await ask("Prefecture");
  const again = await listSenderRequests(ports, mayor, town);

  assertEquals(seen.map(({ state, reason }) => [state, reason]), [
    ["refused", "Ce n’est pas vous"],
  ]);
  assertEquals(again.map(({ state }) => state), ["pending"]);
  assertEquals(await names(), []);
});

Deno.test("updateStructure() gives no default sender that was not allowed", async () => {
  const { world, town, mayor, ask } = await askingWorld();
  await using _ = world;
  const set = (actor: typeof mayor, defaultSender: string) =>
    updateStructure(world.ports, world.call(actor), {
      id: town,
      patch: { defaultSender },
    });

  assertEquals(
    [
      await refusalOf(set(mayor, "MairieVille")),
      await refusalOf(set(mayor, "Impots")),
      await refusalOf(ask("Impots")),
    ],
    [
      "sender_not_allowed /defaultSender",
      "invalid_request /defaultSender",
      "invalid_request /sender",
    ],
  );
});
