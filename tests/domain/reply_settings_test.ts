import { assert, assertEquals } from "@std/assert";
import {
  putReplySettings,
  readReplySettings,
  replyTargets,
} from "../../lib/domain/reply_settings.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, plant, refusalOf } from "./tree.ts";

Deno.test("putReplySettings() keeps the addresses sealed, and none turns it off", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const put = (emails: string[]) =>
    putReplySettings(world.ports, world.call(), {
      id: town,
      settings: { emails },
    });

  await put(["a@example.fr", "a@example.fr", "b@example.fr"]);
  const read = await readReplySettings(world.ports, OPERATOR, town);
  const stored = await Array.fromAsync(
    world.store.list(KINDS.replySettings, {}),
  );
  await put([]);

  assertEquals(read.emails, ["a@example.fr", "b@example.fr"]);
  assert(!JSON.stringify(stored).includes("example.fr"));
  assertEquals((await replyTargets(world.ports, town)).emails, []);
});

Deno.test("readReplySettings() is for who manages the structure", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const viewer = member({ [town]: "viewer" });

  assertEquals(
    await refusalOf(readReplySettings(world.ports, viewer, town)),
    "forbidden",
  );
});
