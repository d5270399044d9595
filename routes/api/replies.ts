import { listReplies } from "../../lib/domain/reply.ts";
import {
  putReplySettings,
  readReplySettings,
} from "../../lib/domain/reply_settings.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Page, PageQuery } from "../../lib/schema/common.ts";
import { Reply, ReplySettings } from "../../lib/schema/reply.ts";

const tag = "replies";

export const replies = [
  endpoint(
    {
      id: "listReplies",
      tag,
      summary: {
        fr: "Liste les réponses reçues, de la plus récente à la plus ancienne",
        en: "Lists what people wrote back, the newest first",
      },
      description:
        "A reply belongs to the structure that wrote to its number last, through the gateway it came by.",
      method: "get",
      path: "/structures/{id}/replies",
      query: PageQuery,
      returns: { 200: Page(Reply) },
      problems: ["invalid_cursor"],
    },
    ({ ports, actor, params, query }) =>
      listReplies(ports, actor, { id: params.id, ...query }),
  ),

  endpoint({
    id: "readReplySettings",
    tag,
    summary: {
      fr: "Lit qui est averti des réponses",
      en: "Reads who is told of replies",
    },
    method: "get",
    path: "/structures/{id}/reply-settings",
    returns: { 200: ReplySettings },
    problems: [],
  }, ({ ports, actor, params }) => readReplySettings(ports, actor, params.id)),

  endpoint(
    {
      id: "putReplySettings",
      tag,
      summary: {
        fr: "Règle qui est averti des réponses",
        en: "Sets who is told of replies",
      },
      description:
        "A mail every five minutes at the most says that there are replies, not what they say.",
      method: "put",
      path: "/structures/{id}/reply-settings",
      body: ReplySettings,
      returns: { 200: ReplySettings },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      putReplySettings(ports, call, { id: params.id, settings: body }),
  ),
];
