/**
 * Every route of the pages, asked by each role, from around the structure,
 * signed out, and after being removed: what is answered is what `pages_table`
 * says. A route without a line there fails, and what is not one's to see is
 * answered byte for byte like what does not exist.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { readSession } from "../../lib/domain/session.ts";
import type { Role } from "../../lib/schema/member.ts";
import { ABSENT, ApiWorld } from "../api/support.ts";
import { FROM_HERE, site } from "../pages/visitor.ts";
import { PAGES, type Who } from "./pages_table.ts";
import { Place, ROLES, type Where } from "./place.ts";

const HOST = "http://localhost:8000";
const RANK: Record<Role, number> = { viewer: 1, sender: 2, manager: 3 };
const NEEDS: Partial<Record<Who, number>> = {
  viewer: 1,
  sender: 2,
  manager: 3,
  above: 3,
};

/** Whose request it is. */
interface Asker {
  readonly name: string;
  readonly cookie: string;
  readonly role?: Role;
  readonly where?: Where;
}

interface Told {
  readonly status: number;
  readonly to: string;
  readonly html: string;
}

/** The pages of a territory, and who may come to them. */
class Pages {
  readonly place: Place;
  readonly #app: ReturnType<typeof site>;

  constructor(place: Place) {
    this.place = place;
    this.#app = site(place.api.world);
  }

  get routes(): string[] {
    const routes = this.#app.routes.filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path}`);
    return [...new Set(routes)].sort();
  }

  async askers(): Promise<Asker[]> {
    const { place } = this;
    const own = ROLES.map(async (role) => ({
      name: `${role}, own`,
      cookie: await place.cookie(role, "own"),
      role,
      where: "own" as const,
    }));
    const around = (["parent", "child", "sibling", "foreign"] as const)
      .map(async (where) => ({
        name: `manager, ${where}`,
        cookie: await place.cookie("manager", where),
        role: "manager" as const,
        where,
      }));
    const revoked = await place.revoked("manager");
    return [
      ...await Promise.all([...own, ...around]),
      { name: "signed out", cookie: "" },
      { name: "revoked", cookie: revoked },
    ];
  }

  async ask(
    route: string,
    { cookie }: Asker,
    structureId = this.place.ids.own,
  ): Promise<Told> {
    const [method = "", pattern = ""] = route.split(" ");
    const path = pattern.replace(":structureId", structureId)
      .replaceAll(/:(\w+)Id/g, "xxx_00000000000000000a")
      .replaceAll(/:\w+|\*/g, "rien");
    const session = await readSession(this.place.api.world.ports, cookie);
    const response = await this.#app.request(HOST + path, {
      method,
      headers: { cookie, accept: "text/html", ...FROM_HERE },
      ...(method === "POST"
        ? { body: new URLSearchParams({ jeton: session?.csrf ?? "" }) }
        : {}),
    });
    const to = response.headers.get("location") ?? "";
    const html = await response.text();
    return { status: response.status, to, html };
  }
}

/** What is wrong with an answer, by the table alone; null if nothing is. */
function wrong(
  who: Who,
  { role, where }: Asker,
  { status, to }: Told,
): string | null {
  const isOut = status === 303 && to.startsWith("/connexion");
  if (role === undefined) return isOut ? null : "to be sent to sign in";
  if (isOut) return "to be let in";
  if (who === "person") return status === 403 ? "to be let in" : null;
  if (who === "operator") {
    return status === 404 || status === 403 ? null : "to be refused";
  }
  if (where !== "own" && where !== "parent") {
    return status === 404 ? null : "not to be found";
  }
  const may = RANK[role] >= NEEDS[who]! &&
    (who !== "above" || where === "parent");
  return may === (status !== 403) || (!may && status === 404)
    ? null
    : may
    ? "to be let in"
    : "to be refused";
}

Deno.test("every route of the pages has its line in the table", async () => {
  await using api = await ApiWorld.open();
  const pages = new Pages(await Place.make(api));

  assertEquals(Object.keys(PAGES).sort(), pages.routes);
});

Deno.test("every route of the pages answers each role as the table says", async (t) => {
  await using api = await ApiWorld.open();
  const pages = new Pages(await Place.make(api));
  const askers = await pages.askers();
  for (const [route, who] of Object.entries(PAGES)) {
    // Nothing is refused there; signing out is among them.
    if (who === "anybody") continue;
    await t.step(`${route} is for: ${who}`, async () => {
      const found: string[] = [];
      for (const asker of askers) {
        const told = await pages.ask(route, asker);
        const expected = wrong(who, asker, told);
        if (expected !== null) {
          found.push(`${asker.name} ought ${expected}: ${told.status}`);
        }
      }
      assertEquals(found, []);
    });
  }
});

Deno.test("a foreign structure's pages are answered byte for byte like those of none", async () => {
  await using api = await ApiWorld.open();
  const pages = new Pages(await Place.make(api));
  const found: string[] = [];
  for (const asker of await pages.askers()) {
    if (asker.where !== "sibling" && asker.where !== "foreign") continue;
    for (const route of Object.keys(PAGES)) {
      if (!route.includes("/s/:structureId")) continue;
      const foreign = await pages.ask(route, asker);
      const absent = await pages.ask(route, asker, ABSENT.structure);
      const same = absent.html.replaceAll(
        ABSENT.structure,
        pages.place.ids.own,
      );
      if (foreign.status !== absent.status || foreign.html !== same) {
        found.push(`${route}, ${asker.name}`);
      }
    }
  }
  assertEquals(found, []);
});
