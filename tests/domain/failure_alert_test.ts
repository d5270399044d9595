import { assertEquals } from "@std/assert";
import { listAlertEvents, putAlerts } from "../../lib/domain/alert_settings.ts";
import { rateOf } from "../../lib/domain/failure_alert.ts";
import { OPERATOR } from "../support.ts";
import { openTown, SCRIPTED } from "../delivery/support.ts";

/** A town warned of more than 10 and 30 per cent of failures. */
async function watched() {
  const town = await openTown({ credits: 1_000, gateway: SCRIPTED });
  const { world, structureId: id } = town;
  await putAlerts(world.ports, world.call(), {
    id,
    alerts: {
      lowBalance: [],
      monthlyVolume: [],
      failureRate: [30, 10],
      emails: [],
    },
  });
  const send = async (count: number, status: number) => {
    world.reply = () =>
      status === 200
        ? Response.json({ id: world.ports.newId("prv") })
        : new Response(null, { status });
    await town.send({
      text: `Message ${world.nowMs}`,
      recipients: Array.from(
        { length: count },
        (_, i) => `+336123456${String(i).padStart(2, "0")}`,
      ),
    });
    await town.engine.runDue();
  };
  const told = async () => {
    const page = await listAlertEvents(world.ports, OPERATOR, {
      id,
      limit: 50,
    });
    return page.items.map(({ kind, threshold }) => `${kind} ${threshold}`)
      .reverse();
  };
  return { world, send, told };
}

Deno.test("countEndings() warns once of each share of failures that is passed", async () => {
  const { world, send, told } = await watched();
  await using _ = world;
  await send(5, 400);
  assertEquals(await told(), []);
  await send(30, 200);
  assertEquals(await told(), ["failureRate 10"]);
  await send(15, 400);
  assertEquals(await told(), ["failureRate 10", "failureRate 30"]);
  await send(5, 400);
  assertEquals((await told()).length, 2);
});

Deno.test("countEndings() begins again with the next day", async () => {
  const { world, send, told } = await watched();
  await using _ = world;
  await send(30, 400);
  assertEquals((await told()).length, 2);
  world.advance(24 * 3_600_000);
  await send(30, 200);
  await send(30, 400);
  assertEquals((await told()).slice(2), [
    "failureRate 10",
    "failureRate 30",
  ]);
});

Deno.test("rateOf() tells nothing of a few messages", () => {
  assertEquals(rateOf({ all: 19, failed: 19 }), 0);
  assertEquals(rateOf({ all: 20, failed: 3 }), 15);
});
