import { assertEquals, assertRejects } from "@std/assert";
import { openDownload } from "../../lib/domain/history_download.ts";
import { exportMessages } from "../../lib/domain/history.ts";
import { deleteExport } from "../../lib/domain/history_export_run.ts";
import { Problem } from "../../lib/problem.ts";
import { openTown, type Town } from "../delivery/support.ts";
import { OPERATOR } from "../support.ts";
import { link, ready } from "./history_exports.ts";

async function smallTown(): Promise<Town> {
  const town = await openTown({ credits: 100 });
  await town.send({ recipients: ["0612345678", "0612345679"] });
  await town.send({ recipients: ["0612345670"], text: "Séance à 18 h 😀" });
  return town;
}

async function refusalOf(town: Town, secret: string): Promise<string> {
  const error = await assertRejects(
    () => openDownload(town.world.ports, secret, undefined),
    Problem,
  );
  return error.code;
}

Deno.test("openDownload() gives what the history gave, the link works once", async () => {
  const town = await smallTown();
  await using _ = town.world;
  const { ports } = town.world;
  const { id, secret } = await ready(town);
  const { messages } = await openDownload(ports, secret, undefined);
  const query = { structureId: town.structureId, limit: 10 };
  assertEquals(
    await Array.fromAsync(messages),
    await Array.fromAsync(exportMessages(ports, OPERATOR, query)),
  );
  assertEquals(await refusalOf(town, secret), "not_found");
  // What was prepared is still there, under another link.
  const again = await openDownload(ports, await link(town, id), undefined);
  assertEquals((await Array.fromAsync(again.messages)).length, 3);
});

Deno.test("openDownload() refuses a link of more than a quarter of an hour", async () => {
  const town = await smallTown();
  await using _ = town.world;
  const { secret } = await ready(town);
  town.world.advance(15 * 60_000);
  assertEquals(await refusalOf(town, secret), "not_found");
});

Deno.test("openDownload() refuses what was destroyed", async () => {
  const town = await smallTown();
  await using _ = town.world;
  const { structureId, world } = town;
  const { id, secret } = await ready(town);
  const named = { structureId, exportId: id };
  await deleteExport(world.ports, world.call(), named);
  assertEquals(await refusalOf(town, secret), "not_found");
});
