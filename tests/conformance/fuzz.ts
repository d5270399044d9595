/**
 * A seeded fuzzer over the OpenAPI document: each request is made of what the
 * document says, or of what it does not, and each answer must be one that the
 * document promises. Ids that answers give are used again, so that chains of
 * create, read, change and revoke come about.
 *
 * @module
 */
import fc from "fast-check";
import { ProblemDetails } from "../../lib/http/document.ts";
import { type Answer, ApiWorld, OPERATOR_TOKEN } from "../api/support.ts";
import { seeded } from "../support.ts";
import { anything, type JsonSchema, valid } from "./arbitrary.ts";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Record<string, { schema: JsonSchema }>;
  };
  readonly responses: Record<
    string,
    { content?: Record<string, unknown>; description: string }
  >;
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, JsonSchema> };
}

/** What went wrong with one request. */
export interface Finding {
  readonly what: string;
  readonly request: string;
  readonly status: number;
  readonly answer: string;
}

/** What a run came to. */
export interface Findings {
  readonly requests: number;
  /** How often each status was answered. */
  readonly statuses: Record<number, number>;
  readonly operations: number;
  readonly findings: readonly Finding[];
}

const POOL_MAX = 400;
const ID = /^[a-z]{2,5}_[0-9a-z]{18,22}$/;

/** Asks `count` times, the same for the same `seed`. */
export async function fuzz(
  { count, seed }: { count: number; seed: number },
): Promise<Findings> {
  await using api = await ApiWorld.open();
  const { body } = await api.ask("GET //openapi.json", { key: null });
  const fuzzer = new Fuzzer(api, body as Document, seed);
  await fuzzer.begin();
  for (let i = 0; i < count; i++) await fuzzer.ask(i);
  return {
    requests: count,
    statuses: fuzzer.statuses,
    operations: fuzzer.routes.length,
    findings: fuzzer.findings,
  };
}

class Fuzzer {
  readonly statuses: Record<number, number> = {};
  readonly findings: Finding[] = [];
  readonly routes: readonly Route[];
  readonly #api: ApiWorld;
  readonly #document: Document;
  readonly #seed: number;
  readonly #random: () => number;
  readonly #pool: string[] = [];
  #keys: string[] = [];

