/**
 * The register: what is kept, why, how long, who receives it; the proofs of
 * what was destroyed; and a person's rights, by number.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { openGateways } from "../../lib/delivery/gateways.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { erasePerson, readPerson } from "../../lib/domain/person.ts";
import { listDestructions } from "../../lib/domain/retention.ts";
import { retentionDays } from "../../lib/domain/retention_days.ts";
import { exportStructure } from "../../lib/domain/structure_export.ts";
import { updateStructure } from "../../lib/domain/structure.ts";
import { jsonLinesResponse } from "../../lib/http/csv.ts";
import { Retention } from "../../lib/schema/structure.ts";
import { check, type Errors, errorsOf } from "./forms.ts";
import { askIdentity, stepUp } from "./confirm.tsx";
import { formCall } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { ErasePerson, PersonErased, PersonFound } from "./views/Person.tsx";
import { Register } from "./views/Register.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { phoneNumber } from "./words.ts";
import { PERSON, PRIVACY } from "./words/privacy.ts";

const PROOFS = 20;

export const register = new Hono<PageEnv>();

register.use(async (c, next) => {
  const { ports, actor, here } = c.var.visit;
  await authorised(ports, actor, "structure:manage", here!.id);
  return await next();
});

register.get("/", (c) => show(c, {}, {}));

register.post("/duree", async (c) => {
  const { visit, form } = c.var;
  const { id } = visit.here!;
  const days = { text: Number(form["text"]), number: Number(form["number"]) };
  const { language } = visit;
  const checked = check(Retention, days, language);
  if ("errors" in checked) return await show(c, form, checked.errors);
  try {
    const call = formCall(c, "PATCH /structures/:id");
    const patch = { retention: checked.value };
    await updateStructure(visit.ports, call, { id, patch });
  } catch (error) {
    return await show(c, form, own(errorsOf(error, language)));
  }
  const path = address(id, "registre");
  return c.redirect(doneAt(path, "structureModifiee"), 303);
});

register.post("/numero", async (c) => {
  const { visit, form } = c.var;
  const { ports, actor, here, language } = visit;
  const recipient = form["recipient"] ?? "";
  const isExport = form["fichier"] === "oui";
  const asked = isExport ? await askIdentity(c) : null;
  if (asked !== null) return asked;
  try {
    const person = await readPerson(ports, actor, { id: here!.id, recipient });
    if (isExport) return download(person);
    return page(
      c,
      {
        title: PERSON[language].title(phoneNumber(person.recipient)),
        section: "registre",
      },
      <PersonFound visit={visit} person={person} />,
    );
  } catch (error) {
    return await show(c, form, errorsOf(error, language));
  }
});

register.post("/export", stepUp, async (c) => {
  const { visit } = c.var;
  const { id } = visit.here!;
  const call = formCall(c, "GET /structures/:id/export");
  const lines = await exportStructure(visit.ports, call, id);
  return jsonLinesResponse(`${id}.jsonl`, lines);
});

register.post("/effacer", async (c) => {
  const { visit, form } = c.var;
  const { id } = visit.here!;
  const words = PERSON[visit.language];
  const recipient = form["recipient"] ?? "";
  if (form["oui"] !== "oui") {
    return page(
      c,
      { title: words.confirm, section: "registre" },
      <ErasePerson visit={visit} recipient={recipient} />,
    );
  }
  const call = formCall(c, "POST /structures/:id/people/erase");
  const erasure = await erasePerson(visit.ports, call, { id, recipient });
  return page(
    c,
    { title: words.done, section: "registre" },
    <PersonErased visit={visit} erasure={erasure} />,
  );
});

async function show(c: Context<PageEnv>, fields: Fields, errors: Errors) {
  const { visit } = c.var;
  const { ports, here } = visit;
  const days = retentionDays(ports, here!);
  const [proofs, gateways] = await Promise.all([
    listDestructions(ports, here!.id, PROOFS),
    openGateways(ports, here!),
  ]);
  return page(
    c,
    {
      title: PRIVACY[visit.language].title,
      section: "registre",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <Register
      visit={visit}
      days={days}
      most={ports.retentionDays}
      proofs={proofs}
      gateways={gateways.map(({ stored }) => stored)}
      fields={{
        text: String(days.text),
        number: String(days.number),
        ...fields,
      }}
      errors={errors}
      done={c.req.query("fait")}
    />,
  );
}

/** What is refused of a retention is about its first field. */
function own({ retention, ...errors }: Errors): Errors {
  return retention === undefined ? errors : { ...errors, text: retention };
}

function download(person: unknown): Response {
  return new Response(JSON.stringify(person, null, 2), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": 'attachment; filename="personne.json"',
      "cache-control": "no-store",
    },
  });
}
