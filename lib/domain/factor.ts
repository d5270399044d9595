/**
 * What a person has beside a password: an authenticator app (TOTP), and ten
 * recovery codes for the day it is lost. The secret is sealed, the codes are
 * hashed; a time step and a recovery code are each accepted once.
 *
 * @module
 */
import { base32, fromBase32, totpCode, totpStep } from "../crypto/totp.ts";
import { sha256 } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { StoredFactors } from "../schema/credential.ts";
import type { StoredMember } from "../schema/member.ts";
import { invalidField } from "./field.ts";
import { sameHash } from "./secret.ts";

export const RECOVERY_CODES = 10;
/** RFC 4226 wants 128 bits at least, and 160 is what apps expect. */
const SECRET_BYTES = 20;
/** Eighty bits: a hash of it is as good as the code is long. */
const CODE_BYTES = 10;
/** Clocks of telephones are a step off at the most. */
const DRIFT_STEPS = 1;

const NOTHING: StoredFactors = {
  totp: null,
  totpStep: 0,
  pending: null,
  recovery: [],
  recoveryAtMs: null,
};

/** Written in the same commit. */
export type Note = (tx: Tx) => Promise<void>;

/** What a person has, without any of it. */
export interface Factors {
  readonly hasTotp: boolean;
  readonly recoveryLeft: number;
  readonly recoveryAtMs: number | null;
}

/** What a person has beside passkeys and a password. */
export async function readFactors(
  ports: Ports,
  memberId: string,
): Promise<Factors> {
  const { totp, recovery, recoveryAtMs } =
    await ports.store.get(keys.factors(memberId)) ?? NOTHING;
  return {
    hasTotp: totp !== null,
    recoveryLeft: recovery.length,
    recoveryAtMs,
  };
}

/**
 * The secret to put into an authenticator app, and its address for a QR code;
 * the same until a code has confirmed it.
 */
export async function beginTotp(
  ports: Ports,
  { id, email }: Pick<StoredMember, "id" | "email">,
): Promise<{ secret: string; uri: string }> {
  const fresh = base32(ports.randomBytes(SECRET_BYTES));
  const secret = await change(ports, id, (before) => {
    if (before.pending !== null) return [open(ports, id, before.pending)];
    const pending = ports.vault.seal(fresh, keys.factors(id).id);
    return [fresh, { ...before, pending }];
  });
  const label = encodeURIComponent(`lsmessage:${email}`);
  return {
    secret,
    uri: `otpauth://totp/${label}?secret=${secret}&issuer=lsmessage`,
  };
}

/**
 * Turns the authenticator on, once it has shown a right code.
 *
 * @throws {Problem} `invalid_request` for a wrong code
 */
export async function confirmTotp(
  ports: Ports,
  memberId: string,
  { code, note }: { code: string; note?: Note },
): Promise<void> {
  await change(ports, memberId, (before) => {
    const { pending } = before;
    const step = pending === null
      ? null
      : stepOf(ports, { memberId, sealed: pending, code, after: 0 });
    if (step === null) throw wrongCode();
    return [undefined, {
      ...before,
      totp: pending,
      totpStep: step,
      pending: null,
    }];
  }, note);
}

/** Turns the authenticator off; recovery codes without it are kept. */
export async function removeTotp(
  ports: Ports,
  memberId: string,
  note?: Note,
): Promise<void> {
  await change(ports, memberId, (before) => [
    undefined,
    { ...before, totp: null, totpStep: 0, pending: null },
  ], note);
}

/** Makes ten recovery codes; those before are worth nothing from here on. */
export async function makeRecoveryCodes(
  ports: Ports,
  memberId: string,
  note?: Note,
): Promise<string[]> {
  const codes = Array.from(
    { length: RECOVERY_CODES },
    () => base32(ports.randomBytes(CODE_BYTES)),
  );
  await change(ports, memberId, (before) => [
    undefined,
    { ...before, recovery: codes.map(sha256), recoveryAtMs: ports.now() },
  ], note);
  return codes.map((code) => code.match(/.{4}/g)!.join("-"));
}

/**
 * Uses a code of the authenticator, or a recovery code, up.
 *
 * @throws {Problem} `unauthenticated` for a code that is wrong or was used
 */
export async function useCode(
  ports: Ports,
  memberId: string,
  typed: string,
): Promise<"code" | "recovery"> {
  const code = typed.replace(/[\s-]/g, "").toUpperCase();
  return await change(ports, memberId, (before) => {
    if (/^\d{6}$/.test(code)) {
      const { totp: sealed, totpStep: after } = before;
      const step = sealed === null
        ? null
        : stepOf(ports, { memberId, sealed, code, after });
      if (step !== null) return ["code", { ...before, totpStep: step }];
    }
    const hash = sha256(code);
    const left = before.recovery.filter((known) => !sameHash(known, hash));
    if (left.length === before.recovery.length) throw notAccepted();
    return ["recovery", { ...before, recovery: left }];
  });
}

/** The step whose code this is; null for none that is newer than `after`. */
function stepOf(
  ports: Ports,
  { memberId, sealed, code, after }: {
    memberId: string;
    sealed: string;
    code: string;
    after: number;
  },
): number | null {
  const secret = fromBase32(open(ports, memberId, sealed));
  const now = totpStep(ports.now());
  for (let step = now - DRIFT_STEPS; step <= now + DRIFT_STEPS; step++) {
    if (step <= after) continue;
    if (sameHash(totpCode(secret, step), code.replace(/\s/g, ""))) return step;
  }
  return null;
}

function open(ports: Ports, memberId: string, sealed: string): string {
  return ports.vault.unseal(sealed, keys.factors(memberId).id);
}

/** Reads a person's factors and writes what `body` makes of them. */
function change<T>(
  ports: Ports,
  memberId: string,
  body: (before: StoredFactors) => [result: T, after?: StoredFactors],
  note?: Note,
): Promise<T> {
  const key = keys.factors(memberId);
  return ports.store.transact(memberId, async (tx: Tx) => {
    const [result, after] = body(await tx.get(key) ?? NOTHING);
    if (after !== undefined) tx.put(key, after);
    await note?.(tx);
    return result;
  });
}

function wrongCode(): Problem {
  return invalidField("/code", {
    fr:
      "Ce code n’est pas le bon. Vérifiez que votre téléphone est à l’heure, puis tapez le code affiché en ce moment.",
    en:
      "This is not the right code. Check your telephone’s clock, then type the code shown now.",
  });
}

function notAccepted(): Problem {
  return new Problem("unauthenticated", {
    detail: {
      fr:
        "Ce code n’est pas accepté : il est faux, a déjà servi ou n’est plus valable. Attendez le suivant puis réessayez.",
      en:
        "This code is not accepted: it is wrong, was used already or is over. Wait for the next one and try again.",
    },
  });
}
