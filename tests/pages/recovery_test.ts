import { assertEquals, assertStringIncludes } from "@std/assert";
import { DELAY_MS, sweepRecoveries } from "../../lib/domain/recovery.ts";
import { openSession } from "../../lib/domain/session.ts";
import { mailer } from "../../lib/runtime/mail.ts";
import { PASSWORD } from "../domain/people.ts";
import { openRodez, tokenIn } from "../domain/recoveries.ts";
import { bodyOf, openSmtp } from "../runtime/smtp.ts";
import { site, Visitor, words } from "./visitor.ts";

Deno.test("from « J’ai tout perdu » to a new password, by real mail", async () => {
  await using smtp = await openSmtp();
  const { world, marie, paul } = await openRodez();
  await using _ = world;
  const { ports } = world;
  ports.sendMail = mailer({ smtp: smtp.url, from: "sms@rodez.example" });
  const stranger = new Visitor(site(world), "");
  const opening = { agent: "test", cookies: null };
  const cookie = await openSession(ports, paul, opening);
  const manager = new Visitor(stranger.app, cookie.split(";")[0]!);

  const lost = await stranger.open("/connexion/secours");
  const asked = await stranger.submit(lost, "/recuperation/demander", {
    courriel: marie.email,
  });
  assertStringIncludes(words(asked.html), "Demande prise en compte");
  assertStringIncludes(words(await manager.open("/compte")), "Y répondre");
  const list = await manager.open("/compte/recuperations");
  assertStringIncludes(words(list), marie.email);
  const path = `/compte/recuperations/${marie.id}/accepter`;
  assertEquals((await manager.submit(list, path)).status, 303);
  world.advance(DELAY_MS);
  await sweepRecoveries(ports);

  const sent = smtp.received.map(({ to: [to] }) => to);
  assertEquals(sent, [marie.email, paul.email, marie.email, marie.email]);
  const [, code] = /\/recuperation#(\S+)/.exec(bodyOf(smtp.received[3]!))!;
  const page = await stranger.open("/recuperation");
  const differs = await stranger.submit(page, "/recuperation", {
    code: code!,
    password: PASSWORD,
    again: "une autre phrase",
  });
  assertEquals(differs.status, 422);
  assertStringIncludes(differs.html, `value="${code}"`);
  const done = await stranger.submit(page, "/recuperation", {
    code: code!,
    password: PASSWORD,
    again: PASSWORD,
  });

  assertEquals(
    done.headers.get("location"),
    "/compte/securite?fait=motDePasse",
  );
  const marieAgain = new Visitor(
    stranger.app,
    done.headers.get("set-cookie")!.split(";")[0]!,
  );
  await marieAgain.open("/compte/securite");
});

Deno.test("the person stops it by a mail, and the link says so", async () => {
  const { world, marie, ask } = await openRodez();
  await using _ = world;
  const stranger = new Visitor(site(world), "");
  await ask();
  const code = tokenIn(world.mails, marie.email, "/recuperation/arreter");
  const page = await stranger.open("/recuperation/arreter");

  const stopped = await stranger.submit(page, "/recuperation/arreter", {
    code,
  });
  assertStringIncludes(words(stopped.html), "C’est arrêté");
  const again = await stranger.submit(page, "/recuperation/arreter", { code });

  assertEquals(again.status, 403);
  assertStringIncludes(words(again.html), "n’est pas valable");
});

Deno.test("approving asks for a fresh factor", async () => {
  const { world, marie, paul, ask } = await openRodez();
  await using _ = world;
  await ask();
  const opening = { agent: "test", cookies: null, factorAtMs: 0 };
  const cookie = await openSession(world.ports, paul, opening);
  const manager = new Visitor(site(world), cookie.split(";")[0]!);
  const list = await manager.open("/compte/recuperations");
  const path = `/compte/recuperations/${marie.id}/accepter`;

  const { html } = await manager.submit(list, path);

  assertStringIncludes(words(html), "Confirmez que c’est vous");
});
