import { assertEquals, assertRejects } from "@std/assert";
import { readMember, updateProfile } from "../../lib/domain/profile.ts";
import { Problem } from "../../lib/problem.ts";
import { withAnne } from "./people.ts";

Deno.test("updateProfile() changes what is given, and nothing else", async () => {
  const [opened, anne] = await withAnne(null);
  await using world = opened;
  const { ports } = world;

  await updateProfile(ports, anne.id, { name: "Anne M.", language: "en" });
  assertEquals(await readMember(ports, anne.id), {
    ...anne,
    name: "Anne M.",
    language: "en",
  });
  await updateProfile(ports, anne.id, { name: "Anne" });
  assertEquals((await readMember(ports, anne.id)).language, "en");
  await updateProfile(ports, anne.id, { language: null });

  assertEquals(await readMember(ports, anne.id), { ...anne, name: "Anne" });
});

Deno.test("readMember() and updateProfile() know who is gone", async () => {
  const [opened] = await withAnne(null);
  await using world = opened;
  const nobody = "mem_00000000000000000z";

  await assertRejects(() => readMember(world.ports, nobody), Problem);
  await assertRejects(() => updateProfile(world.ports, nobody, {}), Problem);
});
