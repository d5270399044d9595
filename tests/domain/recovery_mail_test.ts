import { assertMatch, assertStringIncludes } from "@std/assert";
import { recoveryMail, type Step } from "../../lib/domain/recovery_mail.ts";

const LINKS = { name: "Marie", stop: "<stop>", link: "<link>", list: "<list>" };
const TABLE: [step: Step, holds: string][] = [
  ["asked", "<stop>"],
  ["toAnswer", "<list>"],
  ["approved", "<stop>"],
  ["refused", "gestionnaire"],
  ["ready", "<link>"],
];

for (const [step, holds] of TABLE) {
  Deno.test(`recoveryMail() of « ${step} » is in both languages and leads on`, () => {
    const { subject, text } = recoveryMail(step, LINKS);
    assertMatch(subject, /^lsmessage : /);
    const [french, english] = text.split("— English —");
    assertStringIncludes(french!, holds);
    assertStringIncludes(
      english!,
      holds === "gestionnaire" ? "manager" : holds,
    );
  });
}
