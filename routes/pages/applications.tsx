/**
 * Coupled applications: their keys, shown once.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import {
  createApplication,
  deleteApplication,
  getApplication,
  listApplications,
  rotateKey,
} from "../../lib/domain/application.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { Problem } from "../../lib/problem.ts";
import {
  type Application,
  NewApplication,
} from "../../lib/schema/application.ts";
import { stepUp } from "./confirm.tsx";
import { check, type Errors, errorsOf, typedCount } from "./forms.ts";
import { formCall } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { ApplicationForm } from "./views/ApplicationForm.tsx";
import { ApplicationList } from "./views/ApplicationList.tsx";
import { DeleteApplication } from "./views/DeleteApplication.tsx";
import { NewKey } from "./views/NewKey.tsx";
import { RotateKey } from "./views/RotateKey.tsx";
import { address, type Fields, type PageEnv, type Visit } from "./visit.ts";
import { APPLICATIONS } from "./words/applications.ts";

const LISTED = 50;
/** How long a replaced key stays valid: the time to change it everywhere. */
const GRACE_HOURS = 24;

export const applications = new Hono<PageEnv>();

applications.get("/", async (c) => {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  const found = await listApplications(ports, actor, {
    structureId: here!.id,
    limit: LISTED,
    cursor: c.req.query("suite"),
  });
  return page(
    c,
    { title: APPLICATIONS[visit.language].title, section: "applications" },
    <ApplicationList visit={visit} found={found} done={c.req.query("fait")} />,
  );
});

applications.get("/nouvelle", (c) => write(c, { mode: "live" }, {}));

applications.post("/nouvelle", stepUp, async (c) => {
  const { visit, form } = c.var;
  const checked = check(NewApplication, {
    name: form["name"] ?? "",
    mode: form["mode"] ?? "",
    keyDays: typedCount(form["keyDays"]),
    dailyCap: typedCount(form["dailyCap"]),
    perMinute: typedCount(form["perMinute"]),
    allowedAddresses: (form["allowedAddresses"] ?? "").split(/[\s,;]+/)
      .filter((one) => one !== ""),
  }, visit.language);
  if ("errors" in checked) return await write(c, form, checked.errors);
  const call = formCall(c, "POST /structures/:id/applications");
  try {
    const made = await createApplication(visit.ports, call, {
      ...checked.value,
      structureId: visit.here!.id,
    });
    return page(
      c,
      { title: APPLICATIONS[visit.language].newKey, section: "applications" },
      <NewKey visit={visit} application={made} isFirst />,
    );
  } catch (error) {
    return await write(c, form, errorsOf(error, visit.language));
  }
});

applications.get("/:applicationId/renouveler", async (c) => {
  const { visit } = c.var;
  const application = await named(visit, c.req.param("applicationId"));
  return page(
    c,
    { title: APPLICATIONS[visit.language].rotate, section: "applications" },
    <RotateKey
      visit={visit}
      application={application}
      graceHours={GRACE_HOURS}
      callKey={visit.ports.newId("frm")}
    />,
  );
});

applications.post("/:applicationId/renouveler", stepUp, async (c) => {
  const { visit } = c.var;
  const { id } = await named(visit, c.req.param("applicationId"));
  const call = formCall(c, "POST /applications/:id/rotate");
  const made = await rotateKey(visit.ports, call, {
    id,
    graceHours: GRACE_HOURS,
  });
  return page(
    c,
    { title: APPLICATIONS[visit.language].newKey, section: "applications" },
    <NewKey visit={visit} application={made} isFirst={false} />,
  );
});

applications.get("/:applicationId/supprimer", async (c) => {
  const { visit } = c.var;
  const application = await named(visit, c.req.param("applicationId"));
  return page(
    c,
    {
      title: APPLICATIONS[visit.language].deleteTitle,
      section: "applications",
    },
    <DeleteApplication visit={visit} application={application} />,
  );
});

applications.post("/:applicationId/supprimer", async (c) => {
  const { visit } = c.var;
  const { id } = await named(visit, c.req.param("applicationId"));
  await deleteApplication(
    visit.ports,
    formCall(c, "DELETE /applications/:id"),
    id,
  );
  const path = address(visit.here!.id, "applications");
  return c.redirect(doneAt(path, "application"), 303);
});

/** The application, if it is one of the structure that is open. */
async function named(visit: Visit, id: string): Promise<Application> {
  const found = await getApplication(visit.ports, visit.actor, id);
  if (found.structureId !== visit.here!.id) throw new Problem("not_found");
  return found;
}

async function write(
  c: Context<PageEnv>,
  fields: Fields,
  errors: Errors,
): Promise<Response> {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  await authorised(ports, actor, "application:manage", here!.id);
  return page(
    c,
    {
      title: APPLICATIONS[visit.language].new,
      section: "applications",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <ApplicationForm
      visit={visit}
      fields={fields}
      errors={errors}
      callKey={fields["cle"] || ports.newId("frm")}
    />,
  );
}
