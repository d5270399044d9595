import { assertEquals } from "@std/assert";
import {
  createTemplate,
  deleteTemplate,
  getTemplate,
  listTemplates,
  updateTemplate,
} from "../../lib/domain/template.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, plant, refusalOf } from "./tree.ts";

const RDV = { name: "Rendez-vous", text: "Bonjour {{prenom}}, à {{heure}}." };

Deno.test("createTemplate() is inherited by the subtree, and by nobody else", async () => {
  await using world = await TestWorld.open();
  const { centre, town, school, stranger } = await plant(world);
  const { ports } = world;
  await createTemplate(ports, world.call(), { structureId: centre, ...RDV });
  await createTemplate(ports, world.call(), {
    structureId: town,
    name: "Ville",
    text: "Bonjour",
  });

  const names = async (id: string) =>
    (await listTemplates(ports, OPERATOR, id)).map(({ name }) => name);

  assertEquals(await names(school), ["Ville", "Rendez-vous"]);
  assertEquals(await names(centre), ["Rendez-vous"]);
  assertEquals(await names(stranger), []);
});

Deno.test("createTemplate() names a wrong place, and refuses who may not send", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const create = (text: string, roles: "viewer" | "sender" = "sender") =>
    createTemplate(
      world.ports,
      world.call(member({ [town]: roles })),
      { structureId: town, name: "x", text },
    );

  assertEquals(
    [
      await refusalOf(create("Bonjour {{2}}")),
      await refusalOf(create("Bonjour {{prenom")),
      await refusalOf(create("Bonjour", "viewer")),
    ],
    ["invalid_request /text", "invalid_request /text", "forbidden"],
  );
  assertEquals((await create("Bonjour {{ prenom }}")).variables, ["prenom"]);
});

Deno.test("updateTemplate() and deleteTemplate() change only the structure's own", async () => {
  await using world = await TestWorld.open();
  const { centre, town } = await plant(world);
  const { ports } = world;
  const { id } = await createTemplate(ports, world.call(), {
    structureId: centre,
    ...RDV,
  });
  const patch = { text: "Autre {{heure}}" };

  assertEquals(
    [
      await refusalOf(
        updateTemplate(ports, world.call(), {
          id: town,
          templateId: id,
          patch,
        }),
      ),
      await refusalOf(
        deleteTemplate(ports, world.call(), { id: town, templateId: id }),
      ),
    ],
    ["not_found", "not_found"],
  );
  const changed = await updateTemplate(ports, world.call(), {
    id: centre,
    templateId: id,
    patch,
  });
  const read = await getTemplate(ports, OPERATOR, { id: town, templateId: id });
  await deleteTemplate(ports, world.call(), { id: centre, templateId: id });

  assertEquals([changed.name, read.variables], ["Rendez-vous", ["heure"]]);
  assertEquals(await listTemplates(ports, OPERATOR, centre), []);
});
