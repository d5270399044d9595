/**
 * Passwords: argon2id, one at a time, and as long for an unknown account as
 * for a known one.
 *
 * @module
 */
import { argon2id, argon2Verify } from "hash-wasm";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";

/** OWASP's first choice: 19 MiB, two passes. Source: its storage cheat sheet. */
const COST = {
  memorySize: 19_456,
  iterations: 2,
  parallelism: 1,
  hashLength: 32,
} as const;
const SALT_BYTES = 16;

/** A hash of nothing anyone knows, with the same cost. */
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$AQEBAQEBAQEBAQEBAQEBAQ$" +
  "362lCOZRHrzOdFe2YoSxV6X5o4kNv7PvQZDLxCgKgSA";

/** Each takes a tenth of a second and 19 MiB: more than these must retry. */
const WAITING_MAX = 16;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** The password as it is stored, in PHC format. */
export function hashPassword(ports: Ports, password: string): Promise<string> {
  const salt = ports.randomBytes(SALT_BYTES);
  return inTurn(() =>
    argon2id({
      ...COST,
      password: plain(password),
      salt,
      outputType: "encoded",
    })
  );
}

/** Whether the password is the one hashed; takes its time without a hash too. */
export async function passwordMatches(
  hash: string | null,
  password: string,
): Promise<boolean> {
  // What hashes does not take an empty password, and nobody has one.
  const matches = await inTurn(() =>
    argon2Verify({ password: plain(password) || " ", hash: hash ?? NOBODY })
  );
  return hash !== null && password !== "" && matches;
}

/** The same characters however a keyboard composes them. */
function plain(password: string): string {
  return password.normalize("NFKC");
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= WAITING_MAX) {
    throw new Problem("unavailable", { retryAfterSeconds: 3 });
  }
  waiting++;
  const turn = last.then(work, work);
  last = turn.catch(() => {});
  try {
    return await turn;
  } finally {
    waiting--;
  }
}
