/**
 * The simulator's phone: what would have arrived, mails too while no mail server
 * is set.
 *
 * @module
 */
import { Hono } from "hono";
import { listGateways, managedGateway } from "../../lib/delivery/gateway.ts";
import { listOutbox, MAIL_OUTBOX } from "../../lib/delivery/outbox.ts";
import { answerFromPhone } from "../../lib/delivery/phone.ts";
import { isOperator } from "../../lib/domain/actor.ts";
import { Problem } from "../../lib/problem.ts";
import { doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { Inbox } from "./views/Inbox.tsx";
import type { PageEnv, Visit } from "./visit.ts";
import { INBOX } from "./words/inbox.ts";

const LISTED = 40;
const GATEWAYS = 100;
const ANSWER_MAX = 640;

export const inbox = new Hono<PageEnv>();

inbox.get("/", async (c) => {
  const { visit } = c.var;
  const cursor = c.req.query("suite");
  const gateway = await simulatorOf(visit, c.req.query("passerelle"));
  const found = await listOutbox(visit.ports, gateway.id, {
    limit: LISTED,
    cursor,
  });
  return page(
    c,
    { title: INBOX[visit.language].title, section: "reception" },
    <Inbox
      visit={visit}
      found={found}
      gatewayId={gateway.id}
      done={c.req.query("fait")}
      query={{
        ...(c.req.query("passerelle") ? { passerelle: gateway.id } : {}),
        ...(cursor ? { suite: cursor } : {}),
      }}
    />,
  );
});

inbox.post("/repondre", async (c) => {
  const { visit, form } = c.var;
  const gateway = await simulatorOf(visit, form["passerelle"]);
  const text = (form["texte"] ?? "").trim().slice(0, ANSWER_MAX);
  if (text !== "") {
    await answerFromPhone(visit.ports, visit.actor, {
      gatewayId: gateway.id,
      messageId: form["message"] ?? "",
      text,
    });
  }
  const path = `/reception?passerelle=${gateway.id}`;
  return c.redirect(text === "" ? path : doneAt(path, "reponseSimulee"), 303);
});

/** The simulator that is named, or the first there is, the operator's before. */
async function simulatorOf(
  { ports, actor }: Visit,
  id: string | undefined,
): Promise<{ id: string }> {
  if (id !== undefined) return await managedGateway(ports, actor, id);
  const { items } = await listGateways(ports, actor, { limit: GATEWAYS });
  const simulators = items.filter(({ kind }) => kind === "simulator");
  const own = simulators.find(({ ownerId }) => ownerId === null);
  if (own !== undefined) return own;
  // Without a simulator the operator's mails are still to be read.
  if (isOperator(actor)) return { id: MAIL_OUTBOX };
  if (simulators[0] === undefined) throw new Problem("not_found");
  return simulators[0];
}
