import { assertEquals } from "@std/assert";
import { putAlerts } from "../../lib/domain/alert_settings.ts";
import { readSharing, setSharing } from "../../lib/domain/sharing.ts";
import { readAllowance, setAllowance } from "../../lib/domain/allowance.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import type { NewSharing } from "../../lib/schema/credit.ts";
import type { Actor } from "../../lib/domain/actor.ts";
import { OPERATOR } from "../support.ts";
import { assertSound } from "./accepting.ts";
import {
  available,
  give,
  openTerritory,
  send,
  type Territory,
} from "./provided.ts";
import { member, refusalOf } from "./tree.ts";

function set(
  { world, tree }: Territory,
  mode: NewSharing["mode"],
  { actor = OPERATOR, structureId = tree.town }: {
    actor?: Actor;
    structureId?: string;
  } = {},
) {
  return setSharing(world.ports, world.call(actor), { structureId, mode });
}

Deno.test("setSharing() takes a balance back to the group, and leaves what was drawn", async () => {
  await using territory = await openTerritory();
  const { world, tree: { centre, town } } = territory;
  await give(territory, null, centre, 100);
  await give(territory, centre, town, 40);
  assertEquals(await set(territory, "shared"), {
    mode: "shared",
    groupId: centre,
    monthlyCap: null,
    monthDrawn: 0,
  });
  assertEquals(await available(territory, centre, town), [100, 0]);
  await send(territory, town, 10);
  const sharing = await readSharing(world.ports, OPERATOR, town);
  assertEquals(sharing.monthDrawn, 10);

  assertEquals((await set(territory, "allocated")).mode, "allocated");
  assertEquals(
    await refusalOf(send(territory, town, 1)),
    "insufficient_credit",
  );
  await assertSound(world);
});

Deno.test("setSharing() ends an allowance, and no balance is watched any more", async () => {
  await using territory = await openTerritory();
  const { world, tree: { centre, town } } = territory;
  await give(territory, null, centre, 100);
  await putAlerts(world.ports, world.call(), {
    id: town,
    alerts: { lowBalance: [5], monthlyVolume: [], emails: [] },
  });
  await setAllowance(world.ports, world.call(), {
    structureId: town,
    credits: 10,
  });
  await territory.engine.runDue();
  assertEquals(await available(territory, town), [10]);
  await set(territory, "shared");
  assertEquals(await readAllowance(world.ports, OPERATOR, town), null);
  for (let i = 0; i < 3; i++) await send(territory, town, 8);
  const alerts = await Array.fromAsync(world.store.list(KINDS.alert, {}));
  assertEquals(alerts, []);
  await assertSound(world);
});

Deno.test("setSharing() is for who moves the group's SMS, below a group", async () => {
  await using territory = await openTerritory();
  const { tree: { centre, town, stranger } } = territory;
  const own = member({ [town]: "manager" });
  const foreign = member({ [stranger]: "manager" });
  const above = member({ [centre]: "manager" });
  const answer = (actor: Actor, structureId = town) =>
    refusalOf(set(territory, "shared", { actor, structureId }));
  assertEquals(await answer(own), "forbidden");
  assertEquals(await answer(foreign), "not_found");
  assertEquals(await answer(above), "nothing");
  assertEquals(await answer(OPERATOR, centre), "conflict");
});
