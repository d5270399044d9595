/**
 * How a person signs in, and where they are signed in. Each change asks for a
 * factor of the last ten minutes; ending a session does not.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import type { VNode } from "preact";
import { beginTotp, readFactors } from "../../lib/domain/factor.ts";
import { listPasskeys, passkeyRegistration } from "../../lib/domain/passkey.ts";
import { hasPassword, setPassword } from "../../lib/domain/password_account.ts";
import {
  addOwnPasskey,
  removeOwnPasskey,
  renewRecoveryCodes,
  type Self,
  turnTotpOff,
  turnTotpOn,
} from "../../lib/domain/security.ts";
import {
  listSessions,
  revokeSession,
  revokeSessions,
} from "../../lib/domain/session_list.ts";
import { Problem } from "../../lib/problem.ts";
import { NewPassword } from "../../lib/schema/member.ts";
import { stepUp } from "./confirm.tsx";
import { deviceName } from "./device.ts";
import { check, type Errors, errorsOf, readJson, refusal } from "./forms.ts";
import { type Done, doneAt } from "./notices.tsx";
import { Confirm } from "./parts/Confirm.tsx";
import { page } from "./respond.tsx";
import { Security, SECURITY_PATH } from "./views/Security.tsx";
import {
  PasswordForm,
  RecoveryCodes,
  TotpForm,
} from "./views/SecurityForms.tsx";
import type { PageEnv } from "./visit.ts";
import { SECURITY } from "./words/account.ts";

export const security = new Hono<PageEnv>();

security.get("/", (c) => overview(c));

security.post("/cles", stepUp, async (c) => {
  const { visit, form } = c.var;
  const agent = c.req.header("user-agent") ?? "";
  const name = deviceName(agent, visit.language);
  const answer = readJson(form["passkey"]);
  return await trying(c, async () => {
    await addOwnPasskey(visit.ports, selfOf(c), { answer, name });
    return done(c, "cleAjoutee");
  });
});

security.get("/cles/:passkeyId/retirer", async (c) => {
  const { visit } = c.var;
  const words = SECURITY[visit.language];
  const passkeys = await listPasskeys(visit.ports, visit.actor.id);
  const found = passkeys.find(({ id }) => id === c.req.param("passkeyId"));
  if (found === undefined) throw new Problem("not_found");
  const isLast = passkeys.length === 1 &&
    !await hasPassword(visit.ports, visit.actor.id);
  if (isLast) return await overview(c, words.lastPasskey);
  return show(
    c,
    words.removeTitle(found.name),
    <Confirm
      visit={visit}
      title={words.removeTitle(found.name)}
      action={`${SECURITY_PATH}/cles/${found.id}/retirer`}
      button={words.remove}
      isDestructive
      back={SECURITY_PATH}
    >
      <p>{words.removeWords}</p>
    </Confirm>,
  );
});

security.post("/cles/:passkeyId/retirer", stepUp, (c) =>
  trying(c, async () => {
    const id = c.req.param("passkeyId");
    await removeOwnPasskey(c.var.ports, selfOf(c), id);
    return done(c, "cleRetiree");
  }));

security.get("/mot-de-passe", stepUp, (c) => passwordForm(c, {}));

security.post("/mot-de-passe", stepUp, async (c) => {
  const { visit, form } = c.var;
  const { password, again } = form;
  const checked = check(NewPassword, { password, again }, visit.language);
  if ("errors" in checked) return await passwordForm(c, checked.errors);
  await setPassword(visit.ports, selfOf(c), {
    password: checked.value.password,
    keptSessionId: visit.id,
  });
  return done(c, "motDePasse");
});

security.get("/application", stepUp, (c) => totpForm(c, {}));

security.post("/application", stepUp, async (c) => {
  const { visit, form } = c.var;
  const code = (form["code"] ?? "").slice(0, 20);
  try {
    await turnTotpOn(visit.ports, selfOf(c), code);
  } catch (error) {
    return await totpForm(c, errorsOf(error, visit.language));
  }
  return done(c, "codeActive");
});

security.get(
  "/application/retirer",
  (c) =>
    confirmation(c, "/application/retirer", {
      title: "removeTotpTitle",
      words: "removeTotpWords",
      button: "removeTotp",
    }),
);

security.post("/application/retirer", stepUp, async (c) => {
  await turnTotpOff(c.var.ports, selfOf(c));
  return done(c, "codeDesactive");
});

security.get("/codes", async (c) => {
  const { visit } = c.var;
  const { recoveryAtMs } = await readFactors(visit.ports, visit.actor.id);
  return confirmation(c, "/codes", {
    title: recoveryAtMs === null ? "makeCodes" : "renewTitle",
    words: recoveryAtMs === null ? "recoveryLead" : "renewWords",
    button: recoveryAtMs === null ? "makeCodes" : "renewCodes",
  });
});

security.post("/codes", stepUp, async (c) => {
  const codes = await renewRecoveryCodes(c.var.ports, selfOf(c));
  const { codesTitle } = SECURITY[c.var.visit.language];
  return show(c, codesTitle, <RecoveryCodes codes={codes} />);
});

security.post("/sessions/fermer", async (c) => {
  const { ports, actor, id } = c.var.visit;
  await revokeSessions(ports, actor.id, id);
  return done(c, "sessionsFermees");
});

security.post("/sessions/:sessionId/fermer", async (c) => {
  const { ports, actor } = c.var.visit;
  await revokeSession(ports, actor.id, c.req.param("sessionId"));
  return done(c, "sessionFermee");
});

function selfOf(c: Context<PageEnv>): Self {
  return { actor: c.var.visit.actor, origin: c.var.origin };
}

function done(c: Context<PageEnv>, what: Done): Response {
  return c.redirect(doneAt(SECURITY_PATH, what), 303);
}

/** Runs `work`; what it refuses is told on the overview. */
async function trying(
  c: Context<PageEnv>,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || error.code === "not_found") throw error;
    return await overview(c, refusal(error, c.var.visit.language));
  }
}

