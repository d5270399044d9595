import { assertEquals, assertStringIncludes } from "@std/assert";
import { tellOfChange } from "../../lib/domain/security_notice.ts";
import { TestWorld } from "../support.ts";
import { ANNE } from "./people.ts";

Deno.test("tellOfChange() says what changed, in both languages, and what to do", async () => {
  await using world = await TestWorld.open();

  await tellOfChange(world.ports, ANNE, "passwordSet");

  const [mail, ...others] = world.mails;
  assertEquals(others, []);
  assertEquals(mail!.to, ANNE.email);
  assertEquals(mail!.subject, "lsmessage : votre mot de passe a été changé");
  assertStringIncludes(mail!.text, "Your password was changed.");
  assertStringIncludes(mail!.text, "http://localhost:8000/compte/securite");
});

Deno.test("tellOfChange() reports a mail that fails, without the address", async () => {
  await using world = await TestWorld.open();
  world.ports.sendMail = () => Promise.reject(new Error("the server is away"));

  await tellOfChange(world.ports, ANNE, "totpRemoved");

  assertEquals(world.reports.length, 1);
});
