/**
 * An authenticator in software: makes passkeys and uses them as a telephone
 * does, and, when told to, as none should.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import type {
  AuthenticationAnswer,
  RegistrationAnswer,
} from "../../lib/schema/credential.ts";

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

/** How an answer differs from a right one. */
export interface Quirks {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  isVerified?: boolean;
  counter?: number;
  userHandle?: string;
}

/** A device with one passkey. */
export class Authenticator {
  readonly id: string;
  counter: number;
  #keys: { privateKey: KeyObject; publicKey: KeyObject };
  #userHandle = "";

  /** A counter of zero never counts, as with passkeys that are synchronised. */
  constructor(name: string, counter = 0) {
    this.id = Buffer.from(name).toString("base64url");
    this.counter = counter;
    this.#keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  }

  /** Answers a request to make a passkey. */
  make(
    { challenge, rp, user }: {
      challenge: string;
      rp: { id?: string };
      user: { id: string };
    },
    quirks: Quirks = {},
  ): RegistrationAnswer {
    this.#userHandle = user.id;
    const authData = Buffer.concat([
      this.#data(quirks.rpId ?? rp.id!, ATTESTED, quirks),
      Buffer.alloc(16),
      uint16(Buffer.from(this.id, "base64url").length),
      Buffer.from(this.id, "base64url"),
      this.#publicKey(),
    ]);
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      text("fmt"),
      text("none"),
      text("attStmt"),
      Buffer.from([0xa0]),
      text("authData"),
      bytes(authData),
    ]);
    return {
      id: this.id,
      rawId: this.id,
      response: {
        clientDataJSON: clientData("webauthn.create", challenge, quirks)
          .toString("base64url"),
        attestationObject: attestation.toString("base64url"),
        transports: ["internal"],
      },
      type: "public-key",
      clientExtensionResults: {},
    };
  }

  /** Answers a request to use the passkey. */
  use(
    { challenge, rpId }: { challenge: string; rpId?: string },
    quirks: Quirks = {},
  ): AuthenticationAnswer {
    if (this.counter > 0) this.counter++;
    const data = this.#data(quirks.rpId ?? rpId!, 0, quirks);
    const client = clientData("webauthn.get", challenge, quirks);
    const hash = createHash("sha256").update(client).digest();
    const signature = sign(
      "sha256",
      Buffer.concat([data, hash]),
      this.#keys.privateKey,
    );
    return {
      id: this.id,
      rawId: this.id,
      response: {
        clientDataJSON: client.toString("base64url"),
        authenticatorData: data.toString("base64url"),
        signature: signature.toString("base64url"),
        userHandle: quirks.userHandle ?? this.#userHandle,
      },
      type: "public-key",
      clientExtensionResults: {},
    };
  }

  #data(rpId: string, flags: number, quirks: Quirks): Buffer {
    const verified = quirks.isVerified === false ? 0 : VERIFIED;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(quirks.counter ?? this.counter);
    return Buffer.concat([
      createHash("sha256").update(rpId).digest(),
      Buffer.from([PRESENT | verified | flags]),
      counter,
    ]);
  }

  /** COSE: an elliptic curve key, ES256, on P-256. */
  #publicKey(): Buffer {
    const { x, y } = this.#keys.publicKey.export({ format: "jwk" });
    return Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
      bytes(Buffer.from(x!, "base64url")),
      Buffer.from([0x22]),
      bytes(Buffer.from(y!, "base64url")),
    ]);
  }
}

function clientData(
  type: string,
  challenge: string,
  quirks: Quirks,
): Buffer {
  return Buffer.from(JSON.stringify({
    type: quirks.type ?? type,
    challenge: quirks.challenge ?? challenge,
    origin: quirks.origin ?? "http://localhost:8000",
    crossOrigin: false,
  }));
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255]);
}

/** CBOR strings of bytes and of text. */
function bytes(value: Buffer): Buffer {
  return Buffer.concat([head(0x40, value.length), value]);
}

function text(value: string): Buffer {
  return Buffer.concat([head(0x60, value.length), Buffer.from(value)]);
}

function head(type: number, length: number): Buffer {
  if (length < 24) return Buffer.from([type | length]);
  return length < 256
    ? Buffer.from([type | 24, length])
    : Buffer.concat([Buffer.from([type | 25]), uint16(length)]);
}
