import { assertEquals } from "@std/assert";
import { putAlerts } from "../../lib/domain/alert_settings.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { assertSound } from "./accepting.ts";
import { DAY_MS, give, openTerritory, pass, send } from "./provided.ts";

Deno.test("days left by the forecast raise one alert for each threshold, and rearm", async () => {
  await using territory = await openTerritory();
  const { world, tree: { town } } = territory;
  await give(territory, null, town, 100);
  await putAlerts(world.ports, world.call(), {
    id: town,
    alerts: { lowBalance: [], monthlyVolume: [], daysLeft: [3, 6], emails: [] },
  });
  const told = async () =>
    (await Array.fromAsync(world.store.list(KINDS.alert, {})))
      .map(({ value: { kind, threshold, value } }) =>
        `${kind} ${threshold} ${value}`
      );
  for (let day = 0; day < 3; day++) {
    await send(territory, town, 10);
    await pass(territory, DAY_MS);
  }
  assertEquals(await told(), []);
  await send(territory, town, 30);
  assertEquals(await told(), ["daysLeft 6 5"]);
  await send(territory, town, 18);
  assertEquals(await told(), ["daysLeft 6 5", "daysLeft 3 2"]);
  await give(territory, null, town, 500);
  await send(territory, town, 510);
  assertEquals((await told()).length, 4);
  await assertSound(world);
});
