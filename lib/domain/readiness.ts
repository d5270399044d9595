import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";

/** Whether the store answers within `deadlineMs`. */
export async function isReady(
  ports: Ports,
  deadlineMs: number,
): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const cancel = ports.after(deadlineMs, () => resolve(false));
  const answers = ports.store.get(keys.setting("readiness"))
    .then(() => true, () => false);
  try {
    return await Promise.race([answers, late]);
  } finally {
    cancel();
  }
}
