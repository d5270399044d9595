// deno-lint-ignore-file no-console -- its answer is what it prints
/**
 * Says where the script of the interactive reference is, once Deno has fetched
 * the package. It has a lock of its own: only this one file of 280 MB of
 * packages is used, so the service does not depend on them.
 *
 * @module
 */
const entry = import.meta.resolve("@scalar/api-reference");
console.log(new URL("./browser/standalone.js", entry).href);
