/**
 * A world whose API answers: requests go through the whole application, and
 * every answer must pass the schema of its endpoint.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { insertMember } from "../../lib/domain/member.ts";
import { openSession } from "../../lib/domain/session.ts";
import type { Role, StoredMember } from "../../lib/schema/member.ts";
import { createApp } from "../../routes/mod.ts";
import { TestWorld, type WorldOptions } from "../support.ts";

export const OPERATOR_TOKEN = "operator-token-of-the-tests-0123456789";

/** Well-formed, and nobody's. */
export const ABSENT = {
  structure: "str_00000000000000zzzz",
  application: "app_00000000000000zzzz",
  gateway: "gtw_00000000000000zzzz",
  message: "msg_00000000000000zzzz00",
  submission: "sub_00000000000000zzzz00",
};

/** What a test says of a request. */
export interface Asked {
  /** A bearer token; the operator's unless told otherwise, null for none. */
  key?: string | null;
  json?: unknown;
  /** The body as it is, in the place of `json`. */
  body?: BodyInit;
  headers?: Record<string, string>;
}

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any -- tests compare it with what they expect
  readonly body: any;
  readonly text: string;
}

/** A running API, its store and its operator. */
export class ApiWorld implements AsyncDisposable {
  readonly world: TestWorld;
  readonly app: ReturnType<typeof createApp>;

  private constructor(world: TestWorld) {
    this.world = world;
    this.app = createApp(world.ports, {
      operatorToken: OPERATOR_TOKEN,
      checkResponses: true,
    });
  }

  static async open(options: WorldOptions = {}): Promise<ApiWorld> {
    return new ApiWorld(await TestWorld.open(options));
  }

  /** Asks `METHOD /path`, below the base path unless it begins with `//`. */
  async ask(what: string, asked: Asked = {}): Promise<Answer> {
    const [method = "GET", path = ""] = what.split(" ");
    const { key = OPERATOR_TOKEN, json, body } = asked;
    const sent = json === undefined ? body : JSON.stringify(json);
    const url = path.startsWith("//") ? path.slice(1) : `/api/v1${path}`;
    const response = await this.app.request(url, {
      method,
      ...(sent === undefined ? {} : { body: sent }),
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...asked.headers,
      },
    });
    const { status, headers } = response;
    const text = await response.text();
    const isJson = /\bjson\b/.test(headers.get("content-type") ?? "");
    return { status, headers, text, body: isJson ? JSON.parse(text) : null };
  }

  /** Declares a structure, below `parentId` if there is one, and gives its id. */
  async structure(name?: string, parentId?: string): Promise<string> {
    const { body } = await this.ask("POST /structures", {
      json: { name: name ?? "Mairie", parentId },
    });
    return body.id;
  }

  /** Declares an application and gives its id and key. */
  async application(
    structureId: string,
    json: Record<string, unknown> = {},
  ): Promise<{ id: string; key: string }> {
    const { body } = await this.ask(
      `POST /structures/${structureId}/applications`,
      { json: { name: "idelibre", mode: "live", ...json } },
    );
    return { id: body.id, key: body.apiKey };
  }

  /** Moves credits; from the operator unless told otherwise. */
  async transfer(
    toId: string,
    credits: number,
    { fromId = null, ...asked }: Asked & { fromId?: string | null } = {},
  ): Promise<Answer> {
    const idempotencyKey = this.world.ports.newId("try");
    return await this.ask("POST /transfers", {
      json: { fromId, toId, credits },
      ...asked,
      headers: { "idempotency-key": idempotencyKey, ...asked.headers },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world[Symbol.asyncDispose]();
  }
}

/** Signs a member with these roles in, and gives its `Cookie`. */
export async function signIn(
  { world }: ApiWorld,
  roles: Record<string, Role>,
): Promise<string> {
  const { ports } = world;
  const id = ports.newId("mem");
  const stored: StoredMember = {
    id,
    email: `${id}@example.fr`,
    name: "Marie",
    operator: false,
    roles,
    password: null,
    createdAtMs: ports.now(),
  };
  await ports.store.transact(id, (tx) => insertMember(tx, stored));
  const opened = { agent: "test", cookies: null };
  const setCookie = await openSession(ports, stored, opened);
  return setCookie.split(";")[0]!;
}

/** Asserts a refusal's status and code. */
export function assertProblem(
  answer: Answer,
  status: number,
  code: string,
): void {
  assertEquals([answer.status, answer.body?.code], [status, code]);
  assertEquals(
    answer.headers.get("content-type"),
    "application/problem+json",
  );
  assertEquals(answer.body.requestId, answer.headers.get("x-request-id"));
}

/** Asserts that two refusals tell the same, to the byte but for their id. */
export function assertSameRefusal(answer: Answer, other: Answer): void {
  const anonymous = ({ text, body }: Answer) =>
    text.replace(body.requestId, "req");
  assertEquals(answer.status, other.status);
  assertEquals(anonymous(answer), anonymous(other));
}
