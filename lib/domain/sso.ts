/**
 * Single sign-on by OpenID Connect, to ProConnect's rules: a state and a nonce
 * of 43 characters, PKCE with S256, signatures of the identity and of the user
 * information both checked, and the level of assurance checked on our side.
 *
 * What a sign-in began with travels in a sealed cookie; nothing is stored.
 *
 * @module
 */
import * as oidc from "openid-client";
import type { Ports, SsoSettings } from "../ports.ts";
import { Problem, type Text } from "../problem.ts";
import { SsoIdentity } from "../schema/sso.ts";
import { randomToken } from "./session.ts";
import { FRESH_MS } from "./step_up.ts";

export const SSO_CALLBACK = "/connexion/sso/retour";

/** How long a person may take at the provider. */
const FLOW_MS = 15 * 60_000;
/** How long what the provider publishes of itself is kept. */
const KEPT_MS = 3_600_000;
const SCOPES = "openid given_name usual_name email siret";
const BOUND = "sso";

/** Levels that ProConnect promises somebody for. */
const ASSURED =
  /^(?:eidas[123]|https:\/\/proconnect\.gouv\.fr\/assurance\/[\w-]+)$/;

/** What a sign-in began with. */
export interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly expiresAtMs: number;
  /** Where to go after it. */
  readonly target: string;
  /** The person who links their account, or confirms; null at the door. */
  readonly memberId: string | null;
  /** Whether the person must show the provider again who they are. */
  readonly isConfirming: boolean;
}

interface Known {
  readonly atMs: number;
  readonly config: Promise<oidc.Configuration>;
}

const configurations = new WeakMap<object, Known>();

/** Begins a sign-in: where to send the browser, and what it must bring back. */
export async function beginSso(
  ports: Ports,
  { target, memberId, isConfirming }: Pick<
    Flow,
    "target" | "memberId" | "isConfirming"
  >,
): Promise<{ url: string; sealed: string }> {
  const config = await configuration(ports);
  const flow: Flow = {
    state: randomToken(ports),
    nonce: randomToken(ports),
    verifier: randomToken(ports),
    expiresAtMs: ports.now() + FLOW_MS,
    target,
    memberId,
    isConfirming,
  };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: ports.publicUrl + SSO_CALLBACK,
    scope: SCOPES,
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: "S256",
    ...(wantsEidas(config) ? { acr_values: "eidas1" } : {}),
    ...(isConfirming ? { prompt: "login", max_age: "0" } : {}),
  });
  return {
    url: url.href,
    sealed: ports.vault.seal(JSON.stringify(flow), BOUND),
  };
}

/** What the cookie of a sign-in says; null when it is not ours or is old. */
export function readFlow(ports: Ports, sealed: string | null): Flow | null {
  if (sealed === null) return null;
  try {
    const flow: Flow = JSON.parse(ports.vault.unseal(sealed, BOUND));
    return flow.expiresAtMs > ports.now() ? flow : null;
  } catch {
    return null;
  }
}

/**
 * Ends a sign-in: who the provider says came back with `search`, and the token
 * to sign out of the provider with.
 *
 * @throws {Problem} `forbidden` for anything that is not as it must be
 */
