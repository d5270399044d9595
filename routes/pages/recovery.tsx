/**
 * Getting back in after everything was lost: asking, stopping, the link; and
 * the list of who asks, for those who may let them in.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import type { VNode } from "preact";
import {
  approveRecovery,
  askRecovery,
  listRecoveries,
  refuseRecovery,
  stopRecovery,
} from "../../lib/domain/recovery.ts";
import { endRecovery } from "../../lib/domain/recovery_end.ts";
import { openSession } from "../../lib/domain/session.ts";
import { Problem } from "../../lib/problem.ts";
import { NewPassword } from "../../lib/schema/member.ts";
import { stepUp } from "./confirm.tsx";
import { check, type Errors, errorsOf, refusal } from "./forms.ts";
import { browserOf, limited, ownForm } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { page, plainPage } from "./respond.tsx";
import {
  EndRecovery,
  RecoveryList,
  Said,
  StopRecovery,
} from "./views/Recovery.tsx";
import { SECURITY_PATH } from "./views/Security.tsx";
import type { PageEnv } from "./visit.ts";
import { RECOVERY } from "./words/recovery.ts";

const TEXT_MAX = 200;
const LIST = "/compte/recuperations";

export const recoveryRoutes = new Hono<PageEnv>();

recoveryRoutes.use(limited, ownForm);

recoveryRoutes.post("/demander", async (c) => {
  const { ports, form, language } = c.var;
  const words = RECOVERY[language];
  const email = (form["courriel"] ?? "").slice(0, TEXT_MAX);
  await askRecovery(ports, { email, address: browserOf(c).address });
  return plain(
    c,
    words.askedTitle,
    <Said title={words.askedTitle} sentence={words.asked} />,
  );
});

recoveryRoutes.get("/arreter", (c) => askToStop(c));

recoveryRoutes.post("/arreter", async (c) => {
  const { ports, form, language } = c.var;
  const words = RECOVERY[language];
  try {
    await stopRecovery(ports, (form["code"] ?? "").slice(0, TEXT_MAX));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return askToStop(c, refusal(error, language));
  }
  return plain(
    c,
    words.stoppedTitle,
    <Said title={words.stoppedTitle} sentence={words.stopped} />,
  );
});

recoveryRoutes.get("/", (c) => askPassword(c, {}));

recoveryRoutes.post("/", async (c) => {
  const { ports, form, language } = c.var;
  const { password, again } = form;
  const token = (form["code"] ?? "").slice(0, TEXT_MAX);
  const checked = check(NewPassword, { password, again }, language);
  if ("errors" in checked) {
    return askPassword(c, { ...checked.errors, code: token });
  }
  try {
    const member = await endRecovery(ports, {
      token,
      password: checked.value.password,
    });
    const opening = { ...browserOf(c), method: "link" as const };
    c.header("set-cookie", await openSession(ports, member, opening));
    return c.redirect(doneAt(SECURITY_PATH, "motDePasse"), 303);
  } catch (error) {
    return askPassword(c, errorsOf(error, language));
  }
});

/** For who manages people: those who ask to be let back in. */
export const recoveries = new Hono<PageEnv>();

recoveries.get("/", (c) => list(c));

recoveries.post(
  "/:memberId/accepter",
  stepUp,
  (c) =>
    answered(c, async (call) => {
      await approveRecovery(c.var.ports, call, c.req.param("memberId"));
      return c.redirect(doneAt(LIST, "recuperationAcceptee"), 303);
    }),
);

recoveries.post("/:memberId/refuser", (c) =>
  answered(c, async (call) => {
    await refuseRecovery(c.var.ports, call, c.req.param("memberId"));
    return c.redirect(doneAt(LIST, "recuperationRefusee"), 303);
  }));

async function answered(
  c: Context<PageEnv>,
  work: (call: Parameters<typeof approveRecovery>[1]) => Promise<Response>,
): Promise<Response> {
  const { visit, origin } = c.var;
  try {
    return await work({ actor: visit.actor, origin });
  } catch (error) {
    if (!(error instanceof Problem) || error.code === "not_found") throw error;
    return await list(c, refusal(error, visit.language));
  }
}

async function list(c: Context<PageEnv>, error?: string): Promise<Response> {
  const { visit } = c.var;
  const found = await listRecoveries(visit.ports, visit.actor);
  return page(
    c,
    {
      title: RECOVERY[visit.language].listTitle,
      section: "compte",
      status: error === undefined ? 200 : 422,
    },
    <RecoveryList
      visit={visit}
      found={found}
      error={error}
      done={c.req.query("fait")}
    />,
  );
}

function askToStop(c: Context<PageEnv>, error?: string): Response {
  const { stopTitle } = RECOVERY[c.var.language];
  const status = error === undefined ? 200 : 403;
  return plain(c, stopTitle, <StopRecovery error={error} />, status);
}

function askPassword(c: Context<PageEnv>, errors: Errors): Response {
  const { endTitle } = RECOVERY[c.var.language];
  const status = Object.keys(errors).length > 0 ? 422 : 200;
  return plain(c, endTitle, <EndRecovery errors={errors} />, status);
}

function plain(
  c: Context<PageEnv>,
  title: string,
  view: VNode,
  status: 200 | 403 | 422 = 200,
): Response {
  return plainPage(c, { title, status }, view);
}
