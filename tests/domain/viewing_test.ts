import { assertEquals, assertRejects } from "@std/assert";
import type { MemberActor } from "../../lib/domain/actor.ts";
import { checkAudit, listAudit } from "../../lib/domain/audit_log.ts";
import { removeMember } from "../../lib/domain/membership.ts";
import {
  openSession,
  readSession,
  sessionHash,
  signOut,
} from "../../lib/domain/session.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import {
  endViewing,
  type Standing,
  startViewing,
  VIEWING_MS,
  visibleRoles,
} from "../../lib/domain/viewing.ts";
import { Engine } from "../../lib/delivery/engine.ts";
import { keys } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import type { Role } from "../../lib/schema/member.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { join } from "./invited.ts";
import { cookieOf } from "./people.ts";

const PATHS: Record<string, string[]> = {
  centre: [],
  mairie: ["centre"],
  ecole: ["centre", "mairie"],
  ailleurs: [],
};

function standing(
  id: string,
  roles: Record<string, Role>,
  operator = false,
): Standing {
  return {
    actor: { kind: "member", id, name: id, email: id, operator, roles },
    places: Object.keys(roles).map((id) => ({ id, path: PATHS[id]! })),
  };
}

Deno.test.each([
  ["a sender of the own structure", { mairie: "sender" }, { mairie: "sender" }],
  ["another manager", { mairie: "manager" }, { mairie: "manager" }],
  ["somebody below", { ecole: "viewer" }, { ecole: "viewer" }],
  ["somebody of both, there alone where they manage", {
    ecole: "sender",
    ailleurs: "manager",
  }, { ecole: "sender" }],
  ["nobody from elsewhere", { ailleurs: "viewer" }, {}],
  ["nobody above, below not either", { centre: "viewer", ecole: "viewer" }, {}],
] as [string, Record<string, Role>, Record<string, Role>][])(
  "visibleRoles() lets a manager look as %s",
  (_, roles, seen) => {
    const anne = standing("anne", { mairie: "manager" });

    assertEquals(visibleRoles(anne, standing("luc", roles)), seen);
  },
);

Deno.test("visibleRoles() lets nobody look as the operator, as themselves, or without managing", () => {
  const anne = standing("anne", { mairie: "manager" });
  const luc = standing("luc", { mairie: "viewer" });

  assertEquals(
    visibleRoles(anne, standing("o", { ecole: "viewer" }, true)),
    {},
  );
  assertEquals(visibleRoles(anne, anne), {});
  assertEquals(visibleRoles(luc, standing("eve", { mairie: "viewer" })), {});
  assertEquals(visibleRoles(standing("o", {}, true), luc), {
    mairie: "viewer",
  });
});

/** Anne manages a town hall, Luc sends there, Anne is signed in. */
async function town() {
  const world = await TestWorld.open();
  const { ports, store } = world;
  const { id } = await createStructure(ports, world.call(), { name: "Mairie" });
  const anneId = await join(world, id, "anne", "manager");
  const lucId = await join(world, id, "luc", "sender");
  const anne = (await store.get(keys.member(anneId)))!;
  const cookies = cookieOf(
    await openSession(ports, anne, { agent: "test", cookies: null }),
  );
  const session = sessionHash(cookies)!;
  const actor = (await readSession(ports, cookies))!.actor;
  const start = (as: MemberActor = actor) =>
    startViewing(ports, { ...world.call(as), actor: as }, {
      structureId: id,
      memberId: lucId,
      session,
    });
  const lines = async () =>
    (await listAudit(ports, OPERATOR, { id, limit: 50, action: "viewing" }))
      .items.map(({ action, actor, target, detail }) => ({
        action,
        by: actor.id,
        target,
        detail,
      }));
  return { world, id, anneId, lucId, cookies, session, start, lines };
}

Deno.test("startViewing() gives the session the other's roles, and the journal both ends", async () => {
  const { world, id, anneId, lucId, cookies, session, start, lines } =
    await town();
  await using _ = world;
  await start();

  const seen = await readSession(world.ports, cookies);
  assertEquals(seen?.actor.roles, { [id]: "sender" });
  assertEquals([seen?.actor.id, seen?.actor.viewedBy], [lucId, anneId]);
  assertEquals(seen?.viewing?.viewer.id, anneId);
  await endViewing(world.ports, session, { how: "left" });

  assertEquals((await readSession(world.ports, cookies))?.actor.id, anneId);
  assertEquals(await lines(), [
    {
      action: "viewing.end",
      by: anneId,
      target: lucId,
      detail: { how: "left" },
    },
    {
      action: "viewing.start",
      by: anneId,
      target: lucId,
      detail: { role: "sender" },
    },
  ]);
  assertEquals((await checkAudit(world.ports, OPERATOR, id)).intact, true);
});

Deno.test("a viewing ends by itself after half an hour, written down though nobody came back", async () => {
  const { world, anneId, cookies, start, lines } = await town();
  await using _ = world;
  await start();
  const engine = new Engine(world.ports, { owner: "test", exclusive: true });

  world.advance(VIEWING_MS + 1_000);
  await engine.runDue();

  assertEquals((await lines())[0]?.detail, { how: "time" });
  assertEquals((await readSession(world.ports, cookies))?.actor.id, anneId);
  await engine.stop();
});

Deno.test("a viewing that is over is over at the next request, before anything tells the store", async () => {
  const { world, anneId, cookies, start, lines } = await town();
  await using _ = world;
  await start();

  world.advance(VIEWING_MS);

  assertEquals((await readSession(world.ports, cookies))?.actor.id, anneId);
  assertEquals((await lines()).map(({ detail }) => detail["how"]), [
    "time",
    undefined,
  ]);
});

Deno.test("a viewing ends with the session, and with the role it looked through", async () => {
  for (const how of ["session", "role"]) {
    const { world, id, lucId, cookies, start, lines } = await town();
    await using _ = world;
    await start();

    if (how === "session") await signOut(world.ports, cookies);
    else {
      const place = { structureId: id, memberId: lucId };
      await removeMember(world.ports, world.call(), place);
      await readSession(world.ports, cookies);
    }

    assertEquals((await lines())[0]?.detail, { how });
  }
});

Deno.test("startViewing() refuses who has more rights", async () => {
  const { world, lucId, start, lines } = await town();
  await using _ = world;
  const luc = (await world.store.get(keys.member(lucId)))!;
  await world.store.transact(lucId, async (tx) => {
    await tx.get(keys.member(lucId));
    tx.put(keys.member(lucId), { ...luc, operator: true });
  });

  await assertRejects(() => start(), Problem, "no more rights");

  assertEquals(await lines(), []);
});
