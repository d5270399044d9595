/** What a request to the double was, for the tests to look at. */
export interface SeenRequest {
  method: string;
  path: string;
  headers: Headers;
  body: unknown;
  status: number;
}

interface Draft {
  to: string;
  text: string;
  sender?: string;
}

interface Submission {
  title?: string;
  messages: Draft[];
  skipInvalid?: boolean;
}

type Answer = { status: number; json: Record<string, unknown> };

export const KEYS = {
  good: "lsm_test_0000000000000000000000good",
  empty: "lsm_live_000000000000000000000empty",
  flaky: "lsm_live_000000000000000000000flaky",
};
export const SENDER = "MairieRodez";

/**
 * A stand-in for the service that answers as the contract says, so that the
 * client is tested without it. It knows three keys: one with credit, one
 * without, and one whose first POST is answered 503.
 */
export class ScriptedService implements AsyncDisposable {
  readonly url: string;
  readonly seen: SeenRequest[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #answers = new Map<string, Answer>();
  #submissions = 0;
  #isFlaky = true;

  constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#handle(request),
    );
    this.url = `http://127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #handle(request: Request): Promise<Response> {
    const text = await request.text();
    const body: unknown = text === "" ? null : JSON.parse(text);
    const { method, headers } = request;
    const path = new URL(request.url).pathname;
    const replay = this.#answers.get(replayKey(headers));
    const answer = replay ?? this.#answer(method, path, headers, body);
    this.seen.push({ method, path, headers, body, status: answer.status });
    if (answer.status < 500) this.#answers.set(replayKey(headers), answer);
    return respond(answer, replay !== undefined);
  }

  #answer(
    method: string,
    path: string,
    headers: Headers,
    body: unknown,
  ): Answer {
    const key = headers.get("authorization")?.replace(/^Bearer /, "") ?? "";
    if (!Object.values(KEYS).includes(key)) {
      return problem(401, "unauthenticated", "Authentification requise");
    }
    if (method === "GET" && path === "/api/v1/info") return info(key);
    if (method !== "POST" || path !== "/api/v1/messages") {
      return problem(404, "not_found", "Introuvable");
    }
    if (key === KEYS.flaky && this.#isFlaky) {
      this.#isFlaky = false;
      return problem(503, "unavailable", "Service indisponible");
    }
    return this.#accept(key, body as Submission);
  }

  #accept(key: string, { title, messages, skipInvalid }: Submission): Answer {
    const invalid = messages.flatMap(({ to }, index) =>
      phone(to) === null ? [{ index, to, code: "invalid_recipient" }] : []
    );
    if (invalid.length > 0 && skipInvalid !== true) {
      return problem(422, "invalid_recipient", "Destinataire invalide", {
        errors: invalid.map(({ index }) => ({
          pointer: `/messages/${index}/to`,
          detail: "Ce numéro ne peut pas recevoir de SMS.",
        })),
      });
    }
    if (messages.some(({ sender = SENDER }) => sender !== SENDER)) {
      return problem(422, "sender_not_allowed", "Expéditeur non autorisé");
    }
    const accepted = messages.filter(({ to }) => phone(to) !== null);
    const credits = accepted.length;
    if (key === KEYS.empty) {
      return problem(402, "insufficient_credit", "Crédit insuffisant", {
        needed: credits,
        available: 0,
      });
    }
    const number = ++this.#submissions;
    const json = {
      submissionId: `sub_${number}`,
      title: title ?? "idelibre",
      segments: credits,
      credits,
      available: 120 - credits,
      messages: accepted.map(({ to }, index) => ({
        id: `msg_${number}_${index}`,
        to: phone(to),
        segments: 1,
        status: "queued",
      })),
      ...skipInvalid ? { invalid } : {},
    };
    return { status: 202, json };
  }
}

function replayKey(headers: Headers): string {
  const key = headers.get("idempotency-key") ?? crypto.randomUUID();
  return `${headers.get("authorization")} ${key}`;
}

/** The number as E.164, or null: enough of the rules for these tests. */
function phone(to: string): string | null {
  const match = /^(?:\+33|0)([67]\d{8})$/.exec(to.replaceAll(/[ .]/g, ""));
  return match === null ? null : `+33${match[1]}`;
}

function info(key: string): Answer {
  const json = {
    structure: { id: "str_1", name: "Rodez" },
    application: { id: "app_1", name: "idelibre", mode: "test" },
    balance: key === KEYS.empty ? 0 : 120,
    reserved: 0,
    senders: [SENDER],
    apiVersion: "v1",
  };
  return { status: 200, json };
}

function problem(
  status: number,
  code: string,
  title: string,
  members: Record<string, unknown> = {},
): Answer {
  const detail = `${title} (détail)`;
  const base = { type: "about:blank", title, status, detail, code };
  return { status, json: { ...base, requestId: "req_1", ...members } };
}

function respond({ status, json }: Answer, isReplay: boolean): Response {
  const headers = new Headers({
    "content-type": status < 400
      ? "application/json"
      : "application/problem+json",
  });
  if (status === 503) headers.set("retry-after", "0");
  if (isReplay) headers.set("idempotency-replayed", "true");
  return new Response(JSON.stringify(json), { status, headers });
}