  constructor(api: ApiWorld, document: Document, seed: number) {
    this.#api = api;
    this.#document = document;
    this.#seed = seed;
    this.#random = seeded(seed);
    this.routes = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        operation,
      }))
    );
  }

  /** Something to begin with: a structure that can send. */
  async begin(): Promise<void> {
    const structure = await this.#api.structure("Rodez");
    await this.#api.transfer(structure, 100_000);
    const live = await this.#api.application(structure);
    const test = await this.#api.application(structure, { mode: "test" });
    this.#pool.push(structure, live.id, test.id);
    this.#keys = [live.key, test.key];
  }

  async ask(index: number): Promise<void> {
    const route = this.#oneOf([...this.routes]);
    const made = this.#request(route, index);
    const what = `${made.method} /${made.url}`;
    let answer: Answer;
    try {
      answer = await this.#api.ask(what, made);
    } catch (error) {
      this.#find("threw", { what, made }, 0, String(error));
      return;
    }
    this.statuses[answer.status] = (this.statuses[answer.status] ?? 0) + 1;
    this.#judge(route, answer, { what, made });
    if (answer.status < 300) this.#learn(answer.body);
  }

  #roll(sides: number): number {
    return Math.floor(this.#random() * sides);
  }

  #oneOf<T>(some: readonly T[]): T {
    return some[this.#roll(some.length)]!;
  }

  #pick<T>(arbitrary: fc.Arbitrary<T>, index: number, salt: number): T {
    const seed = (this.#seed * 1_000_003 + index * 31 + salt) | 0;
    // The first samples of a run are its extremes: take one of ten.
    return fc.sample(arbitrary, { numRuns: 10, seed })[this.#roll(10)]!;
  }

  #request(route: Route, index: number) {
    const { operation } = route;
    const chance = this.#roll(100);
    const method = chance < 3
      ? this.#oneOf(["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
      : route.method;
    const headers: Record<string, string> = {};
    for (
      const { name, in: place, required, schema } of operation.parameters ?? []
    ) {
      if (place !== "header" || !required && chance % 2 === 0) continue;
      if (chance >= 95) continue;
      const value = this.#pick(this.#valid(schema), index, 4);
      headers[name] = String(value).replace(/[^\x21-\x7e]/g, "") || "key";
    }
    const asked = this.#body(operation, { index, chance });
    return {
      method,
      url: this.#url(route, index, chance),
      key: this.#key(),
      ...asked,
      headers: { ...headers, ...asked.headers },
    };
  }

  #url({ path, operation }: Route, index: number, chance: number): string {
    let salt = 10;
    const filled = path.replaceAll(/{(\w+)}/g, (_, name) => {
      salt++;
      const id = chance >= 90
        ? this.#pick(
          fc.string({ unit: "grapheme", maxLength: 30 }),
          index,
          salt,
        )
        : this.#oneOf([...this.#idsFor(name, path)]);
      return encodeURIComponent(id) || "x";
    });
    const query = new URLSearchParams();
    for (
      const { name, in: place, required, schema } of operation.parameters ?? []
    ) {
      salt++;
      if (place !== "query") continue;
      if (!required && this.#roll(2) === 0) continue;
      const wrong = this.#roll(10);
      const arbitrary = wrong === 0 ? anything() : this.#valid(schema);
      query.set(name, toText(this.#pick(arbitrary, index, salt + 100)));
    }
    const search = query.size > 0 ? `?${query}` : "";
    return filled + search;
  }

  /** Ids that fit where the parameter stands, and one that is nobody's. */
  #idsFor(name: string, path: string): string[] {
    const noun = name === "id"
      ? /\/(\w+)\/{id}/.exec(path)?.[1] ?? ""
      : name.replace(/Id$/, "");
    const prefix = PREFIXES[noun] ?? "";
    const known = this.#pool.filter((id) => id.startsWith(prefix));
    return [...known, ...known, `${prefix || "str_"}00000000000000zzzz`];
  }

  #key(): string | null {
    const chance = this.#roll(100);
    if (chance < 70) return OPERATOR_TOKEN;
    if (chance < 90) return this.#keys[chance % this.#keys.length]!;
    return chance < 95 ? null : "lsm_live_nobody";
  }

  #body(
    { requestBody }: Operation,
    { index, chance }: {
      index: number;
      chance: number;
    },
  ) {
    const headers: Record<string, string> = {};
    if (requestBody === undefined) return { headers };
    const { schema } = requestBody.content["application/json"]!;
    const value = this.#pick(this.#valid(schema), index, 6);
    switch (Math.floor(chance / 5) % 10) {
      case 5:
        return { json: this.#pick(anything(), index, 7), headers };
      case 6:
        return { json: this.#spoilt(value, index), headers };
      case 7:
        return { json: this.#spoilt(value, index), headers };
      case 8:
        return {
          body: this.#oneOf(["", "{", "nul", '{"a":1,}', "\ufffd", "[1"]),
          headers: { "content-type": "application/json" },
        };
      case 9:
        return {
          body: JSON.stringify(value),
          headers: {
            "content-type": this.#oneOf([
              "text/plain",
              "application/xml",
              "a/b",
              "json",
            ]),
          },
        };
      default:
        return { json: value, headers };
    }
  }

  /** A body with one member missing, of another type, or too many. */
  #spoilt(value: unknown, index: number): unknown {
    if (typeof value !== "object" || value === null) return [value];
    const names = Object.keys(value);
    const other = this.#pick(anything(), index, 20);
    const name = this.#oneOf([...names, "unknown"]);
    const { [name]: _, ...rest } = value as Record<string, unknown>;
    return this.#roll(2) === 0 ? rest : { ...rest, [name]: other };
  }

  #valid(schema: JsonSchema): fc.Arbitrary<unknown> {
    const { schemas } = this.#document.components;
    return valid(schema, (ref) => schemas[ref.split("/").at(-1)!]!, this.#pool);
  }

  #judge(
    { method, operation }: Route,
    answer: Answer,
    asked: { what: string; made: { method: string } },
  ): void {
    const { status, headers, body, text } = answer;
    if (status >= 500) return this.#find("5xx", asked, status, text);
    const isOwn = asked.made.method === method;
    if (!isOwn) {
      if (
        status !== 405 && status !== 404
      ) {
        const isOther = this.routes.some((route) =>
          route.method === asked.made.method &&
          String(status) in route.operation.responses
        );
        if (!isOther) this.#find("method", asked, status, text);
      }
      return;
    }
    const described = operation.responses[status];
    // An odd id may make a path of no route at all.
    if (described === undefined) {
      if (status !== 404 && status !== 405) {
        this.#find("status is not in the document", asked, status, text);
      }
      return;
    }
    const type = headers.get("content-type")?.split(";")[0];
    const types = Object.keys(described.content ?? {});
    if (types.length === 0 ? text !== "" : !types.includes(type ?? "")) {
      this.#find(`content type ${type}`, asked, status, text);
    }
    if (status < 400) return;
    const parsed = ProblemDetails.safeParse(body);
    if (!parsed.success) return this.#find("problem", asked, status, text);
    if (!described.description.includes(`\`${parsed.data.code}\``)) {
      this.#find(`code ${parsed.data.code}`, asked, status, text);
    }
  }

  #find(
    what: string,
    asked: { what: string; made: unknown },
    status: number,
    answer: string,
  ): void {
    const request = `${asked.what} ${JSON.stringify(asked.made)}`;
    this.findings.push({
      what,
      request: request.slice(0, 1_500),
      status,
      answer: answer.slice(0, 500),
    });
  }

  /** Remembers the ids in an answer, the newest at the most. */
  #learn(value: unknown): void {
    if (typeof value === "string" && ID.test(value)) {
      if (this.#pool.includes(value)) return;
      this.#pool.push(value);
      if (this.#pool.length > POOL_MAX) this.#pool.splice(3, 1);
    } else if (typeof value === "object" && value !== null) {
      for (const one of Object.values(value)) this.#learn(one);
    }
  }
}

const PREFIXES: Readonly<Record<string, string>> = {
  structures: "str_",
  applications: "app_",
  messages: "msg_",
  submissions: "sub_",
  gateways: "gtw_",
  webhook: "whk_",
  delivery: "dlv_",
  members: "mem_",
  member: "mem_",
};

function toText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value) ?? "";
}
