import { assertEquals } from "@std/assert";
import {
  ABSENT,
  ApiWorld,
  assertProblem,
  assertSameRefusal,
} from "./support.ts";

async function given(api: ApiWorld, json: Record<string, unknown> = {}) {
  const structureId = await api.structure();
  await api.transfer(structureId, 10);
  const { key } = await api.application(structureId);
  const { body } = await api.ask("POST /messages", {
    key,
    json: {
      text: "Bonjour",
      recipients: ["0612345678", "0612345679"],
      ...json,
    },
  });
  return { structureId, key, id: body.submissionId as string };
}

Deno.test("GET /submissions/{id} tells how far it is", async () => {
  await using api = await ApiWorld.open();
  const { id, key, structureId } = await given(api, { reference: "s-42" });

  const { status, body } = await api.ask(`GET /submissions/${id}`, { key });

  assertEquals(status, 200);
  const { createdAt: _, ...submission } = body;
  assertEquals(submission, {
    id,
    structureId,
    title: "idelibre",
    reference: "s-42",
    sendAt: null,
    recipients: 2,
    segments: 2,
    credits: 2,
    counts: { queued: 2 },
    done: false,
  });
});

Deno.test("POST /submissions/{id}/cancel gives the credits back", async () => {
  await using api = await ApiWorld.open();
  const { id, key, structureId } = await given(api, {
    sendAt: "2026-12-24T08:00:00Z",
  });
  const cancel = () => api.ask(`POST /submissions/${id}/cancel`, { key });

  const { status, body } = await cancel();

  assertEquals([status, body.counts, body.done], [200, { cancelled: 2 }, true]);
  const balance = await api.ask(`GET /structures/${structureId}/balance`);
  assertEquals([balance.body.available, balance.body.reserved], [10, 0]);
  assertProblem(await cancel(), 409, "already_final");
});

Deno.test("submissions of others are as absent as none", async (t) => {
  await using api = await ApiWorld.open();
  const { id } = await given(api);
  const { key } = await api.application(await api.structure());
  for (
    const route of ["GET /submissions/{id}", "POST /submissions/{id}/cancel"]
  ) {
    await t.step(route, async () => {
      const ask = (id: string) => api.ask(route.replace("{id}", id), { key });
      const refusal = await ask(id);
      assertProblem(refusal, 404, "not_found");
      assertSameRefusal(refusal, await ask(ABSENT.submission));
    });
  }
});
