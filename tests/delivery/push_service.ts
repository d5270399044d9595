/**
 * A browser's push service for tests, over real HTTP, and a browser that can
 * read what it is sent (RFC 8291, RFC 8188), written apart from what encrypts.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  createDecipheriv,
  createECDH,
  hkdfSync,
  randomBytes,
} from "node:crypto";
import type { NewDevice } from "../../lib/schema/push.ts";
import type { TestWorld } from "../support.ts";

const HOST = "https://push.test";

/** A message as the service took it. */
export interface Pushed {
  readonly path: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** A running push service. */
export interface PushService extends AsyncDisposable {
  readonly pushed: Pushed[];
  /** What it answers; 201 unless told otherwise. */
  answer: number;
  /** Sends the world's requests for `push.test` to it. */
  serve(world: TestWorld): void;
}

/** Starts a push service on a port of its own. */
export function openPushService(): PushService {
  const pushed: Pushed[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      pushed.push({
        path: new URL(request.url).pathname,
        headers: request.headers,
        body: new Uint8Array(await request.arrayBuffer()),
      });
      return new Response(null, { status: service.answer });
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  const service: PushService = {
    pushed,
    answer: 201,
    serve(world) {
      const { reply } = world;
      world.reply = (to, init) =>
        to.startsWith(HOST)
          ? fetch(to.replace(HOST, url), init)
          : reply(to, init);
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  return service;
}

/** A browser that subscribed. */
export class TestBrowser {
  readonly device: NewDevice;
  readonly #ecdh = createECDH("prime256v1");
  readonly #auth = randomBytes(16);

  constructor(name = "browser") {
    this.#ecdh.generateKeys();
    this.device = {
      endpoint: `${HOST}/send/${name}`,
      expirationTime: null,
      keys: {
        p256dh: this.#ecdh.getPublicKey().toString("base64url"),
        auth: this.#auth.toString("base64url"),
      },
    };
  }

  /** What a message says, decrypted. */
  read({ body }: Pushed): unknown {
    const bytes = Buffer.from(body);
    const salt = bytes.subarray(0, 16);
    const length = bytes[20]!;
    const sender = bytes.subarray(21, 21 + length);
    const sealed = bytes.subarray(21 + length);
    const secret = this.#ecdh.computeSecret(sender);
    const info = Buffer.concat([
      Buffer.from("WebPush: info\0"),
      this.#ecdh.getPublicKey(),
      sender,
    ]);
    const ikm = derive(secret, this.#auth, info, 32);
    const key = derive(
      ikm,
      salt,
      Buffer.from("Content-Encoding: aes128gcm\0"),
      16,
    );
    const nonce = derive(
      ikm,
      salt,
      Buffer.from("Content-Encoding: nonce\0"),
      12,
    );
    const cipher = createDecipheriv("aes-128-gcm", key, nonce);
    cipher.setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([
      cipher.update(sealed.subarray(0, -16)),
      cipher.final(),
    ]);
    // The last octet that is not padding ends the record.
    return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString());
  }
}

function derive(
  secret: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, salt, info, length));
}
