/**
 * Gateways: the operator's under their own address, a structure's among its
 * sections.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import {
  createGateway,
  deleteGateway,
  getGateway,
  listGateways,
  updateGateway,
} from "../../lib/delivery/gateway.ts";
import { readGatewayBalance } from "../../lib/delivery/gateway_balance.ts";
import { gatewayEvents } from "../../lib/delivery/gateway_events.ts";
import { testGateway } from "../../lib/delivery/trial.ts";
import { isOperator } from "../../lib/domain/actor.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { parseFields } from "../../lib/domain/field.ts";
import {
  gatewayFields,
  HIDDEN,
  offeredKind,
} from "../../lib/delivery/gateway_kinds.ts";
import { Problem } from "../../lib/problem.ts";
import { GatewayPatch, NewGateway } from "../../lib/schema/gateway.ts";
import type { Errors } from "./forms.ts";
import { fieldsOf, gatewayErrors, readGateway } from "./gateway_fields.ts";
import { dryRunOf } from "./gateway_route.ts";
import { formCall } from "./guard.ts";
import { Confirm } from "./parts/Confirm.tsx";
import { page } from "./respond.tsx";
import { GatewayDetail } from "./views/GatewayDetail.tsx";
import { GatewayForm } from "./views/GatewayForm.tsx";
import { GatewayKinds } from "./views/GatewayKinds.tsx";
import { GatewayList } from "./views/GatewayList.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { GATEWAYS } from "./words/gateways.ts";

const LISTED = 100;
const EVENTS = 10;
const NEW: Fields = { order: "0", weight: "1", concurrency: "16" };

export const gateways = new Hono<PageEnv>();

gateways.use(async (c, next) => {
  const { ports, actor, here } = c.var.visit;
  if (here !== null) {
    await authorised(ports, actor, "gateway:manage", here.id);
  } else if (!isOperator(actor)) throw new Problem("not_found");
  return await next();
});

gateways.get("/", async (c) => {
  const { visit } = c.var;
  const { ports, actor } = visit;
  const found = await listGateways(ports, actor, { limit: LISTED });
  const own = found.items.filter(({ ownerId }) => ownerId === ownerOf(c))
    .toSorted((a, b) => a.order - b.order);
  return show(
    c,
    GATEWAYS[visit.language].title,
    <GatewayList
      visit={visit}
      base={baseOf(c)}
      gateways={own}
      dryRun={await dryRunOf(c)}
      done={c.req.query("fait")}
    />,
  );
});

gateways.get("/nouvelle", (c) => {
  const { visit } = c.var;
  const kind = c.req.query("type") ?? "";
  if (offeredKind(kind) !== null) return write(c, { kind });
  const title = GATEWAYS[visit.language].new;
  return show(c, title, <GatewayKinds visit={visit} base={baseOf(c)} />);
});

gateways.post("/nouvelle", async (c) => {
  const { visit, form } = c.var;
  const kind = form["type"] ?? "";
  const read = readGateway(form, gatewayFields(kind));
  const given = Object.entries(read.settings)
    .filter(([, value]) => value !== null && value !== HIDDEN);
  try {
    const input = parseFields(NewGateway, {
      ...read,
      kind,
      ownerId: ownerOf(c),
      settings: Object.fromEntries(given),
    });
    const call = formCall(c, "POST /gateways");
    const { id } = await createGateway(visit.ports, call, input);
    return c.redirect(`${baseOf(c)}/${id}?fait=saved`, 303);
  } catch (error) {
    const errors = gatewayErrors(error, visit.language);
    return write(c, { kind, fields: form, errors });
  }
});

gateways.get("/:gatewayId", (c) => detail(c));

gateways.get("/:gatewayId/modifier", async (c) => {
  const gateway = await named(c);
  const { id, kind, name } = gateway;
  const fields = fieldsOf(gateway, gatewayFields(kind));
  return write(c, { kind, fields, id, name });
});

gateways.post("/:gatewayId/modifier", async (c) => {
  const { visit, form } = c.var;
  const { id, kind, name } = await named(c);
  try {
    const patch = parseFields(
      GatewayPatch,
      readGateway(form, gatewayFields(kind)),
    );
    const call = formCall(c, "PATCH /gateways/:id");
    await updateGateway(visit.ports, call, { id, patch });
  } catch (error) {
    const errors = gatewayErrors(error, visit.language);
    return write(c, { kind, fields: form, errors, id, name });
  }
  return c.redirect(`${baseOf(c)}/${id}?fait=saved`, 303);
});

gateways.post("/:gatewayId/essai", async (c) => {
  const { visit, form } = c.var;
  const { id } = await named(c);
  try {
    const call = formCall(c, "POST /gateways/:id/test");
    const to = form["to"] ?? "";
    const tested = await testGateway(visit.ports, call, { id, to });
    return await detail(c, { tested });
  } catch (error) {
    return await detail(c, { errors: gatewayErrors(error, visit.language) });
  }
});

gateways.post("/:gatewayId/laboratoire", async (c) => {
  const { visit, form } = c.var;
  const { id, kind } = await named(c);
  if (kind !== "simulator") throw new Problem("not_found");
  try {
    const { settings } = readGateway(form, gatewayFields(kind));
    const call = formCall(c, "PATCH /gateways/:id");
    const patch = parseFields(GatewayPatch, { settings });
    await updateGateway(visit.ports, call, { id, patch });
  } catch (error) {
    const errors = gatewayErrors(error, visit.language);
    return await detail(c, { lab: form, errors });
  }
  return c.redirect(`${baseOf(c)}/${id}?fait=saved#laboratoire`, 303);
});

gateways.get("/:gatewayId/supprimer", async (c) => {
  const { visit } = c.var;
  const { id, name } = await named(c);
  const words = GATEWAYS[visit.language];
  const path = `${baseOf(c)}/${id}`;
  return show(
    c,
    words.deleteOf(name),
    <Confirm
      visit={visit}
      title={words.deleteOf(name)}
      action={`${path}/supprimer`}
      button={words.delete}
      isDestructive
      back={path}
    >
      <p>{words.deleteWords}</p>
    </Confirm>,
  );
});

gateways.post("/:gatewayId/supprimer", async (c) => {
  const { id } = await named(c);
  const call = formCall(c, "DELETE /gateways/:id");
  await deleteGateway(c.var.visit.ports, call, id);
  return c.redirect(`${baseOf(c)}?fait=deleted`, 303);
});

type Tested = Awaited<ReturnType<typeof testGateway>>;

async function detail(
  c: Context<PageEnv>,
  { tested = null, errors = {}, lab }: {
    tested?: Tested | null;
    errors?: Errors;
    lab?: Fields;
  } = {},
): Promise<Response> {
  const { visit, form } = c.var;
  const { ports, actor } = visit;
  const gateway = await named(c);
  const wantsBalance = c.req.query("solde") !== undefined;
  return show(
    c,
    gateway.name,
    <GatewayDetail
      visit={visit}
      base={baseOf(c)}
      gateway={gateway}
      events={await gatewayEvents(ports, gateway.id, EVENTS)}
      balance={wantsBalance
        ? await readGatewayBalance(ports, actor, gateway.id)
        : undefined}
      tested={tested}
      to={form?.["to"] ?? ""}
      lab={lab}
      errors={errors}
      done={c.req.query("fait")}
    />,
    Object.keys(errors).length > 0 ? 422 : 200,
  );
}

function write(
  c: Context<PageEnv>,
  { kind, fields = NEW, errors = {}, id, name }: {
    kind: string;
    fields?: Fields;
    errors?: Errors;
    id?: string;
    name?: string;
  },
): Response | Promise<Response> {
  const { visit } = c.var;
  const words = GATEWAYS[visit.language];
  const label = offeredKind(kind)?.label[visit.language] ?? kind;
  const title = name === undefined ? words.formOf(label) : words.editOf(name);
  const base = baseOf(c);
  return show(
    c,
    title,
    <GatewayForm
      visit={visit}
      title={title}
      action={id === undefined ? `${base}/nouvelle` : `${base}/${id}/modifier`}
      back={id === undefined ? `${base}/nouvelle` : `${base}/${id}`}
      kind={kind}
      isNew={id === undefined}
      fields={fields}
      errors={errors}
    />,
    Object.keys(errors).length > 0 ? 422 : 200,
  );
}

/** The gateway that the address names, if it is one of these pages'. */
async function named(c: Context<PageEnv>) {
  const { ports, actor } = c.var.visit;
  const id = c.req.param("gatewayId") ?? "";
  const gateway = await getGateway(ports, actor, id);
  if (gateway.ownerId !== ownerOf(c)) throw new Problem("not_found");
  return gateway;
}

function ownerOf(c: Context<PageEnv>): string | null {
  return c.var.visit.here?.id ?? null;
}

function baseOf(c: Context<PageEnv>): string {
  const { here } = c.var.visit;
  return here === null ? "/passerelles" : address(here.id, "passerelles");
}

function show(
  c: Context<PageEnv>,
  title: string,
  body: Parameters<typeof page>[2],
  status: 200 | 422 = 200,
): Response | Promise<Response> {
  const section = c.var.visit.here === null ? "installation" : "passerelles";
  return page(c, { title, section, status }, body);
}
