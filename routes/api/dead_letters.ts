import {
  listDeadLetters,
  replayMessage,
  replayMessages,
} from "../../lib/domain/replay.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Page, PageQuery } from "../../lib/schema/common.ts";
import { Accepted } from "../../lib/schema/message.ts";
import { DeadLetter, NewReplays, Replayed } from "../../lib/schema/replay.ts";

const tag = "messages";

export const deadLetters = [
  endpoint(
    {
      id: "listDeadLetters",
      tag,
      summary: {
        fr: "Liste les messages en échec d'une structure",
        en: "Lists the messages of a structure that came to nothing",
      },
      method: "get",
      path: "/structures/{id}/dead-letters",
      query: PageQuery,
      returns: { 200: Page(DeadLetter) },
      problems: ["invalid_cursor"],
    },
    ({ ports, actor, params, query }) =>
      listDeadLetters(ports, actor, { id: params.id, ...query }),
  ),

  endpoint(
    {
      id: "replayMessages",
      tag,
      summary: {
        fr: "Renvoie des messages en échec",
        en: "Sends messages that came to nothing once more",
      },
      description:
        "Each is a submission of its own and reserves its credits; a message is replayed once, however often this is asked.",
      method: "post",
      path: "/structures/{id}/dead-letters/replay",
      body: NewReplays,
      returns: { 200: Replayed },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      replayMessages(ports, call, { id: params.id, ...body }),
  ),

  endpoint(
    {
      id: "replayMessage",
      tag,
      summary: {
        fr: "Renvoie un message en échec",
        en: "Sends a message that came to nothing once more",
      },
      method: "post",
      path: "/messages/{id}/replay",
      returns: { 202: Accepted },
      problems: ["conflict", "insufficient_credit", "sender_not_allowed"],
    },
    ({ ports, call, params }) => replayMessage(ports, call, { id: params.id }),
  ),
];
