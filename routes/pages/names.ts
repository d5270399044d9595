import { lineage } from "../../lib/domain/directory.ts";
import type { Ports } from "../../lib/ports.ts";
import type { Message } from "../../lib/schema/message.ts";
import type { Visit } from "./visit.ts";

/** What the structures are called whose messages are listed together. */
export async function namesOf(
  { ports }: Visit,
  messages: readonly Message[],
): Promise<ReadonlyMap<string, string>> {
  return await structureNames(
    ports,
    messages.map(({ structureId }) => structureId),
  );
}

/** What structures are called. */
export async function structureNames(
  ports: Ports,
  all: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(all)];
  const found = await Promise.all(ids.map((id) => lineage(ports, id)));
  return new Map(
    found.filter((one) => one !== null).map((
      { structure: { id, name } },
    ) => [id, name]),
  );
}
