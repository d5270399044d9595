/**
 * The way out to addresses that tenants name. A name is resolved once, what it
 * stands for is looked at, and that very address is connected to: a name that
 * changes its mind between the two finds nobody. The certificate is still
 * checked against the name. Redirects are given back, not followed.
 *
 * @module
 */
import { lookup as resolve, type LookupAddress } from "node:dns";
import { RefusedAddress, type Unreachable } from "../domain/outbound.ts";
import type { Outbound } from "../ports.ts";
import {
  addressBytes,
  isIn,
  isPublic,
  parseRange,
  type Range,
} from "../domain/address.ts";
import { exchange } from "./exchange.ts";

/** Names that never leave a machine or its network. */
const LOCAL_NAME =
  /(^|\.)(localhost|local|internal|lan|home|corp|intranet|home\.arpa)$/;

/** Answers with every address of a name, as `node:dns` does. */
export type Resolve = (
  name: string,
  options: { all: true },
  answer: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/** What the operator allows beyond public addresses over https. */
export interface Allowed {
  readonly hosts: ReadonlySet<string>;
  readonly ranges: readonly Range[];
}

/** Reads the entries of `LSMESSAGE_OUTBOUND_ALLOW`. */
export function readAllowed(entries: readonly string[]): Allowed {
  const ranges = entries.map(parseRange).filter((range) => range !== null);
  const hosts = entries.filter((entry) => parseRange(entry) === null);
  return { hosts: new Set(hosts.map((host) => host.toLowerCase())), ranges };
}

/** The guarded way out. */
export function guardedOutbound(
  entries: readonly string[],
  options: { resolve?: Resolve; ca?: string } = {},
): Outbound {
  const allowed = readAllowed(entries);
  const resolveName = options.resolve ?? resolve as Resolve;
  return {
    refusal: (text) => refusalOf(text, allowed),
    fetch: async (text, init) => {
      const refused = refusalOf(text, allowed);
      if (refused !== null) throw new RefusedAddress(refused);
      const url = new URL(text);
      const addresses = await vetted(url, allowed, resolveName);
      return await exchange(url, init, { addresses, ca: options.ca });
    },
    resolve: async (hostname) => {
      const text = `https://${
        hostname.includes(":") ? `[${hostname}]` : hostname
      }/`;
      const refused = refusalOf(text, allowed);
      if (refused !== null) throw new RefusedAddress(refused);
      const found = await vetted(new URL(text), allowed, resolveName);
      return found.map(({ address }) => address);
    },
  };
}

/** What can be told of an address without asking for its name. */
function refusalOf(text: string, allowed: Allowed): Unreachable | null {
  const url = URL.parse(text);
  if (url === null || url.hostname === "") return "malformed";
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return "malformed";
  }
  if (url.username !== "" || url.password !== "") return "credentials";
  const name = nameOf(url);
  if (allowed.hosts.has(name)) return null;
  const bytes = addressBytes(name);
  if (bytes !== null) {
    if (allowed.ranges.some((range) => isIn(bytes, range))) return null;
    if (!isPublic(bytes)) return "private_address";
    return url.protocol === "https:" ? null : "not_https";
  }
  // A name may stand for an address of an allowed range.
  if (allowed.ranges.length > 0) return null;
  if (url.protocol !== "https:") return "not_https";
  return LOCAL_NAME.test(name) || !name.includes(".")
    ? "private_address"
    : null;
}

/** The addresses a request may go to. */
async function vetted(
  url: URL,
  allowed: Allowed,
  resolveName: Resolve,
): Promise<LookupAddress[]> {
  const name = nameOf(url);
  const found = addressBytes(name) === null
    ? await addressesOf(name, resolveName)
    : [{ address: name, family: name.includes(":") ? 6 : 4 }];
  if (allowed.hosts.has(name)) return found;
  const usable = found.filter(({ address }) => {
    const bytes = addressBytes(address);
    if (bytes === null) return false;
    if (allowed.ranges.some((range) => isIn(bytes, range))) return true;
    return url.protocol === "https:" && isPublic(bytes);
  });
  if (usable.length > 0) return usable;
  throw new RefusedAddress("private_address");
}

function addressesOf(
  name: string,
  resolveName: Resolve,
): Promise<LookupAddress[]> {
  return new Promise((done, fail) => {
    resolveName(name, { all: true }, (error, addresses) => {
      if (error) fail(error);
      else done(addresses);
    });
  });
}

/** The host of a URL: lower case, without brackets and the final dot. */
function nameOf({ hostname }: URL): string {
  return hostname.toLowerCase().replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}
