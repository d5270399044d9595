import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { insertMember } from "../../lib/domain/member.ts";
import {
  approveRecovery,
  DELAY_MS,
  LIFE_MS,
  listRecoveries,
  refuseRecovery,
  stopRecovery,
  sweepRecoveries,
  useRecoveryLink,
} from "../../lib/domain/recovery.ts";
import { Problem } from "../../lib/problem.ts";
import type { StoredMember } from "../../lib/schema/member.ts";
import { openRodez, tokenIn } from "./recoveries.ts";

Deno.test("a person who lost everything is let in by another manager, after a day, once", async () => {
  const { world, marie, paul, ask, as } = await openRodez();
  await using _ = world;
  const { ports, mails } = world;

  await ask(" A@rodez.example");
  assertEquals(mails.map(({ to }) => to), [marie.email, paul.email]);
  const [demand] = await listRecoveries(ports, as(paul).actor);
  assertEquals(demand?.member.id, marie.id);
  await approveRecovery(ports, as(paul), marie.id);
  assertEquals(mails.at(-1)!.to, marie.email);
  assertEquals(await sweepRecoveries(ports), 0);
  world.advance(DELAY_MS - 60_000);
  assertEquals(await sweepRecoveries(ports), 0, "not before the day is over");
  world.advance(60_000);
  assertEquals(await sweepRecoveries(ports), 1);
  assertEquals(await sweepRecoveries(ports), 0, "one link only");
  const token = tokenIn(mails, marie.email, "/recuperation");

  assertEquals((await useRecoveryLink(ports, token)).id, marie.id);
  await assertRejects(() => useRecoveryLink(ports, token), Problem);
});

Deno.test("askRecovery() says nothing of who has an account, and asks once", async () => {
  const { world, ask } = await openRodez();
  await using _ = world;

  await ask("nobody@rodez.example");
  assertEquals(world.mails, []);
  await ask();
  await ask();

  assertEquals(world.mails.length, 2);
});

Deno.test("askRecovery() is slowed down", async () => {
  const { world, ask } = await openRodez();
  await using _ = world;
  for (let i = 0; i < 5; i++) await ask("nobody@rodez.example");

  const problem = await assertRejects(
    () => ask("nobody@rodez.example"),
    Problem,
  );

  assertEquals(problem.code, "rate_limited");
});

Deno.test("each mail to the person stops it, whatever was approved", async (t) => {
  for (const steps of [0, 1, 2]) {
    await t.step(["asked", "approved", "ready"][steps]!, async () => {
      const { world, marie, paul, ask, as } = await openRodez();
      await using _ = world;
      const { ports, mails } = world;
      await ask();
      if (steps > 0) await approveRecovery(ports, as(paul), marie.id);
      world.advance(DELAY_MS);
      if (steps > 1) await sweepRecoveries(ports);
      const stop = tokenIn(mails, marie.email, "/recuperation/arreter");

      await assertRejects(() => stopRecovery(ports, `${stop}x`), Problem);
      await stopRecovery(ports, stop);

      assertEquals(await sweepRecoveries(ports), 0);
      assertEquals(await listRecoveries(ports, as(paul).actor), []);
      if (steps > 1) {
        const link = tokenIn(mails, marie.email, "/recuperation");
        await assertRejects(() => useRecoveryLink(ports, link), Problem);
      }
    });
  }
});

Deno.test("only another manager answers", async (t) => {
  const { world, marie, paul, luc, ask, as } = await openRodez();
  await using _ = world;
  const { ports } = world;
  await ask();
  const other = { ...paul, roles: {} };
  for (const [claim, who] of Object.entries({ marie, luc, other })) {
    await t.step(claim, async () => {
      assertEquals(await listRecoveries(ports, as(who).actor), []);
      for (const answer of [approveRecovery, refuseRecovery]) {
        const problem = await assertRejects(
          () => answer(ports, as(who), marie.id),
          Problem,
        );
        assertEquals(problem.code, "not_found");
      }
    });
  }
  await t.step("a manager, for an operator's account", async () => {
    const operator: StoredMember = {
      ...luc,
      id: "mem_00000000000000000d",
      email: "d@rodez.example",
      operator: true,
    };
    await world.store.transact("members", (tx) => insertMember(tx, operator));
    await ask(operator.email);
    await assertRejects(
      () => approveRecovery(ports, as(paul), operator.id),
      Problem,
    );
  });
});

Deno.test("refuseRecovery() ends it and says so", async () => {
  const { world, marie, paul, ask, as } = await openRodez();
  await using _ = world;
  await ask();

  await refuseRecovery(world.ports, as(paul), marie.id);

  assertMatch(world.mails.at(-1)!.subject, /refusée/);
  assertEquals(await listRecoveries(world.ports, as(paul).actor), []);
});

Deno.test("a link whose mail did not leave is made again", async () => {
  const { world, marie, paul, ask, as } = await openRodez();
  await using _ = world;
  const { ports, mails } = world;
  await ask();
  await approveRecovery(ports, as(paul), marie.id);
  world.advance(DELAY_MS);
  const sendMail = ports.sendMail;
  ports.sendMail = () => Promise.reject(new Error("the server is away"));

  assertEquals(await sweepRecoveries(ports), 0);
  ports.sendMail = sendMail;
  assertEquals(await sweepRecoveries(ports), 1);

  const token = tokenIn(mails, marie.email, "/recuperation");
  assertEquals((await useRecoveryLink(ports, token)).id, marie.id);
});

Deno.test("a link is over after a week", async () => {
  const { world, marie, paul, ask, as } = await openRodez();
  await using _ = world;
  const { ports, mails } = world;
  await ask();
  await approveRecovery(ports, as(paul), marie.id);
  world.advance(DELAY_MS);
  await sweepRecoveries(ports);
  world.advance(LIFE_MS);

  const token = tokenIn(mails, marie.email, "/recuperation");
  await assertRejects(() => useRecoveryLink(ports, token), Problem);
});
