import { assertEquals, assertStringIncludes } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import { openTown } from "../delivery/support.ts";
import { enter, words } from "./visitor.ts";

async function readyTown() {
  const town = await openTown({ credits: 100 });
  await town.send({ recipients: ["0612345678"] });
  const anne = await enter(town.world);
  const path = `/s/${town.structureId}/historique/exports`;
  return { ...town, anne, path };
}

Deno.test("a large export is asked for, followed and fetched without script", async () => {
  const { world, anne, path } = await readyTown();
  await using _ = world;
  const page = await anne.open(`${path}?du=2026-11-01`);
  assertStringIncludes(page, 'value="2026-11-01"');
  const asked = await anne.submit(page, path, { format: "csv" });
  assertEquals([asked.status, asked.headers.get("location")], [303, path]);
  const waiting = await anne.open(path);
  assertStringIncludes(words(waiting), "0 % de la période");
  const engine = { owner: "wrk_test", exclusive: true };
  await new Engine(world.ports, engine).runDue();

  const ready = await anne.open(path);
  assertStringIncludes(words(ready), "1 message ");
  const [action] = /\/s\/[^"]+\/lien/.exec(ready)!;
  const link = await anne.submit(ready, action);
  const at = link.headers.get("location")!;
  const file = await anne.get(at);
  assertStringIncludes(file.html, "+33612345678");
  assertStringIncludes(
    file.headers.get("content-disposition")!,
    "historique-2026-12-01.csv",
  );
  assertEquals((await anne.get(at)).status, 404);
});

Deno.test("a large export asks who one is, when that was long ago", async () => {
  const { world, anne, path } = await readyTown();
  await using _ = world;
  const page = await anne.open(path);
  world.advance(11 * 60_000);
  const asked = await anne.submit(page, path, { format: "csv" });
  assertEquals(asked.status, 200);
  assertStringIncludes(words(asked.html), "Confirmez");
});