async function overview(
  c: Context<PageEnv>,
  error?: string,
): Promise<Response> {
  const { visit } = c.var;
  const { ports, actor } = visit;
  const [passkeys, registration, password, factors, sessions] = await Promise
    .all([
      listPasskeys(ports, actor.id),
      passkeyRegistration(ports, actor),
      hasPassword(ports, actor.id),
      readFactors(ports, actor.id),
      listSessions(ports, actor.id),
    ]);
  const view = (
    <Security
      visit={visit}
      passkeys={passkeys}
      registration={registration}
      hasPassword={password}
      factors={factors}
      sessions={sessions}
      error={error}
      done={error === undefined ? c.req.query("fait") : undefined}
    />
  );
  const status = error === undefined ? 200 : 422;
  return show(c, SECURITY[visit.language].title, view, status);
}

async function passwordForm(
  c: Context<PageEnv>,
  errors: Errors,
): Promise<Response> {
  const { visit } = c.var;
  const password = await hasPassword(visit.ports, visit.actor.id);
  return show(
    c,
    SECURITY[visit.language].newPassword,
    <PasswordForm visit={visit} hasPassword={password} errors={errors} />,
    statusOf(errors),
  );
}

async function totpForm(
  c: Context<PageEnv>,
  errors: Errors,
): Promise<Response> {
  const { visit } = c.var;
  const made = await beginTotp(visit.ports, visit.actor);
  return show(
    c,
    SECURITY[visit.language].scanTitle,
    <TotpForm visit={visit} {...made} errors={errors} />,
    statusOf(errors),
  );
}

type Words = typeof SECURITY["fr"];
type Sentence = {
  [Name in keyof Words]: Words[Name] extends string ? Name : never;
}[keyof Words];

function confirmation(
  c: Context<PageEnv>,
  path: string,
  says: { title: Sentence; words: Sentence; button: Sentence },
): Response {
  const { visit } = c.var;
  const words = SECURITY[visit.language];
  return show(
    c,
    words[says.title],
    <Confirm
      visit={visit}
      title={words[says.title]}
      action={SECURITY_PATH + path}
      button={words[says.button]}
      back={SECURITY_PATH}
    >
      <p>{words[says.words]}</p>
    </Confirm>,
  );
}

function statusOf(errors: Errors): 200 | 422 {
  return Object.keys(errors).length > 0 ? 422 : 200;
}

function show(
  c: Context<PageEnv>,
  title: string,
  view: VNode,
  status: 200 | 422 = 200,
): Response {
  return page(c, { title, section: "compte", status }, view);
}
