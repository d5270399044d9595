import { assertEquals, assertRejects } from "@std/assert";
import { availableCredits } from "../../lib/domain/credit.ts";
import {
  cancelSubmission,
  getSubmission,
} from "../../lib/domain/submission.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { Problem } from "../../lib/problem.ts";
import { OPERATOR } from "../support.ts";
import { openTown } from "../delivery/support.ts";

const TOMORROW = "2026-12-02T08:00:00Z";

Deno.test("cancelSubmission() gives back the credits of what has not left", async () => {
  const { world, engine, structureId, send } = await openTown();
  await using _ = world;
  const { submissionId } = await send({
    recipients: ["0612345678", "0612345679"],
    sendAt: TOMORROW,
  });
  assertEquals((await world.account(structureId)).reserved, 2);
  const cancelled = await cancelSubmission(
    world.ports,
    world.call(),
    submissionId,
  );
  assertEquals(cancelled.counts, { cancelled: 2 });
  assertEquals(cancelled.done, true);
  assertEquals(availableCredits(await world.account(structureId)), 100);
  world.advance(2 * 86_400_000);
  await engine.runDue();
  assertEquals((await world.account(structureId)).spent, 0);
  assertEquals((await verifyAccounts(world.ports)).broken, []);
});

Deno.test("cancelSubmission() says when nothing is left to cancel", async () => {
  const { world, engine, send } = await openTown();
  await using _ = world;
  const { submissionId } = await send({});
  await engine.runDue();
  const problem = await assertRejects(
    () => cancelSubmission(world.ports, world.call(), submissionId),
    Problem,
  );
  assertEquals(problem.code, "already_final");
});

Deno.test("cancelSubmission() cancels a bulk, spread or not", async () => {
  for (const spreadFirst of [true, false]) {
    const { world, engine, structureId, send } = await openTown({
      credits: 1_000,
    });
    await using _ = world;
    const { submissionId } = await send({
      recipients: Array.from({ length: 400 }, (_, i) => `06123${45000 + i}`),
      sendAt: TOMORROW,
    });
    if (spreadFirst) await engine.runDue();
    const { counts } = await cancelSubmission(
      world.ports,
      world.call(),
      submissionId,
    );
    assertEquals(counts, { cancelled: 400 });
    await engine.runDue();
    world.advance(2 * 86_400_000);
    await engine.runDue();
    const account = await world.account(structureId);
    assertEquals([account.reserved, account.spent], [0, 0]);
    assertEquals((await verifyAccounts(world.ports)).broken, []);
  }
});

Deno.test("getSubmission() counts a bulk's messages as they are delivered", async () => {
  const { world, engine, send } = await openTown({ credits: 1_000 });
  await using _ = world;
  const { submissionId } = await send({
    recipients: Array.from({ length: 400 }, (_, i) => `06123${45000 + i}`),
  });
  const before = await getSubmission(world.ports, OPERATOR, submissionId);
  assertEquals([before.recipients, before.done], [400, false]);
  await engine.runDue();
  const after = await getSubmission(world.ports, OPERATOR, submissionId);
  // The clock moves while 400 leave: some receipts are in already.
  const { sent = 0, delivered = 0, ...others } = after.counts;
  assertEquals([sent + delivered, others, after.done], [400, {}, true]);
});

Deno.test("getSubmission() answers a foreign tenant as if there were none", async () => {
  const { world, application, send } = await openTown();
  await using _ = world;
  const { submissionId } = await send({});
  const foreigner = { ...application, structureId: "str_other" };
  for (const id of [submissionId, "sub_000000000000000000zz", "nothing"]) {
    const problem = await assertRejects(
      () => getSubmission(world.ports, foreigner, id),
      Problem,
    );
    assertEquals([problem.code, problem.options], ["not_found", {}]);
  }
});
