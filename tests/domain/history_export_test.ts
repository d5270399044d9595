import { assertEquals, assertRejects } from "@std/assert";
import {
  linkExport,
  listExports,
  readExport,
  startExport,
} from "../../lib/domain/history_export.ts";
import { listAudit } from "../../lib/domain/audit_log.ts";
import { Problem } from "../../lib/problem.ts";
import { openTown, type Town } from "../delivery/support.ts";
import { OPERATOR } from "../support.ts";
import { link, prepare, ready } from "./history_exports.ts";

function start({ structureId, world }: Town) {
  return startExport(world.ports, world.call(), { format: "csv", structureId });
}

Deno.test("startExport() takes note of what was asked for, and when it ends", async () => {
  const town = await openTown({ credits: 10 });
  await using _ = town.world;
  const { structureId, world: { ports } } = town;
  const asked = await start(town);
  assertEquals([asked.status, asked.rows, asked.percent], ["running", 0, 0]);
  assertEquals(
    Date.parse(asked.expiresAt) - Date.parse(asked.createdAt),
    86_400_000,
  );
  const named = { structureId, exportId: asked.id };
  assertEquals(await readExport(ports, OPERATOR, named), asked);
});

Deno.test("startExport() prepares three at a time for one structure", async () => {
  const town = await openTown({ credits: 10 });
  await using _ = town.world;
  const first = await start(town);
  await start(town);
  await start(town);
  const refused = await assertRejects(() => start(town), Problem);
  assertEquals(refused.code, "conflict");
  await prepare(town, first.id);
  await start(town);
});

Deno.test("listExports() gives the newest first, page by page", async () => {
  const town = await openTown({ credits: 10 });
  await using _ = town.world;
  const { structureId, world: { ports } } = town;
  const a = await start(town);
  const b = await start(town);
  const asked = { structureId, limit: 1 };
  const page = await listExports(ports, OPERATOR, asked);
  assertEquals(page.items.map(({ id }) => id), [b.id]);
  const cursor = page.nextCursor!;
  const next = await listExports(ports, OPERATOR, { ...asked, cursor });
  assertEquals([next.items.map(({ id }) => id), next.nextCursor], [
    [a.id],
    null,
  ]);
});

Deno.test("linkExport() gives a link once it is ready, and none after its time", async () => {
  const town = await openTown({ credits: 10 });
  await using _ = town.world;
  const { structureId, world } = town;
  const { id } = await start(town);
  const early = await assertRejects(() => link(town, id), Problem);
  assertEquals(early.code, "conflict");
  await prepare(town, id);
  const { url, expiresAt } = await linkExport(world.ports, world.call(), {
    structureId,
    exportId: id,
    path: "/d",
  });
  assertEquals(/^http:\/\/localhost:8000\/d\/[\w-]{43}$/.test(url), true);
  const minutes = (Date.parse(expiresAt) - world.nowMs) / 60_000;
  assertEquals(Math.round(minutes), 15);
  world.advance(86_400_000);
  const late = await assertRejects(() => link(town, id), Problem);
  assertEquals(late.code, "already_final");
});

Deno.test("linkExport() and what comes before it stand in the journal", async () => {
  const town = await openTown({ credits: 10 });
  await using _ = town.world;
  await ready(town);
  const { items } = await listAudit(town.world.ports, OPERATOR, {
    id: town.structureId,
    limit: 2,
  });
  assertEquals(items.map(({ action }) => action), [
    "history-export.link",
    "history-export.start",
  ]);
});
