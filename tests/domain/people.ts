/**
 * A person with an account, for tests of signing in.
 *
 * @module
 */
import { insertMember } from "../../lib/domain/member.ts";
import { addPasskey, passkeyRegistration } from "../../lib/domain/passkey.ts";
import { hashPassword } from "../../lib/domain/password.ts";
import type { StoredPasskey } from "../../lib/schema/credential.ts";
import type { StoredMember } from "../../lib/schema/member.ts";
import { TestWorld } from "../support.ts";
import type { Authenticator } from "./authenticator.ts";

export const PASSWORD = "une phrase assez longue";

export const ANNE = {
  id: "mem_00000000000000000a",
  email: "anne@rodez.example",
  name: "Anne Martin",
  operator: true,
  roles: {},
  createdAtMs: 0,
} satisfies Partial<StoredMember>;

/** A browser at some address, without cookies. */
export const BROWSER = {
  address: "192.0.2.7",
  agent: "Firefox",
  cookies: null,
};

/** A world with Anne in it; `null` gives her no password. */
export async function withAnne(
  password: string | null = PASSWORD,
): Promise<[TestWorld, StoredMember]> {
  const world = await TestWorld.open();
  const member: StoredMember = {
    ...ANNE,
    password: password === null
      ? null
      : await hashPassword(world.ports, password),
  };
  await world.store.transact("members", (tx) => insertMember(tx, member));
  return [world, member];
}

/** Gives a person the passkey of a device. */
export async function enrol(
  { ports }: TestWorld,
  member: StoredMember,
  device: Authenticator,
): Promise<StoredPasskey> {
  const options = await passkeyRegistration(ports, member);
  const answer = device.make(options);
  return await addPasskey(ports, member.id, { answer, name: "Téléphone" });
}

/** What a browser sends back of a `Set-Cookie`. */
export function cookieOf(setCookie: string): string {
  return setCookie.split(";")[0]!;
}
