/**
 * Messages that came to nothing: chosen, confirmed with their cost, sent again.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { listDeadLetters, replayMessages } from "../../lib/domain/replay.ts";
import type { Replayed } from "../../lib/schema/replay.ts";
import { formCall, needs } from "./guard.ts";
import { Confirm } from "./parts/Confirm.tsx";
import { page } from "./respond.tsx";
import { DeadLetterList } from "./views/DeadLetterList.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { DEAD_LETTERS } from "./words/dead_letters.ts";

const LISTED = 50;
/** A box to tick: `m-` and the message's id; its value is what it costs. */
const BOX = /^m-(msg_[0-9a-z]{20})$/;

export const deadLetters = new Hono<PageEnv>();

deadLetters.get("/", (c) => show(c));

deadLetters.post("/confirmer", needs("message:send"), (c) => {
  const { visit, form } = c.var;
  const words = DEAD_LETTERS[visit.language];
  const chosen = chosenIn(form);
  if (chosen.length === 0) return show(c, { error: words.nothing });
  const credits = chosen.reduce((sum, { segments }) => sum + segments, 0);
  const path = address(visit.here!.id, "echecs");
  return page(
    c,
    { title: words.confirm, section: "echecs" },
    <Confirm
      visit={visit}
      title={words.confirm}
      action={`${path}/renvoyer`}
      hidden={Object.fromEntries(
        chosen.map(({ id, segments }) => [`m-${id}`, String(segments)]),
      )}
      button={words.send}
      back={path}
    >
      <p>{words.cost(chosen.length, credits)}</p>
      <p>{words.once}</p>
    </Confirm>,
  );
});

deadLetters.post("/renvoyer", async (c) => {
  const { visit, form } = c.var;
  const call = formCall(c, "POST /structures/:id/dead-letters/replay");
  const messageIds = chosenIn(form).map(({ id }) => id);
  const result = await replayMessages(visit.ports, call, {
    id: visit.here!.id,
    messageIds,
  });
  return show(c, { result });
});

async function show(
  c: Context<PageEnv>,
  { error, result }: { error?: string; result?: Replayed } = {},
): Promise<Response> {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  const suite = c.req.query("suite");
  const found = await listDeadLetters(ports, actor, {
    id: here!.id,
    limit: LISTED,
    cursor: suite,
  });
  return page(
    c,
    {
      title: DEAD_LETTERS[visit.language].title,
      section: "echecs",
      status: error === undefined ? 200 : 422,
    },
    <DeadLetterList
      visit={visit}
      found={found}
      error={error}
      result={result}
      query={suite === undefined ? {} : { suite }}
    />,
  );
}

function chosenIn(form: Fields): { id: string; segments: number }[] {
  return Object.entries(form).flatMap(([name, value]) => {
    const id = BOX.exec(name)?.[1];
    return id === undefined ? [] : [{ id, segments: Number(value) || 1 }];
  }).slice(0, LISTED);
}
