/**
 * An OpenID provider over real HTTP that does as it is told: right, or wrong
 * in one way. Its keys are its own, its answers signed.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  createHash,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";

export const CLIENT = { clientId: "lsmessage", clientSecret: "s".repeat(40) };

/** The provider's, and somebody else's. */
const KEYS = generateKeyPairSync("rsa", { modulusLength: 2048 });
const OTHER_KEYS = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** How a provider's answers differ from right ones. */
export interface Lies {
  /** Claims of the identity token that replace the right ones. */
  idToken?: Record<string, unknown>;
  /** Claims of the user information. */
  info?: Record<string, unknown>;
  alg?: "RS256" | "HS256" | "none";
  /** Signs with a key that it does not publish. */
  isForged?: boolean;
  isInfoForged?: boolean;
  /** Sends the user information unsigned. */
  isInfoPlain?: boolean;
  state?: string;
}

/** What somebody asked the provider. */
export interface Asked {
  readonly authorize: URLSearchParams[];
  readonly token: URLSearchParams[];
}

/** A provider, on a port of its own. */
export class Provider implements AsyncDisposable {
  readonly issuer: string;
  readonly asked: Asked = { authorize: [], token: [] };
  lies: Lies = {};
  /** Who is signed in there. */
  person: Record<string, unknown> = {
    sub: "subject-1",
    given_name: "Marie",
    usual_name: "Durand",
    email: "marie.durand@rodez.example",
    siret: "21120202500014",
  };
  #server: Deno.HttpServer<Deno.NetAddr>;
  #keys = KEYS;
  #other = OTHER_KEYS;
  #codes = new Map<string, URLSearchParams>();
  #levels: readonly string[] | null;

  constructor(levels: readonly string[] | null = ["eidas1"]) {
    this.#levels = levels;
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#answer(request),
    );
    this.issuer = `http://127.0.0.1:${this.#server.addr.port}`;
  }

  get settings() {
    return { issuer: this.issuer, ...CLIENT };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  #answer(request: Request): Response | Promise<Response> {
    const url = new URL(request.url);
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return Response.json(this.#metadata());
      case "/jwks":
        return Response.json({ keys: [this.#publicKey()] });
      case "/authorize":
        return this.#authorize(url.searchParams);
      case "/token":
        return this.#token(request);
      case "/userinfo":
        return this.#info();
      case "/logout":
        return Response.redirect(
          url.searchParams.get("post_logout_redirect_uri")!,
          303,
        );
      default:
        return new Response(null, { status: 404 });
    }
  }

  #metadata() {
    const at = (path: string) => this.issuer + path;
    return {
      issuer: this.issuer,
      authorization_endpoint: at("/authorize"),
      token_endpoint: at("/token"),
      userinfo_endpoint: at("/userinfo"),
      end_session_endpoint: at("/logout"),
      jwks_uri: at("/jwks"),
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      userinfo_signing_alg_values_supported: ["RS256"],
      code_challenge_methods_supported: ["S256"],
      ...(this.#levels === null ? {} : { acr_values_supported: this.#levels }),
    };
  }

  #publicKey() {
    const jwk = this.#keys.publicKey.export({ format: "jwk" });
    return { ...jwk, kid: "1", use: "sig", alg: "RS256" };
  }

  #authorize(asked: URLSearchParams): Response {
    this.asked.authorize.push(asked);
    const code = `code-${this.#codes.size}`;
    this.#codes.set(code, asked);
    const back = new URL(asked.get("redirect_uri")!);
    back.searchParams.set("code", code);
    back.searchParams.set("state", this.lies.state ?? asked.get("state")!);
    back.searchParams.set("iss", this.issuer);
    return new Response(null, {
      status: 303,
      headers: { location: back.href },
    });
  }

  async #token(request: Request): Promise<Response> {
    const given = new URLSearchParams(await request.text());
    this.asked.token.push(given);
    const code = given.get("code") ?? "";
    const asked = this.#codes.get(code);
    this.#codes.delete(code);
    const proof = createHash("sha256")
      .update(given.get("code_verifier") ?? "").digest("base64url");
    if (asked === undefined || proof !== asked.get("code_challenge")) {
      return Response.json({ error: "invalid_grant" }, { status: 400 });
    }
    const nowS = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: this.issuer,
      aud: CLIENT.clientId,
      sub: this.person["sub"],
      nonce: asked.get("nonce"),
      acr: "eidas1",
      iat: nowS,
      exp: nowS + 60,
      ...this.lies.idToken,
    };
    return Response.json({
      access_token: "access",
      token_type: "Bearer",
      expires_in: 60,
      id_token: this.#signed(claims, this.lies.isForged),
    });
  }

  #info(): Response {
    const claims = {
      iss: this.issuer,
      aud: CLIENT.clientId,
      ...this.person,
      ...this.lies.info,
    };
    return this.lies.isInfoPlain
      ? Response.json({ ...this.person, ...this.lies.info })
      : new Response(this.#signed(claims, this.lies.isInfoForged, "RS256"), {
        headers: { "content-type": "application/jwt" },
      });
  }

  #signed(
    claims: Record<string, unknown>,
    isForged = false,
    alg = this.lies.alg ?? "RS256",
  ): string {
    const head = `${part({ alg, kid: "1", typ: "JWT" })}.${part(claims)}`;
    const { privateKey } = isForged ? this.#other : this.#keys;
    return `${head}.${signature(head, alg, privateKey)}`;
  }
}

function signature(head: string, alg: string, key: KeyObject): string {
  if (alg === "none") return "";
  if (alg === "HS256") {
    return createHmac("sha256", CLIENT.clientSecret).update(head)
      .digest("base64url");
  }
  return sign("sha256", Buffer.from(head), key).toString("base64url");
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
