import { assertEquals, assertRejects } from "@std/assert";
import { listAudit } from "../../lib/domain/audit_log.ts";
import { memberActor } from "../../lib/domain/member.ts";
import { hasPassword, setPassword } from "../../lib/domain/password_account.ts";
import { openSession, readSession } from "../../lib/domain/session.ts";
import { signInByPassword } from "../../lib/domain/sign_in.ts";
import { Problem } from "../../lib/problem.ts";
import { BROWSER, cookieOf, PASSWORD, withAnne } from "./people.ts";

const NEW = "une tout autre phrase";

Deno.test("setPassword() ends the other sessions, and the old password", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const { ports } = world;
  const opening = { agent: "test", cookies: null };
  const kept = cookieOf(await openSession(ports, anne, opening));
  const other = cookieOf(await openSession(ports, anne, opening));
  const { id } = (await readSession(ports, kept))!;

  await setPassword(ports, { actor: memberActor(anne) }, {
    password: NEW,
    keptSessionId: id,
  });

  assertEquals((await readSession(ports, kept))?.id, id);
  assertEquals(await readSession(ports, other), null);
  const sign = (password: string) =>
    signInByPassword(ports, { email: anne.email, password }, BROWSER);
  await assertRejects(() => sign(PASSWORD), Problem);
  assertEquals("cookie" in await sign(NEW), true);
  assertEquals(world.mails.length, 1);
});

Deno.test("setPassword() gives one to who had none, and is written down", async () => {
  const [opened, anne] = await withAnne(null);
  await using world = opened;
  const { ports } = world;
  const call = { actor: memberActor(anne) };
  assertEquals(await hasPassword(ports, anne.id), false);

  await setPassword(ports, call, { password: NEW, keptSessionId: null });

  assertEquals(await hasPassword(ports, anne.id), true);
  const { items } = await listAudit(ports, call.actor, {
    id: null,
    limit: 1,
  });
  assertEquals(items[0]?.action, "password.set");
});
