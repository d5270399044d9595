// deno-lint-ignore-file no-console -- it listens to what is logged
import {
  assert,
  assertEquals,
  assertFalse,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { ensureSimulator, listGateways } from "../../lib/delivery/gateway.ts";
import {
  listOutbox,
  MAIL_OUTBOX,
  readOutbox,
} from "../../lib/delivery/outbox.ts";
import { listAlertEvents, putAlerts } from "../../lib/domain/alert_settings.ts";
import { readConfig } from "../../lib/runtime/config.ts";
import { mailer, MailRefused } from "../../lib/runtime/mail.ts";
import { openWorld, type World } from "../../lib/runtime/ports.ts";
import { openTown } from "../delivery/support.ts";
import { OPERATOR } from "../support.ts";
import { bodyOf, openSmtp } from "./smtp.ts";

const FROM = "sms@mutualisation.example";
const MAIL = {
  to: "maire@rodez.example",
  subject: "Alerte : été à Rodez",
  text: "Bonjour,\n\nil reste 40 SMS, cœur de ville.",
};

/** The real world on a store in memory. */
async function world(env: Record<string, string> = {}): Promise<World> {
  return await openWorld(readConfig({
    LSMESSAGE_KV: ":memory:",
    LSMESSAGE_KEYS: `test:${btoa("k".repeat(32))}`,
    LSMESSAGE_MAIL_FROM: FROM,
    ...env,
  }));
}

/** What is logged while `work` runs. */
async function logged(work: () => Promise<unknown>): Promise<string> {
  const log = console.log;
  let text = "";
  console.log = (line: string) => text += line;
  try {
    await work();
  } finally {
    console.log = log;
  }
  return text;
}

Deno.test("mailer() sends one mail to one address, as something automatic", async () => {
  await using smtp = await openSmtp();

  await mailer({ smtp: smtp.url, from: FROM })(MAIL);

  const [mail, ...others] = smtp.received;
  assertEquals(others, []);
  assertEquals([mail!.from, mail!.to], [FROM, [MAIL.to]]);
  assertMatch(mail!.raw, /^Auto-Submitted: auto-generated\r$/m);
  assertMatch(mail!.raw, /^Subject: =\?UTF-8\?/m);
  assertEquals(bodyOf(mail!).trimEnd().split(/\r?\n/), MAIL.text.split("\n"));
});

Deno.test("mailer() signs in as the URL says", async () => {
  await using smtp = await openSmtp();

  const url = `smtp://sms%40rodez.fr:p%3Aass%2F@${smtp.host}`;
  await mailer({ smtp: url, from: FROM })(MAIL);

  assertEquals(smtp.users, ["sms@rodez.fr:p:ass/"]);
});

Deno.test("mailer() lets no text become a header, and no address become two", async () => {
  await using smtp = await openSmtp();
  const send = mailer({ smtp: smtp.url, from: FROM });

  await send({ ...MAIL, subject: "Alerte\r\nBcc: other@rodez.example" });
  await send({ ...MAIL, to: "a@rodez.example, b@rodez.example" })
    .catch(() => {});

  assertEquals(smtp.received[0]!.to, [MAIL.to]);
  assertFalse(/^Bcc/im.test(smtp.received[0]!.raw));
  assert((smtp.received[1]?.to.length ?? 0) <= 1);
});

Deno.test("mailer() tells what is refused for good from what may pass later", async (t) => {
  for (const [code, isFinal] of [[550, true], [451, false]] as const) {
    await t.step(`${code}`, async () => {
      await using smtp = await openSmtp({ refuses: { to: MAIL.to, code } });
      const error = await assertRejects(
        () => mailer({ smtp: smtp.url, from: FROM })(MAIL),
        Error,
        String(code),
      );
      assertEquals(error instanceof MailRefused, isFinal);
      assertFalse(error.message.includes("rodez"));
    });
  }
  await t.step("nobody listens", async () => {
    const smtp = await openSmtp();
    await smtp[Symbol.asyncDispose]();
    const error = await assertRejects(
      () => mailer({ smtp: smtp.url, from: FROM })(MAIL),
      Error,
    );
    assertFalse(error instanceof MailRefused);
  });
});

Deno.test("mailer() does not trust a certificate nobody signed", async () => {
  await using smtp = await openSmtp({ secure: true });

  await assertRejects(
    () => mailer({ smtp: smtp.url, from: FROM })(MAIL),
    Error,
    "ESOCKET",
  );
  assertEquals(smtp.received, []);
});

Deno.test("openWorld() mails through LSMESSAGE_SMTP", async () => {
  await using smtp = await openSmtp();
  const { ports, close } = await world({ LSMESSAGE_SMTP: smtp.url });

  await ports.sendMail(MAIL);

  assertEquals(smtp.received[0]!.to, [MAIL.to]);
  await close();
});

Deno.test("without a mail server, mails are in the log by subject and in the simulator's outbox", async () => {
  const { ports, close } = await world();
  await ensureSimulator(ports);
  const { items: [simulator] } = await listGateways(ports, OPERATOR, {
    limit: 1,
  });

  const log = await logged(() => ports.sendMail(MAIL));

  assertStringIncludes(log, MAIL.subject);
  assertFalse(log.includes(MAIL.to) || log.includes("cœur"));
  const { items } = await readOutbox(ports, OPERATOR, {
    id: simulator!.id,
    limit: 10,
  });
  assertEquals(items, [{
    messageId: items[0]!.messageId,
    ...MAIL,
    sender: FROM,
    at: items[0]!.at,
  }]);
  await close();
});

Deno.test("without a simulator either, mails are kept all the same", async () => {
  const { ports, close } = await world();

  await logged(() => ports.sendMail(MAIL));

  const { items } = await listOutbox(ports, MAIL_OUTBOX, { limit: 10 });
  assertEquals(items.map(({ to }) => to), [MAIL.to]);
  await close();
});

Deno.test("a threshold crossed by 64 concurrent sends is one mail at the server", async () => {
  await using smtp = await openSmtp();
  const town = await openTown({ credits: 100 });
  await using testWorld = town.world;
  const { ports } = testWorld;
  ports.sendMail = mailer({ smtp: smtp.url, from: FROM });
  await putAlerts(ports, testWorld.call(), {
    id: town.structureId,
    alerts: { lowBalance: [50], monthlyVolume: [], emails: [MAIL.to] },
  });

  await Promise.all(
    Array.from({ length: 64 }, (_, i) => town.send({ text: `Message ${i}` })),
  );
  await town.engine.runDue();
  for (let i = 0; i < 5; i++) {
    testWorld.advance(30_000);
    await town.engine.runDue();
  }

  assertEquals(smtp.received.map(({ to }) => to), [[MAIL.to]]);
  const body = bodyOf(smtp.received[0]!);
  assertStringIncludes(body, "seuil de 50 SMS, il en restait 49");
  assertStringIncludes(body, "36 SMS are available now.");
  const { items } = await listAlertEvents(ports, OPERATOR, {
    id: town.structureId,
    limit: 10,
  });
  assertEquals(items.length, 1);
});
