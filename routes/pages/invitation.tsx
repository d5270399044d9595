/**
 * Accepting an invitation: its code, then for who is new a name and a password.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import {
  acceptInvitation,
  readInvitation,
} from "../../lib/domain/invitation.ts";
import { openSession } from "../../lib/domain/session.ts";
import { Joining } from "../../lib/schema/membership.ts";
import { check, type Errors, errorsOf } from "./forms.ts";
import { browserOf, limited, ownForm } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { plainPage } from "./respond.tsx";
import { AcceptForm, CodeForm } from "./views/Invitation.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { INVITATION } from "./words/members.ts";

export const invitation = new Hono<PageEnv>();

invitation.use(limited, ownForm);

invitation.get("/", (c) => askCode(c, {}));

invitation.post("/", (c) => askPerson(c, c.var.form, {}));

invitation.post("/accepter", async (c) => {
  const { ports, form, language, origin } = c.var;
  const code = form["code"] ?? "";
  try {
    const { isKnown } = await readInvitation(ports, code);
    const checked = check(Joining, {
      name: (form["name"] ?? "").trim(),
      password: form["password"] ?? "",
    }, language);
    if (!isKnown && "errors" in checked) {
      return await askPerson(c, form, checked.errors);
    }
    const joining = "value" in checked ? checked.value : null;
    const accepted = await acceptInvitation(ports, { code, joining, origin });
    const path = address(accepted.structureId, "tableau");
    // Who has an account signs in with it: a mail is no proof for that.
    if (accepted.isNew) {
      const { member } = accepted;
      const cookie = await openSession(ports, member, {
        ...browserOf(c),
        method: "link",
      });
      c.header("set-cookie", cookie);
    }
    return c.redirect(doneAt(path, "rejoint"), 303);
  } catch (error) {
    return askCode(c, errorsOf(error, language));
  }
});

function askCode(c: Context<PageEnv>, errors: Errors): Response {
  return plainPage(c, {
    title: INVITATION[c.var.language].title,
    status: Object.keys(errors).length > 0 ? 422 : 200,
  }, <CodeForm errors={errors} />);
}

async function askPerson(
  c: Context<PageEnv>,
  fields: Fields,
  errors: Errors,
): Promise<Response> {
  const { ports, language } = c.var;
  try {
    const open = await readInvitation(ports, fields["code"] ?? "");
    return plainPage(c, {
      title: INVITATION[language].title,
      status: Object.keys(errors).length > 0 ? 422 : 200,
    }, <AcceptForm open={open} fields={fields} errors={errors} />);
  } catch (error) {
    return askCode(c, errorsOf(error, language));
  }
}
