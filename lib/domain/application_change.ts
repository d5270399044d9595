/**
 * Changing what an application's keys may do; they need not be replaced.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type {
  Application,
  ApplicationPatch,
  StoredApplication,
} from "../schema/application.ts";
import {
  aboutApplication,
  managedApplication,
  readApplication,
} from "./application.ts";
import { applicationViews } from "./application_view.ts";
import { recordAudit } from "./audit.ts";
import { type Call, once } from "./call.ts";
import { usableRanges } from "./key_access.ts";

/**
 * Changes an application; it holds for its keys from this commit on.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request`
 */
export async function updateApplication(
  ports: Ports,
  call: Call,
  { id, patch }: { id: string; patch: ApplicationPatch },
): Promise<Application> {
  await managedApplication(ports, call.actor, id);
  usableRanges(patch.allowedAddresses ?? []);
  const given = Object.entries(patch).filter(([, value]) =>
    value !== undefined
  );
  const stored = await once(ports, call, {
    lane: id,
    body: async (tx) => {
      const before = await readApplication(tx, id);
      const after: StoredApplication = {
        ...before,
        ...Object.fromEntries(given),
      };
      tx.put(keys.application(id), after);
      await recordAudit(tx, ports, {
        ...aboutApplication(call, after),
        action: "application.change",
        detail: {
          name: after.name,
          fields: given.map(([name]) => name).sort().join(" "),
        },
      });
      return after;
    },
  });
  const [view] = await applicationViews(ports, [stored]);
  return view!;
}
