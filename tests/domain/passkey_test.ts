import { assertEquals, assertRejects } from "@std/assert";
import {
  addPasskey,
  listPasskeys,
  passkeyRegistration,
  passkeyRequest,
  PASSKEYS_MAX,
  usePasskey,
} from "../../lib/domain/passkey.ts";
import { CHALLENGE_MS } from "../../lib/domain/challenge.ts";
import { Problem } from "../../lib/problem.ts";
import { Authenticator, type Quirks } from "./authenticator.ts";
import { enrol, withAnne } from "./people.ts";

const PURPOSE = "sign-in";

Deno.test("addPasskey() keeps what the device made, and usePasskey() knows whose it is", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const phone = new Authenticator("phone");

  const { id, name, publicKey } = await enrol(world, anne, phone);

  const [kept, ...others] = await listPasskeys(world.ports, anne.id);
  assertEquals(others, []);
  assertEquals([kept!.id, kept!.name], [id, name]);
  assertEquals(publicKey.length > 80, true);
  const asked = await passkeyRequest(world.ports, { purpose: PURPOSE });
  const answer = phone.use(asked);
  assertEquals(
    await usePasskey(world.ports, { purpose: PURPOSE, answer }),
    anne.id,
  );
  const [used] = await listPasskeys(world.ports, anne.id);
  assertEquals(typeof used!.lastUsedAtMs, "number");
});

Deno.test("passkeyRegistration() asks for a discoverable passkey, the owner verified, none twice", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const phone = new Authenticator("phone");
  await enrol(world, anne, phone);

  const options = await passkeyRegistration(world.ports, anne);

  assertEquals(options.rp.id, "localhost");
  assertEquals(options.authenticatorSelection?.residentKey, "required");
  assertEquals(options.authenticatorSelection?.userVerification, "required");
  assertEquals(options.excludeCredentials?.map(({ id }) => id), [phone.id]);
});

Deno.test("addPasskey() refuses what proves nothing", async (t) => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const table: [string, Quirks][] = [
    ["another site", { origin: "https://evil.example" }],
    ["another relying party", { rpId: "evil.example" }],
    ["an owner who was not verified", { isVerified: false }],
    ["a challenge of nobody", { challenge: "A".repeat(51) }],
    ["a use instead of a making", { type: "webauthn.get" }],
  ];
  for (const [claim, quirks] of table) {
    await t.step(claim, async () => {
      const options = await passkeyRegistration(world.ports, anne);
      const answer = new Authenticator(claim).make(options, quirks);
      const problem = await assertRejects(
        () => addPasskey(world.ports, anne.id, { answer, name: "" }),
        Problem,
      );
      assertEquals(problem.code, "invalid_request");
    });
  }
  await t.step("a challenge for somebody else", async () => {
    const options = await passkeyRegistration(world.ports, anne);
    const answer = new Authenticator("other").make(options);
    const other = "mem_00000000000000000b";
    await assertRejects(
      () => addPasskey(world.ports, other, { answer, name: "" }),
      Problem,
    );
  });
  await t.step("what is no answer at all", async () => {
    for (const answer of [null, {}, "text", { id: "a", type: "x" }]) {
      await assertRejects(
        () => addPasskey(world.ports, anne.id, { answer, name: "" }),
        Problem,
      );
    }
  });
  assertEquals(await listPasskeys(world.ports, anne.id), []);
});

Deno.test("addPasskey() takes an answer once, a device once, and twenty at most", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const phone = new Authenticator("phone");
  const options = await passkeyRegistration(world.ports, anne);
  const answer = phone.make(options);
  const add = (answer: unknown) =>
    addPasskey(world.ports, anne.id, { answer, name: "a" });
  await add(answer);

  const again = await assertRejects(() => add(answer), Problem);
  assertEquals(again.code, "unauthenticated");
  const twice = phone.make(await passkeyRegistration(world.ports, anne));
  assertEquals(
    (await assertRejects(() => add(twice), Problem)).code,
    "conflict",
  );
  for (let i = 1; i < PASSKEYS_MAX; i++) {
    await enrol(world, anne, new Authenticator(`device ${i}`));
  }
  const more = new Authenticator("one too many")
    .make(await passkeyRegistration(world.ports, anne));
  const problem = await assertRejects(() => add(more), Problem);
  assertEquals(problem.code, "conflict");
});

Deno.test("usePasskey() refuses what proves nothing", async (t) => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const phone = new Authenticator("phone");
  await enrol(world, anne, phone);
  const table: [string, Quirks][] = [
    ["another site", { origin: "https://evil.example" }],
    ["another relying party", { rpId: "evil.example" }],
    ["an owner who was not verified", { isVerified: false }],
    ["a challenge of nobody", { challenge: "A".repeat(51) }],
    ["a making instead of a use", { type: "webauthn.create" }],
    ["another person's handle", { userHandle: "bWVtXzE" }],
  ];
  for (const [claim, quirks] of table) {
    await t.step(claim, async () => {
      const asked = await passkeyRequest(world.ports, { purpose: PURPOSE });
      const answer = phone.use(asked, quirks);
      const problem = await assertRejects(
        () => usePasskey(world.ports, { purpose: PURPOSE, answer }),
        Problem,
      );
      assertEquals(problem.code, "unauthenticated");
    });
  }
  await t.step("another device of the same name", async () => {
    const asked = await passkeyRequest(world.ports, { purpose: PURPOSE });
    const answer = new Authenticator("phone").use(asked);
    await assertRejects(
      () => usePasskey(world.ports, { purpose: PURPOSE, answer }),
      Problem,
    );
  });
  await t.step("an answer for another purpose", async () => {
    const asked = await passkeyRequest(world.ports, { purpose: "confirm" });
    const answer = phone.use(asked);
    await assertRejects(
      () => usePasskey(world.ports, { purpose: PURPOSE, answer }),
      Problem,
    );
  });
  await t.step("an answer that comes too late", async () => {
    const asked = await passkeyRequest(world.ports, { purpose: PURPOSE });
    const answer = phone.use(asked);
    world.advance(CHALLENGE_MS);
    await assertRejects(
      () => usePasskey(world.ports, { purpose: PURPOSE, answer }),
      Problem,
    );
  });
});

Deno.test("usePasskey() takes an answer once, even sixteen times at once", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const phone = new Authenticator("phone");
  await enrol(world, anne, phone);
  const asked = await passkeyRequest(world.ports, { purpose: PURPOSE });
  const answer = phone.use(asked);

  const uses = await Promise.allSettled(
    Array.from(
      { length: 16 },
      () => usePasskey(world.ports, { purpose: PURPOSE, answer }),
    ),
  );

  const taken = uses.filter(({ status }) => status === "fulfilled");
  assertEquals(taken.length, 1);
});

Deno.test("usePasskey() refuses a device that counts backwards: it was copied", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const stick = new Authenticator("stick", 5);
  await enrol(world, anne, stick);
  const use = async (counter: number) => {
    const asked = await passkeyRequest(world.ports, { purpose: PURPOSE });
    const answer = stick.use(asked, { counter });
    return await usePasskey(world.ports, { purpose: PURPOSE, answer });
  };

  assertEquals(await use(9), anne.id);

  await assertRejects(() => use(9), Problem);
  await assertRejects(() => use(4), Problem);
  await assertRejects(() => use(0), Problem);
  assertEquals(await use(10), anne.id);
});
