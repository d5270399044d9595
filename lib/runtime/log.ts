import { MissingMasterKey } from "../crypto/vault.ts";
import { Problem } from "../problem.ts";
import { LOG_LEVELS, type LogLevel } from "./config.ts";

/** Writes JSON lines; what is below `level` is left out. */
export function logger(level: LogLevel) {
  const least = LOG_LEVELS.indexOf(level);
  return (
    at: LogLevel,
    event: string,
    fields: Record<string, unknown> = {},
  ): void => {
    if (LOG_LEVELS.indexOf(at) < least) return;
    const line = { at: new Date().toISOString(), level: at, event, ...fields };
    // deno-lint-ignore no-console -- this is where log lines leave
    console.log(JSON.stringify(line));
  };
}

/** What may be logged of an error: no value a person wrote is in it. */
export function describeError(error: unknown): Record<string, unknown> {
  if (error instanceof Problem) {
    return { code: error.code, cause: String(error.cause ?? "") };
  }
  if (error instanceof MissingMasterKey || error instanceof Error) {
    return { error: error.name, message: error.message, stack: error.stack };
  }
  return { error: String(error) };
}
