import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { findMember } from "../../lib/domain/member.ts";
import {
  completeSetUp,
  isSetUpOpen,
  openSetUp,
} from "../../lib/domain/set_up.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import { TestWorld } from "../support.ts";

const FORM = {
  name: "Anne Martin",
  email: "anne@rodez.example",
  password: "une phrase assez longue",
};

function tokenOf(link: string | null): string {
  return link!.split("#")[1]!;
}

async function refusal(work: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => work, Problem)).code;
}

Deno.test("openSetUp() gives a link whose token stands in the fragment", async () => {
  await using world = await TestWorld.open();

  const link = await openSetUp(world.ports);

  assertMatch(link!, /^http:\/\/localhost:8000\/set-up#[\w-]{43}$/);
  for await (const { value } of world.store.list(KINDS.setting, {})) {
    assertEquals(value.includes(tokenOf(link)), false);
  }
});

Deno.test("openSetUp() makes a new link at each start, and the old one is void", async () => {
  await using world = await TestWorld.open();
  const before = tokenOf(await openSetUp(world.ports));
  const now = tokenOf(await openSetUp(world.ports));

  const code = await refusal(completeSetUp(world.ports, before, FORM));

  assertEquals(code, "forbidden");
  assertEquals((await completeSetUp(world.ports, now, FORM)).operator, true);
});

Deno.test("completeSetUp() makes an administrator who can be found", async () => {
  await using world = await TestWorld.open();
  const token = tokenOf(await openSetUp(world.ports));

  const member = await completeSetUp(world.ports, ` ${token}\n`, FORM);

  assertEquals(await findMember(world.ports, FORM.email), member);
  assertMatch(member.password!, /^\$argon2id\$/);
  assertEquals(await isSetUpOpen(world.ports), false);
  assertEquals(await openSetUp(world.ports), null);
});

Deno.test("completeSetUp() works once, however many try", async () => {
  await using world = await TestWorld.open();
  const token = tokenOf(await openSetUp(world.ports));

  const results = await Promise.allSettled(
    [1, 2, 3].map((i) =>
      completeSetUp(world.ports, token, {
        ...FORM,
        email: `anne${i}@rodez.example`,
      })
    ),
  );

  const made = results.filter(({ status }) => status === "fulfilled");
  assertEquals(made.length, 1);
  const members = await Array.fromAsync(world.store.list(KINDS.member, {}));
  assertEquals(members.length, 1);
});

Deno.test("completeSetUp() refuses a wrong code before it costs anything", async () => {
  await using world = await TestWorld.open();
  await openSetUp(world.ports);

  assertEquals(
    await refusal(completeSetUp(world.ports, "A".repeat(43), FORM)),
    "forbidden",
  );
  assertEquals(
    await refusal(completeSetUp(world.ports, "", FORM)),
    "forbidden",
  );
  assertEquals(await isSetUpOpen(world.ports), true);
});
