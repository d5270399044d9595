import { assertEquals } from "@std/assert";
import { createApplication, rotateKey } from "../../lib/domain/application.ts";
import { openListening } from "./webhooks.ts";

const DAY_MS = 86_400_000;

async function openExpiring() {
  const town = await openListening();
  const { world, structureId } = town;
  const { id } = await createApplication(world.ports, world.call(), {
    structureId,
    name: "web-GFC",
    mode: "live",
    keyDays: 90,
  });
  const subjects = () => world.mails.map(({ subject }) => subject);
  return { town, world, id, subjects };
}

Deno.test("managers are warned 30 and 7 days before a key ends", async () => {
  const { town, subjects } = await openExpiring();
  await using _ = town;
  await town.runFor(59 * DAY_MS);
  assertEquals(subjects(), []);
  await town.runFor(2 * DAY_MS);
  assertEquals(subjects(), ["La clé de web-GFC expire dans 30 jours"]);
  await town.runFor(40 * DAY_MS);
  assertEquals(subjects().length, 2);
});

Deno.test("nobody is warned of a key that was replaced", async () => {
  const { town, world, id, subjects } = await openExpiring();
  await using _ = town;
  await town.runFor(50 * DAY_MS);
  await rotateKey(world.ports, world.call(), { id, graceHours: 24 });
  await town.runFor(40 * DAY_MS);
  assertEquals(subjects(), []);
});
