/**
 * The contract of a route: what it takes, what it answers, which problems it
 * knows. One object validates, documents and types it.
 *
 * @module
 */
import type { z } from "@hono/zod-openapi";
import type { Actor } from "../domain/actor.ts";
import type { Call } from "../domain/call.ts";
import type { Ports } from "../ports.ts";
import type { ProblemCode, Text } from "../problem.ts";

export type Method = "get" | "post" | "patch" | "put" | "delete";

/** Answers by status; null where there is no body. */
export type Returns = Readonly<Record<number, z.ZodType | null>>;

/** What a route promises. */
export interface Contract<
  Path extends string = string,
  Query = unknown,
  Body = unknown,
  Answers extends Returns = Returns,
> {
  /** The operation's name in the OpenAPI document. */
  readonly id: string;
  /** Groups routes in the documentation. */
  readonly tag: string;
  readonly summary: Text;
  readonly description?: string;
  readonly method: Method;
  /** Below the base path; `{id}` marks a parameter. */
  readonly path: Path;
  /** What a parameter must look like; an id unless told otherwise. */
  readonly params?: { readonly [Name in ParamOf<Path>]?: RegExp };
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** May be left out: `{}` stands for it. */
  readonly bodyIsOptional?: boolean;
  /**
   * The one shape of a body that may have several, so that errors speak of
   * what its sender meant.
   */
  readonly shapeOf?: (value: unknown) => z.ZodType<Body>;
  /** The answer to what went well: one status. */
  readonly returns: Answers;
  /** Other forms of the same answer, e.g. `text/csv`. */
  readonly alsoAs?: readonly string[];
  /** Beyond what every route may answer. */
  readonly problems: readonly ProblemCode[];
  readonly idempotencyKey?: "required";
  /** People must have shown who they are a short while ago: see `step_up.ts`. */
  readonly freshFactor?: boolean;
  /** Whoever asks is served, and speaks for nobody. */
  readonly isPublic?: boolean;
  /** Where what was made is found, below the base path. */
  readonly location?: (answer: AnswerOf<Answers>) => string;
}

/** Names of the parameters in a path. */
export type ParamOf<Path extends string> = Path extends
  `${string}{${infer Name}}${infer Rest}` ? Name | ParamOf<Rest> : never;

/** What a handler gives back. */
export type AnswerOf<Answers extends Returns> = {
  [Status in keyof Answers]: Answers[Status] extends z.ZodType
    ? z.input<Answers[Status]>
    : null;
}[keyof Answers];

/** A request that passed its contract. */
export interface Accepted<Path extends string, Query, Body> {
  readonly ports: Ports;
  readonly actor: Actor;
  /** For what changes something. */
  readonly call: Call;
  readonly params: Readonly<Record<ParamOf<Path>, string>>;
  readonly query: Query;
  readonly body: Body;
  readonly request: Request;
  /** What the answer says of rate limits; null where there are none. */
  readonly rate?: Readonly<Record<string, string>> | null;
}

/** A route: its contract, and what serves it. */
export interface Endpoint {
  readonly contract: Contract;
  readonly handle: (accepted: Accepted<string, unknown, unknown>) => unknown;
}

/** Ties a handler to its contract; their types must agree. */
export function endpoint<
  const Path extends string,
  Query,
  Body,
  const Answers extends Returns,
>(
  contract: Contract<Path, Query, Body, Answers>,
  handle: (
    accepted: Accepted<Path, Query, Body>,
  ) => Promise<AnswerOf<Answers> | Response> | AnswerOf<Answers> | Response,
): Endpoint {
  return { contract, handle } as unknown as Endpoint;
}
