import { assertEquals } from "@std/assert";
import type { ApplicationActor } from "../../lib/domain/actor.ts";
import { readInfo } from "../../lib/domain/info.ts";
import { addSender } from "../../lib/domain/sender.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { grant, plant, refusalOf } from "./tree.ts";

function idelibre(structureId: string): ApplicationActor {
  return {
    kind: "application",
    id: "app_1",
    name: "idelibre",
    structureId,
    mode: "live",
    scopes: ["balance:read"],
    dailyCap: null,
  };
}

Deno.test("readInfo() tells a key about itself", async () => {
  await using world = await TestWorld.open();
  const { town: id } = await plant(world);
  await grant(world, id, 42);
  await addSender(world.ports, world.call(), { id, sender: "Mairie" });

  assertEquals(await readInfo(world.ports, idelibre(id)), {
    structure: { id, name: "Ville" },
    application: { id: "app_1", name: "idelibre", mode: "live" },
    balance: 42,
    reserved: 0,
    senders: ["Mairie"],
    apiVersion: "1",
  });
});

Deno.test("readInfo() is for keys that may read the balance", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const sendOnly = { ...idelibre(town), scopes: ["messages:send"] as const };

  assertEquals(await refusalOf(readInfo(world.ports, sendOnly)), "forbidden");
  assertEquals(await refusalOf(readInfo(world.ports, OPERATOR)), "forbidden");
});
