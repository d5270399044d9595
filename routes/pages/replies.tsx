/**
 * What people wrote back, and who is told of it.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { parseFields } from "../../lib/domain/field.ts";
import { listReplies } from "../../lib/domain/reply.ts";
import {
  putReplySettings,
  readReplySettings,
} from "../../lib/domain/reply_settings.ts";
import { ReplySettings } from "../../lib/schema/reply.ts";
import { type Errors, errorsOf } from "./forms.ts";
import { formCall, needs } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { ReplyList } from "./views/ReplyList.tsx";
import { REPLIES } from "./words/replies.ts";
import { address, may, type PageEnv } from "./visit.ts";

const LISTED = 30;

export const replies = new Hono<PageEnv>();

replies.get("/", (c) => list(c, null, {}));

replies.post("/", needs("structure:manage"), async (c) => {
  const { visit, form } = c.var;
  const id = visit.here!.id;
  const emails = (form["emails"] ?? "").split(/[\s,;]+/).filter(Boolean);
  try {
    const settings = parseFields(ReplySettings, { emails });
    const call = formCall(c, "PUT /structures/:id/reply-settings");
    await putReplySettings(visit.ports, call, { id, settings });
  } catch (error) {
    return await list(c, form["emails"] ?? "", errorsOf(error, visit.language));
  }
  return c.redirect(doneAt(address(id, "reponses"), "reponses"), 303);
});

async function list(
  c: Context<PageEnv>,
  emails: string | null,
  errors: Errors,
): Promise<Response> {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  const suite = c.req.query("suite");
  const found = await listReplies(ports, actor, {
    id: here!.id,
    limit: LISTED,
    cursor: suite,
  });
  const settings = may(visit, "structure:manage")
    ? await readReplySettings(ports, actor, here!.id)
    : null;
  return page(
    c,
    {
      title: REPLIES[visit.language].title,
      section: "reponses",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <ReplyList
      visit={visit}
      found={found}
      emails={settings && (emails ?? settings.emails.join("\n"))}
      errors={errors}
      query={suite ? { suite } : {}}
      done={c.req.query("fait")}
    />,
  );
}
