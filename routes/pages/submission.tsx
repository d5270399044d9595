/**
 * How far a submission is.
 *
 * @module
 */
import { Hono } from "hono";
import { Live } from "../../islands/Live.tsx";
import { useLanguage } from "../../islands/language.ts";
import { number, smsCount } from "../../islands/words.ts";
import { listMessages } from "../../lib/domain/history.ts";
import {
  cancelSubmission,
  getSubmission,
} from "../../lib/domain/submission.ts";
import { Problem } from "../../lib/problem.ts";
import { instant } from "../../lib/schema/common.ts";
import type { Message, Status, Submission } from "../../lib/schema/message.ts";
import { formCall } from "./guard.ts";
import { doneAt, DoneNotice } from "./notices.tsx";
import { Form } from "./parts/Form.tsx";
import { Heading } from "./parts/Heading.tsx";
import { Island } from "./parts/Island.tsx";
import { Resend } from "./parts/Resend.tsx";
import { Pill } from "./parts/Pill.tsx";
import { page } from "./respond.tsx";
import { MessageList } from "./views/MessageList.tsx";
import { address, may, type PageEnv, type Visit } from "./visit.ts";
import { STATUSES, TONES, when } from "./words.ts";
import { HISTORY } from "./words/history.ts";
import { SUBMISSION } from "./words/send.ts";

const LISTED = 50;
/** Failures that are sent again together, at the most. */
const RESENT_MAX = 1_000;
const ORDER: readonly Status[] = [
  "delivered",
  "sent",
  "sending",
  "queued",
  "scheduled",
  "uncertain",
  "failed",
  "expired",
  "refused",
  "cancelled",
];

export const submission = new Hono<PageEnv>();

submission.get("/:submissionId", async (c) => {
  const { visit } = c.var;
  const found = await here(visit, c.req.param("submissionId"));
  const messages = await messagesOf(visit, found);
  const failed = await failuresOf(visit, found);
  return page(
    c,
    { title: found.title, section: "envoi" },
    <Progress
      visit={visit}
      submission={found}
      messages={messages}
      failed={failed}
      done={c.req.query("fait")}
    />,
  );
});

submission.post("/:submissionId/annuler", async (c) => {
  const { visit } = c.var;
  const { id, structureId } = await here(visit, c.req.param("submissionId"));
  const path = `${address(structureId, "envoi")}/${id}`;
  try {
    await cancelSubmission(
      visit.ports,
      formCall(c, "POST /submissions/:id/cancel"),
      id,
    );
  } catch (error) {
    const isOver = error instanceof Problem && error.code === "already_final";
    if (!isOver) throw error;
    return c.redirect(path, 303);
  }
  return c.redirect(doneAt(path, "envoiAnnule"), 303);
});

/** The submission, if it is one of the structure that is open. */
async function here(visit: Visit, id: string): Promise<Submission> {
  const found = await getSubmission(visit.ports, visit.actor, id);
  if (found.structureId !== visit.here!.id) throw new Problem("not_found");
  return found;
}

/** Its first messages: they were all accepted at the same instant. */
async function messagesOf(
  { ports, actor }: Visit,
  { id, structureId, createdAt }: Submission,
): Promise<Message[]> {
  const { items } = await listMessages(ports, actor, {
    structureId,
    from: createdAt,
    to: instant(Date.parse(createdAt) + 1),
    limit: LISTED,
  });
  return items.filter(({ submissionId }) => submissionId === id);
}

/** Those of its messages that failed, where they can be listed at once. */
async function failuresOf(
  { ports, actor }: Visit,
  { id, structureId, createdAt, counts }: Submission,
): Promise<Message[]> {
  const failures = (counts.failed ?? 0) + (counts.expired ?? 0) +
    (counts.refused ?? 0);
  if (failures === 0 || failures > RESENT_MAX) return [];
  const { items } = await listMessages(ports, actor, {
    structureId,
    from: createdAt,
    to: instant(Date.parse(createdAt) + 1),
    failed: true,
    limit: RESENT_MAX,
  });
  return items.filter(({ submissionId }) => submissionId === id);
}

function Progress({ visit, submission, messages, failed, done }: {
  visit: Visit;
  failed: readonly Message[];
  submission: Submission;
  messages: readonly Message[];
  done: string | undefined;
}) {
  const { language } = visit;
  const words = SUBMISSION[language];
  const { id, recipients, segments, counts, createdAt } = submission;
  const waits = (counts.queued ?? 0) + (counts.scheduled ?? 0);
  return (
    <div class="narrow">
      <Heading
        title={words.title(recipients)}
        back={{
          href: address(visit.here!.id, "historique"),
          label: HISTORY[language].title,
        }}
        lead={[
          submission.title,
          smsCount(segments, language),
          when(createdAt, visit.nowMs, language),
        ].join(", ")}
      />
      <DoneNotice done={done} />
      <Island
        name="Live"
        of={Live}
        props={{ structureId: visit.here!.id, target: "suivi" }}
      />
      <section
        id="suivi"
        data-totals=""
        data-done={isOver(submission) ? "" : undefined}
      >
        <Counts submission={submission} />
        {waits > 0 && may(visit, "message:send") && (
          <Form
            visit={visit}
            action={`${address(visit.here!.id, "envoi")}/${id}/annuler`}
          >
            <button type="submit" class="button quiet">
              {words.cancel}
            </button>
          </Form>
        )}
        {isOver(submission) && failed.length > 0 && (
          <Resend visit={visit} failed={failed} />
        )}
        <MessageList visit={visit} messages={messages} />
        {recipients > messages.length && (
          <p class="quiet">
            {words.shown(messages.length)}{" "}
            <a href={address(visit.here!.id, "historique")}>
              {words.allHistory}
            </a>
          </p>
        )}
      </section>
      <p>
        <a class="button" href={address(visit.here!.id, "envoi")}>
          {words.another}
        </a>
      </p>
    </div>
  );
}

/** Whether nothing more will be heard of any of its messages. */
function isOver({ done, counts }: Submission): boolean {
  return done && !counts.sent;
}

function Counts({ submission }: { submission: Submission }) {
  const language = useLanguage();
  const words = SUBMISSION[language];
  const { recipients, counts, done } = submission;
  const left = (counts.scheduled ?? 0) + (counts.queued ?? 0) +
    (counts.sending ?? 0);
  return (
    <div class="progress" aria-live="polite">
      <p class="strong">{done ? words.done : words.going}</p>
      <progress max={recipients} value={recipients - left}>
        {words.progress(recipients - left, recipients)}
      </progress>
      <ul class="pills">
        {ORDER.filter((status) => counts[status]).map((status) => (
          <li>
            <Pill tone={TONES[status]}>
              {words.count(
                STATUSES[language][status],
                number(counts[status]!, language),
              )}
            </Pill>
          </li>
        ))}
      </ul>
    </div>
  );
}
