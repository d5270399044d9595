import { assertEquals } from "@std/assert";
import { acceptInvitation } from "../../lib/domain/invitation.ts";
import { openSession } from "../../lib/domain/session.ts";
import { codeOf, ORIGIN } from "../domain/invited.ts";
import {
  ABSENT,
  ApiWorld,
  assertProblem,
  assertSameRefusal,
  signIn,
} from "./support.ts";

const MARIE = { email: "marie@rodez.example", name: "Marie", role: "sender" };
const PAGES = { "sec-fetch-site": "same-origin" };

/** Invites Marie to a structure, has her join, and gives her id and cookie. */
async function marieIn(api: ApiWorld, town: string, role = "sender") {
  await api.ask(`POST /structures/${town}/members`, {
    json: { ...MARIE, role },
  });
  const { ports } = api.world;
  const { member } = await acceptInvitation(ports, {
    code: await codeOf(api.world, town, MARIE.email),
    joining: { name: "Marie", password: null },
    origin: ORIGIN,
  });
  const browser = { agent: "test", cookies: null };
  const cookie = (await openSession(ports, member, browser)).split(";")[0]!;
  return { id: member.id, cookie };
}

Deno.test("POST /structures/{id}/members answers 201 and invites", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();

  const { status, body } = await api.ask(`POST /structures/${town}/members`, {
    json: MARIE,
  });

  assertEquals(status, 201);
  const { id, invitedAt: _, expiresAt: __, ...rest } = body;
  assertEquals(rest, {
    ...MARIE,
    state: "invited",
    mail: "waiting",
    joinedAt: null,
    lastVisitAt: null,
  });
  const list = await api.ask(`GET /structures/${town}/members`);
  assertEquals(list.body, { items: [body], nextCursor: null });
  const one = await api.ask(`GET /structures/${town}/members/${id}`);
  assertEquals(one.body, body);
});

Deno.test("POST /structures/{id}/members answers 422 with a pointer for each wrong field", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();

  const answer = await api.ask(`POST /structures/${town}/members`, {
    json: { email: "marie", name: " ", role: "boss" },
  });

  assertProblem(answer, 422, "invalid_request");
  assertEquals(
    answer.body.errors.map(({ pointer }: { pointer: string }) => pointer),
    ["/email", "/name", "/role"],
  );
});

Deno.test("POST /structures/{id}/members answers 409 for who is invited", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const invite = (email: string) =>
    api.ask(`POST /structures/${town}/members`, { json: { ...MARIE, email } });
  await invite(MARIE.email);
  assertProblem(await invite("MARIE@rodez.example"), 409, "conflict");
});

Deno.test("PATCH /structures/{id}/members/{memberId} changes the role at once", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const { id, cookie } = await marieIn(api, town);
  const rename = () =>
    api.ask(`PATCH /structures/${town}`, {
      key: null,
      json: { name: "Mairie de Rodez" },
      headers: { cookie, ...PAGES },
    });
  assertProblem(await rename(), 403, "forbidden");

  const { body } = await api.ask(`PATCH /structures/${town}/members/${id}`, {
    json: { role: "manager" },
  });

  assertEquals([body.role, body.state], ["manager", "active"]);
  assertEquals((await rename()).status, 200);
});

Deno.test("DELETE /structures/{id}/members/{memberId} ends an open session's access on its next request", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const { id, cookie } = await marieIn(api, town);
  const read = () =>
    api.ask(`GET /structures/${town}`, { key: null, headers: { cookie } });
  assertEquals((await read()).status, 200);

  const { status } = await api.ask(`DELETE /structures/${town}/members/${id}`);

  assertEquals(status, 204);
  assertProblem(await read(), 401, "unauthenticated");
});

Deno.test("DELETE /structures/{id}/members/{memberId} answers 409 for the last manager", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const { id } = await marieIn(api, town, "manager");
  assertProblem(
    await api.ask(`DELETE /structures/${town}/members/${id}`),
    409,
    "conflict",
  );
});

Deno.test("POST /structures/{id}/members/{memberId}/invitation sends it again", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const { body } = await api.ask(`POST /structures/${town}/members`, {
    json: MARIE,
  });
  const path = `/structures/${town}/members/${body.id}/invitation`;
  assertProblem(await api.ask(`POST ${path}`), 429, "rate_limited");
  api.world.advance(60_000);

  const again = await api.ask(`POST ${path}`);

  assertEquals([again.status, again.body.state], [200, "invited"]);
  await acceptInvitation(api.world.ports, {
    code: await codeOf(api.world, town, MARIE.email),
    joining: { name: "Marie", password: null },
    origin: ORIGIN,
  });
  assertProblem(await api.ask(`POST ${path}`), 409, "conflict");
});

Deno.test("GET /structures/{id}/members of a stranger is as absent as any", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const stranger = await api.structure("Ailleurs");
  const cookie = await signIn(api, { [town]: "manager" });
  const read = (id: string) =>
    api.ask(`GET /structures/${id}/members`, {
      key: null,
      headers: { cookie },
    });
  assertSameRefusal(await read(stranger), await read(ABSENT.structure));
});

Deno.test("GET /structures/{id}/members answers 403 to an application", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const { key } = await api.application(town);
  assertProblem(
    await api.ask(`GET /structures/${town}/members`, { key }),
    403,
    "forbidden",
  );
});
