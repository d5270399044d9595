import {
  assert,
  assertEquals,
  assertFalse,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { Buffer } from "node:buffer";
import {
  type MasterKey,
  MissingMasterKey,
  parseMasterKeys,
  Vault,
} from "../../lib/crypto/vault.ts";

const OLD: MasterKey = { id: "k1", bytes: new Uint8Array(32).fill(1) };
const NEW: MasterKey = { id: "k2", bytes: new Uint8Array(32).fill(2) };
const SECRET = Buffer.from(OLD.bytes).toString("base64");

Deno.test("unseal() opens what seal() made, for the same record", () => {
  const vault = new Vault([OLD]);
  const sealed = vault.seal("un secret", "a/1");

  assert(sealed.startsWith("k1:"));
  assertEquals(vault.unseal(sealed, "a/1"), "un secret");
  assertThrows(() => vault.unseal(sealed, "a/2"));
});

Deno.test("after a rotation new values need the new key, old ones still open", () => {
  const before = new Vault([OLD]).seal("un secret", "a/1");
  const vault = new Vault([NEW, OLD]);

  assertEquals(vault.activeId, "k2");
  assertEquals(vault.unseal(before, "a/1"), "un secret");
  const after = vault.seal("un secret", "a/1");
  assertEquals(new Vault([NEW]).unseal(after, "a/1"), "un secret");
});

Deno.test("unseal() names the key that is missing", () => {
  const sealed = new Vault([OLD]).seal("un secret", "a/1");
  const vault = new Vault([NEW]);

  const error = assertThrows(
    () => vault.unseal(sealed, "a/1"),
    MissingMasterKey,
    '"k1"',
  );
  assertFalse(error.message.includes(sealed.slice(3)));
});

Deno.test("unseal() refuses another key under the same id", () => {
  const sealed = new Vault([OLD]).seal("un secret", "a/1");
  const impostor = new Vault([{ id: "k1", bytes: NEW.bytes }]);

  assertThrows(() => impostor.unseal(sealed, "a/1"));
});

Deno.test("derive() gives one secret a purpose", () => {
  const vault = new Vault([OLD]);

  assertEquals(vault.derive("cursors"), vault.derive("cursors"));
  assertEquals(vault.derive("cursors").length, 32);
  assertNotEquals(vault.derive("cursors"), vault.derive("mails"));
  assertNotEquals(vault.derive("cursors"), new Vault([NEW]).derive("cursors"));
});

Deno.test("parseMasterKeys() reads keys, the active one first", () => {
  const text = ` k2:${Buffer.from(NEW.bytes).toString("base64")} ,k1:${SECRET}`;

  const keys = parseMasterKeys(text);

  assertEquals(keys.map(({ id }) => id), ["k2", "k1"]);
  assertEquals(keys.map(({ bytes }) => [...bytes]), [
    [...NEW.bytes],
    [...OLD.bytes],
  ]);
});

Deno.test("parseMasterKeys() says which entry is wrong, and never the secret", () => {
  const table: [text: string, complaint: string][] = [
    ["", "key 1 is not"],
    [SECRET, "key 1 is not"],
    ["hunter2", "key 1 is not"],
    [`${SECRET}:k1`, "key 1 is not"],
    [`k1:${SECRET},hunter2`, "key 2 is not"],
    [`k1:${SECRET}:`, "key 1 is not"],
    [`a key:${SECRET}`, "key 1 is not"],
    [`${"k".repeat(21)}:${SECRET}`, "key 1 is not"],
    [`k1:${SECRET.slice(4)}`, "not 32 bytes"],
    [`k1:${SECRET}AAAA`, "not 32 bytes"],
    [`k1:hunter2`, "not 32 bytes"],
    ["k1:", "not 32 bytes"],
    [`k1:${SECRET},k1:${SECRET}`, "same id"],
    [`k1:${SECRET},`, "key 2 is not"],
  ];
  for (const [text, complaint] of table) {
    const error = assertThrows(() => parseMasterKeys(text), Error, complaint);
    assertFalse(error.message.includes("hunter2"), error.message);
    assertFalse(error.message.includes(SECRET.slice(4, 12)), error.message);
  }
});
