/** The settings of the public SMS services, and what each is known for. */
import { assert, assertEquals } from "@std/assert";
import { GATEWAY_KINDS } from "../../lib/gateways/mod.ts";
import { SERVICES } from "./doubles/mod.ts";

for (const service of SERVICES) {
  const { kind } = service.kind;

  Deno.test(`${kind}.settings hide what is secret and refuse the rest`, () => {
    const shape = service.kind.settings;
    const settings = service.settings("https://sms.example.test/base/");
    assert(shape.safeParse(settings).success);
    const { endpoint: _none, ...real } = settings;
    assert(shape.safeParse(real).success, "the real service by default");
    const values = service.kind.secrets.map((name) => settings[name]);
    assert(values.some((value) => service.secrets.includes(String(value))));

    for (const endpoint of ["ftp://a.test", "https://u:p@a.test", "a.test/?"]) {
      const { error } = shape.safeParse({ ...settings, endpoint });
      const told = error?.issues[0]?.message ?? "";
      assert(told.startsWith("une adresse http(s)"), endpoint);
    }
    assert(!shape.safeParse({ ...settings, unheardOf: 1 }).success);
    for (const name of service.kind.secrets) {
      assert(!shape.safeParse({ ...settings, [name]: "a b\n" }).success, name);
    }
  });
}

Deno.test("only Octopush recognises a second hand-over", () => {
  const names = SERVICES.filter(({ kind }) => kind.deduplicates === true)
    .map(({ kind }) => kind.kind);
  assertEquals(names, ["octopush"]);
});

Deno.test("receipts go by the service's id where ours is not in them", () => {
  const names = SERVICES
    .filter(({ kind }) => kind.receiptsByProviderId?.({}) === true)
    .map(({ kind }) => kind.kind);
  assertEquals(names, ["ovh", "octopush", "allmysms"]);
});

Deno.test("each service is among the kinds of gateways", () => {
  for (const { kind } of SERVICES) {
    assertEquals(GATEWAY_KINDS[kind.kind], kind);
  }
});
