import { assertEquals, assertStringIncludes } from "@std/assert";
import { recordAudit } from "../../lib/domain/audit.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { keys } from "../../lib/kv/keys.ts";
import { codeOf, join } from "../domain/invited.ts";
import { TestWorld } from "../support.ts";
import { enter, site, Visitor, words } from "./visitor.ts";

const MARIE = {
  name: "Marie Puech",
  email: "marie@rodez.example",
  role: "sender",
};
const PASSWORD = "une phrase assez longue";

async function town() {
  const world = await TestWorld.open();
  const { id } = await createStructure(world.ports, world.call(), {
    name: "Mairie de Rodez",
  });
  const anne = await enter(world, {
    operator: false,
    roles: { [id]: "manager" },
  });
  return { world, id, anne, path: `/s/${id}/membres` };
}

Deno.test("a manager invites, the person accepts, and is at work", async () => {
  const { world, id, anne, path } = await town();
  await using _ = world;
  assertStringIncludes(words(await anne.open(path)), "Aucun membre");

  const form = await anne.open(`${path}/inviter`);
  const sent = await anne.submit(form, `${path}/inviter`, MARIE);
  assertEquals(sent.headers.get("location"), `${path}?fait=invite`);
  const list = words(await anne.open(path));
  assertStringIncludes(list, "Marie Puech");
  assertStringIncludes(list, "Expéditeur");

  const marie = new Visitor(site(world), "");
  const code = await codeOf(world, id, MARIE.email);
  const asked = await marie.post("/invitation", { code });
  assertStringIncludes(words(asked.html), "Rejoindre « Mairie de Rodez »");
  const short = await marie.post("/invitation/accepter", {
    code,
    name: MARIE.name,
    password: "court",
  });
  assertEquals(short.status, 422);
  assertStringIncludes(short.html, "12 caractères");
  const accepted = await marie.post("/invitation/accepter", {
    code,
    name: MARIE.name,
    password: PASSWORD,
  });

  assertEquals(accepted.headers.get("location"), `/s/${id}?fait=rejoint`);
  const cookie = accepted.headers.get("set-cookie")!.split(";")[0]!;
  const signedIn = new Visitor(site(world), cookie);
  await signedIn.open(`/s/${id}/envoi`);
  assertEquals((await signedIn.get(path)).status, 403);
  assertStringIncludes(words(await anne.open(path)), "Dernière visite");
});

Deno.test("an invitation is refused in words once it was used", async () => {
  const { world, id } = await town();
  await using _ = world;
  const marie = new Visitor(site(world), "");
  await join(world, id, "paul");

  const { status, html } = await marie.post("/invitation", {
    code: "inv_00000000000000000a." + "A".repeat(43),
  });

  assertEquals(status, 422);
  assertStringIncludes(words(html), "a déjà servi");
});

Deno.test("who has an account joins without a password, and signs in with it", async () => {
  const { world, id } = await town();
  await using _ = world;
  const other = await createStructure(world.ports, world.call(), {
    name: "Mairie de Millau",
  });
  const memberId = await join(world, other.id, "marie", "viewer");
  const anne = await enter(world, {
    id: "mem_00000000000000000b",
    email: "b@rodez.example",
    operator: false,
    roles: { [id]: "manager" },
  });
  const path = `/s/${id}/membres/inviter`;
  await anne.submit(await anne.open(path), path, MARIE);
  const code = await codeOf(world, id, MARIE.email);
  const marie = new Visitor(site(world), "");

  assertStringIncludes(
    words((await marie.post("/invitation", { code })).html),
    "Vous avez déjà un compte",
  );
  const { headers } = await marie.post("/invitation/accepter", { code });

  assertEquals(headers.get("set-cookie"), null);
  const stored = await world.store.get(keys.member(memberId));
  assertEquals(stored?.roles, { [other.id]: "viewer", [id]: "sender" });
});

Deno.test("a role is changed, and a member removed, with the consequence in words", async () => {
  const { world, id, anne, path } = await town();
  await using _ = world;
  const memberId = await join(world, id, "marie", "sender");
  const detail = await anne.open(`${path}/${memberId}`);
  await anne.submit(detail, `${path}/${memberId}/role`, { role: "viewer" });
  const stored = await world.store.get(keys.member(memberId));
  assertEquals(stored?.roles, { [id]: "viewer" });

  const asked = await anne.open(`${path}/${memberId}/retirer`);
  assertStringIncludes(words(asked), "ses sessions ouvertes sont fermées");
  await anne.submit(asked, `${path}/${memberId}/retirer`);

  assertEquals((await world.store.get(keys.member(memberId)))?.roles, {});
  assertStringIncludes(words(await anne.open(path)), "Aucun membre");
});

Deno.test("the last manager is kept, and the page says why", async () => {
  const { world, id, anne, path } = await town();
  await using _ = world;
  const memberId = await join(world, id, "marie", "manager");
  const asked = await anne.open(`${path}/${memberId}/retirer`);

  const answer = await anne.submit(asked, `${path}/${memberId}/retirer`);

  assertEquals(answer.status, 422);
  assertStringIncludes(words(answer.html), "la seule personne qui gère");
});

Deno.test("the journal says who did what, and whether its chain is intact", async () => {
  const { world, id, anne } = await town();
  await using _ = world;
  await world.store.transact("x", (tx) =>
    recordAudit(tx, world.ports, {
      call: world.call(),
      structureId: id,
      action: "sender.add",
      detail: { sender: "Mairie" },
    }));
  const path = `/s/${id}/journal`;

  const all = words(await anne.open(path));
  assertStringIncludes(all, "la chaîne est intacte");
  assertStringIncludes(all, "Expéditeur ajouté");
  assertStringIncludes(all, "Structure créée");
  const some = words(await anne.open(`${path}?action=sender`));
  assertStringIncludes(some, "Expéditeur ajouté");
  assertEquals(some.includes("Structure créée"), false);

  const file = await anne.get(`${path}/journal.csv`);
  assertEquals(file.headers.get("content-type"), "text/csv; charset=utf-8");
  assertStringIncludes(file.html, "sender.add");

  await world.store.kv.delete(keys.audit(id, 1).parts);
  assertStringIncludes(words(await anne.open(path)), "La chaîne est rompue");
});
