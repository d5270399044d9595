/**
 * The child's side of a child process: it says where it is to be found, and
 * ends when its input does, so that none outlives the benchmark.
 *
 * @module
 */

/** Tells the parent `hello`, and returns when the parent has had enough. */
export async function untilReleased(hello: unknown): Promise<void> {
  answer(hello);
  await Deno.stdin.readable.pipeTo(new WritableStream());
}

/** Tells the parent `hello`, serves until released, then ends. */
export async function standBy(hello: unknown): Promise<never> {
  await untilReleased(hello);
  Deno.exit(0);
}

/** What the parent wrote, all of it. */
export async function input<T>(): Promise<T> {
  return await new Response(Deno.stdin.readable).json();
}

/** One line to the parent. */
export function answer(value: unknown): void {
  // deno-lint-ignore no-console -- the parent reads it
  console.log(JSON.stringify(value));
}
