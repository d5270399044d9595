import type { Ports } from "../ports.ts";
import type {
  InvalidRecipient,
  Preview,
  Previewed,
} from "../schema/message.ts";
import {
  measureText,
  normaliseText,
  proposeSpelling,
  unicodeCharacters,
} from "../schema/segment.ts";
import { type Actor, permits } from "./actor.ts";
import { authorised, lineage } from "./directory.ts";
import { OPTED_OUT, optedOut } from "./opt_out_check.ts";
import { parseRecipient } from "./phone.ts";

/**
 * What a text would cost, measured as an acceptance measures it. Without
 * recipients it is what one of them costs. Where it is known for whom, those who
 * opted out are told and not counted.
 *
 * @throws {Problem} `not_found`, `forbidden` for a structure that is named
 */
export async function previewMessages(
  ports: Ports,
  actor: Actor,
  { text, recipients, structureId }: Preview,
): Promise<Previewed> {
  const normal = normaliseText(text);
  const { encoding, segments } = measureText(normal);
  const suggestion = proposeSpelling(normal);
  const parsed = recipients?.map((to) => parseRecipient(to)) ?? [];
  const numbers = parsed.flatMap((one) => "to" in one ? [one.to] : []);
  const out = await optedOutAt(ports, actor, structureId, numbers);
  const invalid: InvalidRecipient[] = [];
  parsed.forEach((one, index) => {
    const code = "code" in one ? one.code : out.has(one.to) ? OPTED_OUT : null;
    if (code !== null) invalid.push({ index, to: recipients![index]!, code });
  });
  const count = recipients === undefined
    ? 1
    : recipients.length - invalid.length;
  return {
    encoding,
    segments,
    unicodeCharacters: unicodeCharacters(normal),
    ...(suggestion === null ? {} : { suggestion }),
    credits: segments * count,
    invalid,
  };
}

/** Whom a send of the structure would leave out; nobody where it is unknown. */
async function optedOutAt(
  ports: Ports,
  actor: Actor,
  named: string | undefined,
  numbers: readonly string[],
): Promise<ReadonlySet<string>> {
  if (named !== undefined) {
    const { structure } = await authorised(
      ports,
      actor,
      "message:send",
      named,
    );
    return await optedOut(ports, structure, numbers);
  }
  if (actor.kind !== "application") return new Set();
  const at = await lineage(ports, actor.structureId);
  // A key that may not send need not know whom one may not write to.
  return at !== null && permits(actor, "message:send", at.structure)
    ? await optedOut(ports, at.structure, numbers)
    : new Set();
}
