/**
 * Errors as answers: RFC 9457 problem details, in the caller's language. What
 * is no Problem is a bug: reported, and answered without detail.
 *
 * @module
 */
import type { LocalisedError } from "../domain/field.ts";
import type { Ports } from "../ports.ts";
import {
  type FieldError,
  Problem,
  type ProblemCode,
  PROBLEMS,
} from "../problem.ts";
import { HEADERS } from "./headers.ts";
import { type Language, languageOf } from "./language.ts";

/** What an answer to an error is about. */
export interface Failed {
  readonly request: Request;
  readonly requestId: string;
  /** The endpoint that failed, for the report. */
  readonly endpoint?: string;
  /** Headers besides the usual ones, e.g. `allow`. */
  readonly headers?: Readonly<Record<string, string>>;
}

const RETRY_AFTER_S: Partial<Record<ProblemCode, number>> = {
  rate_limited: 60,
  unavailable: 2,
  idempotency_in_progress: 1,
};

/** The answer to whatever was thrown while a request was served. */
export function problemResponse(
  ports: Ports,
  error: unknown,
  failed: Failed,
): Response {
  const problem = asProblem(ports, error, failed);
  const { request, requestId } = failed;
  const language = languageOf(request.headers.get("accept-language"));
  const headers: Record<string, string> = {
    ...HEADERS,
    "content-type": "application/problem+json",
    "content-language": language,
    "vary": "Accept-Language",
    "x-request-id": requestId,
    ...failed.headers,
    ...problem.options.headers,
  };
  const wait = problem.options.retryAfterSeconds ??
    RETRY_AFTER_S[problem.code];
  if (wait !== undefined) headers["retry-after"] = String(wait);
  if (problem.code === "unauthenticated") {
    headers["www-authenticate"] = challenge(request);
  }
  const body = problemBody(ports, problem, { language, requestId });
  const { status } = problem;
  return new Response(JSON.stringify(body), { status, headers });
}

/** The members of a problem, in one language. */
export function problemBody(
  { publicUrl }: Ports,
  { code, options }: Problem,
  { language, requestId }: { language: Language; requestId: string },
): Record<string, unknown> {
  const { status, title, detail } = PROBLEMS[code];
  return {
    type: `${publicUrl}/docs/problemes/${code}`,
    title: title[language],
    status,
    detail: (options.detail ?? detail)[language],
    code,
    requestId,
    ...options.errors && {
      errors: options.errors.map((error) => errorIn(language, error)),
    },
    ...options.members,
  };
}

function errorIn(language: Language, error: FieldError): FieldError {
  const { pointer, detail, en } = error as Partial<LocalisedError> & FieldError;
  return { pointer, detail: language === "en" ? en ?? detail : detail };
}

function asProblem(ports: Ports, error: unknown, failed: Failed): Problem {
  if (error instanceof Problem) {
    if (error.cause !== undefined) {
      ports.report(error.cause, { requestId: failed.requestId });
    }
    return error;
  }
  const { requestId, endpoint } = failed;
  ports.report(error, { requestId, endpoint });
  return new Problem("internal_error");
}

/** RFC 6750: says more only to who tried. */
function challenge(request: Request): string {
  return request.headers.has("authorization")
    ? 'Bearer realm="lsmessage", error="invalid_token"'
    : 'Bearer realm="lsmessage"';
}
