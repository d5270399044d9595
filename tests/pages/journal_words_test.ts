import { assertEquals } from "@std/assert";
import { actionName } from "../../routes/pages/words/journal.ts";

const LIB = new URL("../../lib/", import.meta.url);
const NAME = /"([a-z][a-zA-Z]*(?:-[a-z]+)*\.[a-z-]+)"/g;

/** Names of the same form that no journal holds: events, and lines of the log. */
const OTHERS = new Set([
  "alert.raised",
  "message.delivered",
  "message.failed",
  "message.received",
  "message.sent",
  "receipt.forged",
  "receipt.unknown",
  "reply.ignored",
  "retention.run",
  "rewrap.finished",
  "sso.refused",
  "webhook.test",
]);

/** Made of a noun and of what was done. */
const COMPOSED = [
  ...["create", "change", "delete"].map((verb) => `gateway.${verb}`),
  ...["create", "change", "rotate", "delete"].map((verb) => `webhook.${verb}`),
  ...["grant", "allocate", "reclaim", "approve", "decline"].map((kind) =>
    `credit.${kind}`
  ),
];

async function* sources(folder: URL): AsyncIterable<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sources(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) {
      yield await Deno.readTextFile(new URL(name, folder));
    }
  }
}

Deno.test("actionName() has words in both languages for every action that is recorded", async () => {
  const found = new Set(COMPOSED);
  for (const layer of ["domain/", "delivery/"]) {
    for await (const text of sources(new URL(layer, LIB))) {
      for (const [, name] of text.matchAll(NAME)) {
        if (!OTHERS.has(name!)) found.add(name!);
      }
    }
  }

  const nameless = [...found].filter((action) =>
    actionName(action, "fr") === action || actionName(action, "en") === action
  );
  assertEquals(nameless.sort(), []);
  assertEquals(found.size > 60, true);
});
