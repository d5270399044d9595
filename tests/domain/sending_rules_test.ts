import { assertEquals } from "@std/assert";
import {
  DEFAULT_RULES,
  putSendingRules,
  readSendingRules,
} from "../../lib/domain/sending_rules.ts";
import type { NewSendingRules } from "../../lib/schema/sending_rules.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, plant, refusalOf } from "./tree.ts";

const NIGHT: NewSendingRules = {
  quietHours: { from: "20:00", to: "08:00" },
  timeZone: "Europe/Paris",
  unknownOutcome: "uncertain",
};

Deno.test("readSendingRules() tells the rules of the nearest above that has some", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const { centre, town, school } = await plant(world);
  const read = (id: string) => readSendingRules(ports, OPERATOR, id);
  const put = (id: string, rules: NewSendingRules | null) =>
    putSendingRules(ports, world.call(), { id, rules });
  assertEquals(await read(school), { ...DEFAULT_RULES, inheritedFrom: null });

  await put(centre, NIGHT);
  assertEquals(await read(school), { ...NIGHT, inheritedFrom: centre });
  assertEquals((await read(centre)).inheritedFrom, null);
  const own = { ...NIGHT, quietHours: null };
  assertEquals(await put(town, own), { ...own, inheritedFrom: null });
  assertEquals((await read(school)).inheritedFrom, town);
  await put(town, null);
  assertEquals((await read(school)).inheritedFrom, centre);
});

Deno.test("putSendingRules() is for those who manage the structure", async () => {
  await using world = await TestWorld.open();
  const { town, otherTown } = await plant(world);
  const put = (role: "manager" | "sender", id: string) =>
    refusalOf(
      putSendingRules(world.ports, world.call(member({ [town]: role })), {
        id,
        rules: NIGHT,
      }),
    );
  assertEquals(await put("sender", town), "forbidden");
  assertEquals(await put("manager", otherTown), "not_found");
  assertEquals(await put("manager", town), "nothing");
});
