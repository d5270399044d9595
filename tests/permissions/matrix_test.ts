/**
 * Every route of the API, asked by each role at each place around a structure,
 * while it is suspended, signed out, and after being removed: what is answered
 * is what `table.ts` says. A route without a line there fails.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Contract } from "../../lib/http/contract.ts";
import type { Role } from "../../lib/schema/member.ts";
import { ENDPOINTS } from "../../routes/mod.ts";
import { type Answer, ApiWorld } from "../api/support.ts";
import { Place, PLACES, ROLES, type Where } from "./place.ts";
import { type Asked, type Row, TABLE, type Who } from "./table.ts";

type Outcome = "allowed" | "401" | "403" | "404";

/** Whose request it is, and the answer they must get. */
interface Cell {
  readonly name: string;
  readonly headers: Record<string, string>;
  readonly expected: Outcome;
  readonly suspended?: true;
}

const RANK: Record<Role, number> = { viewer: 1, sender: 2, manager: 3 };
const NEEDS: Partial<Record<Who, number>> = {
  viewer: 1,
  sender: 2,
  manager: 3,
  above: 3,
};

/** What a role at a place is told, by the table alone. */
function expected(row: Row, role: Role, where: Where): Outcome {
  if (row.hidden) return "404";
  if (row.who === "person" || row.who === "anybody") return "allowed";
  if (row.who === "operator" || row.who === "application") return "403";
  if (where !== "own" && where !== "parent") return "404";
  if (RANK[role] < NEEDS[row.who]!) return "403";
  return row.who === "above" && where === "own" ? "403" : "allowed";
}

async function cells(place: Place, row: Row): Promise<Cell[]> {
  const found: Cell[] = [];
  for (const role of ROLES) {
    for (const where of PLACES) {
      const cookie = await place.cookie(role, where);
      found.push({
        name: `${role}, ${where}`,
        headers: { cookie },
        expected: expected(row, role, where),
      });
    }
    const own = expected(row, role, "own");
    found.push({
      name: `${role}, suspended`,
      headers: { cookie: await place.cookie(role, "own") },
      expected: row.sends && own === "allowed" ? "403" : own,
      suspended: true,
    }, {
      name: `${role}, revoked`,
      headers: { cookie: await place.revoked(role) },
      expected: "401",
    });
  }
  const { key } = await place.api.application(place.ids.own);
  const id = await place.api.ask(
    `GET /structures/${place.ids.own}/applications`,
  );
  await place.api.ask(`DELETE /applications/${id.body.items.at(-1).id}`);
  return [
    ...found,
    { name: "signed out", headers: {}, expected: "401" },
    {
      name: "revoked key",
      headers: { authorization: `Bearer ${key}` },
      expected: "401",
    },
  ];
}

const FROM_PAGES = { "sec-fetch-site": "same-origin" };

function send(
  place: Place,
  contract: Contract,
  { params = {}, query = {}, json }: Asked,
  headers: Record<string, string>,
): Promise<Answer> {
  const path = contract.path.replaceAll(
    /{(\w+)}/g,
    (_, name) => encodeURIComponent(params[name] ?? place.ids.own),
  );
  const search = new URLSearchParams(query).toString();
  return place.api.ask(
    `${contract.method.toUpperCase()} ${path}${search && `?${search}`}`,
    {
      key: null,
      ...(json === undefined ? {} : { json }),
      headers: {
        ...FROM_PAGES,
        "idempotency-key": place.api.world.ports.newId("try"),
        ...headers,
      },
    },
  );
}

/** The same request about what does not exist; places around stay. */
function absent(place: Place, asked: Asked) {
  const { params = {}, ...rest } = asked;
  const named = { id: place.ids.own, ...params };
  const { own: _, ...others } = place.ids;
  const around = Object.values(others).map((id) => `"${id}"`);
  const text = JSON.stringify({ ...rest, params: named });
  const nobody = text.replaceAll(
    /"([a-z]{3})_[0-9a-z]{16,}"/g,
    (id, prefix) =>
      around.includes(id) ? id : `"${prefix}_${"0".repeat(id.length - 6)}"`,
  );
  return JSON.parse(nobody) as Asked;
}

function outcome({ status, body }: Answer): Outcome {
  if (status === 401 || status === 403 || status === 404) {
    return `${status}` as Outcome;
  }
  return body?.code === "internal_error" ? "403" : "allowed";
}

function told({ status, text, body }: Answer): string {
  return `${status} ${text.replaceAll(body?.requestId ?? "none", "req")}`;
}

Deno.test("every route of the API has its line in the table", () => {
  const routes = ENDPOINTS.map(({ contract }) => contract.id).sort();
  assertEquals(Object.keys(TABLE).sort(), routes);
});

for (const { contract } of ENDPOINTS) {
  const row = TABLE[contract.id];
  if (row === undefined) continue;
  Deno.test(`${contract.id} is for: ${row.who}`, async () => {
    await using api = await ApiWorld.open();
    const place = await Place.make(api);
    const wrong: string[] = [];
    for (const { expected, ...one } of await cells(place, row)) {
      const isOpen = row.who === "anybody";
      const cell = { ...one, expected: isOpen ? "allowed" : expected };
      const asked = await row.ask?.(place) ?? {};
      const own = `/structures/${place.ids.own}`;
      if (cell.suspended) await api.ask(`POST ${own}/suspend`);
      const answer = await send(place, contract, asked, cell.headers);
      if (outcome(answer) !== cell.expected) {
        wrong.push(
          `${cell.name}: ${cell.expected} expected, ${answer.status} ${
            answer.text.slice(0, 160)
          }`,
        );
      }
      if (cell.expected === "404") {
        const nobody = absent(place, asked);
        const same = await send(place, contract, nobody, cell.headers);
        if (told(same) !== told(answer)) {
          wrong.push(`${cell.name}: ${told(answer)} is not ${told(same)}`);
        }
      }
      if (cell.suspended) await api.ask(`POST ${own}/resume`);
    }
    assertEquals(wrong, []);
  });
}
