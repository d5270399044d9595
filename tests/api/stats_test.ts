import { assertEquals } from "@std/assert";
import {
  ABSENT,
  ApiWorld,
  assertProblem,
  assertSameRefusal,
} from "./support.ts";

Deno.test("GET /structures/{id}/stats answers days, groups and a total", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const path =
    `GET /structures/${id}/stats?from=2026-11-01&to=2026-11-30T23:00:00Z&groupBy=day,application`;
  const { status, body } = await api.ask(path);
  assertEquals(status, 200);
  assertEquals(body, {
    structureId: id,
    from: "2026-11-01",
    to: "2026-11-30",
    groupBy: ["day", "application"],
    items: [],
    total: { messages: 0, segments: 0, failures: 0, cost: 0 },
  });
});

Deno.test("GET /structures/{id}/stats names what it cannot group by", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const answer = await api.ask(`GET /structures/${id}/stats?groupBy=colour`);
  assertProblem(answer, 422, "invalid_request");
});

Deno.test("GET /structures/{id}/stats answers a foreign tenant as if there were none", async () => {
  await using api = await ApiWorld.open();
  const mine = await api.structure();
  const theirs = await api.structure("Ailleurs");
  const { key } = await api.application(mine);
  const foreign = await api.ask(`GET /structures/${theirs}/stats`, { key });
  const absent = await api.ask(`GET /structures/${ABSENT.structure}/stats`, {
    key,
  });
  assertProblem(foreign, 404, "not_found");
  assertSameRefusal(foreign, absent);
});