export async function endSso(
  ports: Ports,
  flow: Flow,
  search: string,
): Promise<{ identity: SsoIdentity; idToken: string }> {
  const config = await configuration(ports);
  const url = new URL(ports.publicUrl + SSO_CALLBACK + search);
  try {
    const tokens = await oidc.authorizationCodeGrant(config, url, {
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      pkceCodeVerifier: flow.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    assertAssurance(config, claims.acr);
    const { access_token: token, id_token: idToken } = tokens;
    const info = await oidc.fetchUserInfo(config, token, claims.sub);
    const factorAtMs = factorOf(ports, flow, claims.auth_time);
    return {
      identity: identityOf({ ...claims, ...info }, claims, factorAtMs),
      idToken: idToken!,
    };
  } catch (error) {
    if (error instanceof Problem) throw error;
    // The library's codes say which check failed; they hold nothing personal.
    const { code, name } = error as { code?: string; name?: string };
    ports.log("warn", "sso.refused", { code: code ?? name });
    throw notTrusted();
  }
}

/** Where the browser signs out of the provider, or null when it offers none. */
export async function ssoSignOutUrl(
  ports: Ports,
  idToken: string,
): Promise<string | null> {
  try {
    const config = await configuration(ports);
    if (!config.serverMetadata().end_session_endpoint) return null;
    return oidc.buildEndSessionUrl(config, {
      id_token_hint: idToken,
      state: randomToken(ports),
      post_logout_redirect_uri: `${ports.publicUrl}/connexion`,
    }).href;
  } catch {
    return null;
  }
}

/** The provider's own description, asked for once an hour. */
async function configuration(ports: Ports): Promise<oidc.Configuration> {
  if (ports.sso === undefined) throw new Problem("not_found");
  const known = configurations.get(ports.store);
  if (known !== undefined && ports.now() - known.atMs < KEPT_MS) {
    return await known.config;
  }
  const config = discover(ports, ports.sso);
  configurations.set(ports.store, { atMs: ports.now(), config });
  try {
    return await config;
  } catch (error) {
    configurations.delete(ports.store);
    ports.report(error, { sso: "discovery" });
    throw new Problem("unavailable", { detail: AWAY, retryAfterSeconds: 30 });
  }
}

function discover(
  ports: Ports,
  { issuer, clientId, clientSecret }: SsoSettings,
): Promise<oidc.Configuration> {
  const server = new URL(issuer);
  const isLocal = /^(?:localhost|127\.0\.0\.1)$/.test(server.hostname);
  const metadata = {
    client_secret: clientSecret,
    id_token_signed_response_alg: "RS256",
  };
  return oidc.discovery(server, clientId, metadata, undefined, {
    [oidc.customFetch]: async (url, { method, headers, body, redirect }) => {
      const said = await ports.fetch(url, {
        method,
        headers,
        redirect,
        // Forms travel as text: not every client takes them as objects.
        ...(body ? { body: String(body) } : {}),
      });
      return new Response(await said.text(), said);
    },
    execute: [
      oidc.enableNonRepudiationChecks,
      ...(isLocal ? [oidc.allowInsecureRequests] : []),
    ],
  });
}

function wantsEidas(config: oidc.Configuration): boolean {
  const offered = config.serverMetadata().acr_values_supported ?? [];
  return offered.some((level) => ASSURED.test(level));
}

/** A provider that knows levels must name one; none may be "0": unassured. */
function assertAssurance(config: oidc.Configuration, acr: unknown): void {
  const isAssured = wantsEidas(config)
    ? typeof acr === "string" && ASSURED.test(acr)
    : acr !== "0";
  if (!isAssured) throw tooWeak();
}

/** A provider may know a person since this morning: that is no fresh factor. */
function factorOf(ports: Ports, flow: Flow, authTime: unknown): number {
  const nowMs = ports.now();
  if (typeof authTime === "number") return Math.min(authTime * 1_000, nowMs);
  return flow.isConfirming ? nowMs : nowMs - FRESH_MS - 1;
}

function identityOf(
  claims: Record<string, unknown>,
  { iss, sub }: { iss: string; sub: string },
  factorAtMs: number,
): SsoIdentity {
  const text = (name: string) =>
    typeof claims[name] === "string" ? claims[name].trim() : "";
  const name = [
    text("given_name"),
    text("usual_name") || text("family_name"),
  ].filter(Boolean).join(" ") || text("name");
  const parsed = SsoIdentity.safeParse({
    issuer: iss,
    subject: sub,
    email: text("email") || null,
    name: name.slice(0, 120) || null,
    siret: text("siret").replaceAll(" ", "") || null,
    factorAtMs,
  });
  if (!parsed.success) throw notTrusted();
  return parsed.data;
}

const AWAY: Text = {
  fr:
    "Le service d’identification ne répond pas. Réessayez dans un instant, ou connectez-vous autrement.",
  en:
    "The identity service does not answer. Try again in a moment, or sign in another way.",
};

function notTrusted(): Problem {
  return new Problem("forbidden", {
    detail: {
      fr:
        "L’identification n’a pas abouti : la réponse reçue n’a pas pu être vérifiée. Recommencez depuis la page de connexion.",
      en:
        "Signing in did not succeed: the answer received could not be verified. Start again from the sign-in page.",
    },
  });
}

function tooWeak(): Problem {
  return new Problem("forbidden", {
    detail: {
      fr:
        "Votre fournisseur d’identité ne garantit pas assez votre identité pour ce service. Connectez-vous autrement, ou demandez-lui d’élever ce niveau.",
      en:
        "Your identity provider does not vouch for your identity well enough for this service. Sign in another way, or ask it to raise that level.",
    },
  });
}
