/**
 * A town whose first gateway dies as told, with a spare behind it.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { createGateway } from "../../lib/delivery/gateway.ts";
import { listMessages } from "../../lib/domain/history.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { OPERATOR } from "../support.ts";
import { openTown, SCRIPTED, type Town } from "./support.ts";

/** In the place of an answer: there is none until the caller gives up. */
export const HANGS = new Response();

const SPARE = {
  ...SCRIPTED,
  url: "http://spare.test/send?id={{messageId}}",
};

/** A town with a spare gateway behind the one it has. */
export async function townWithSpare(credits = 200) {
  const town = await openTown({ gateway: SCRIPTED, credits });
  const { ports } = town.world;
  const { id: spareId } = await createGateway(ports, town.world.call(), {
    kind: "http",
    name: "spare",
    order: 1,
    settings: SPARE,
  });
  const asked = { first: 0, spare: 0 };
  /** When each was asked. */
  const takenMs = { first: [] as number[], spare: [] as number[] };
  /** Message ids a gateway took, or may have taken. */
  const left: string[] = [];
  let answer: () => Response | Promise<Response> = () =>
    new Response(null, { status: 503 });
  const { world } = town;
  world.reply = async (url, init) => {
    const { host, searchParams } = new URL(url);
    const isSpare = host === "spare.test";
    const which = isSpare ? "spare" : "first";
    asked[which]++;
    takenMs[which].push(world.nowMs);
    const accepted = Response.json({ id: ports.newId("prv") });
    const response = isSpare ? accepted : await answer();
    const mayHave = response === HANGS || response.ok ||
      response.status === 500;
    if (mayHave) left.push(searchParams.get("id")!);
    return response === HANGS ? await aborted(init.signal!) : response;
  };
  return {
    town,
    asked,
    takenMs,
    left,
    spareId,
    answersWith: (next: typeof answer) => answer = next,
  };
}

export function sendMany({ send }: Town, count: number) {
  return send({
    recipients: Array.from(
      { length: count },
      (_, i) => `+336${String(10_000_000 + i)}`,
    ),
  });
}

export async function messages({ world, structureId }: Town) {
  const query = { structureId, limit: 1_000 };
  return (await listMessages(world.ports, OPERATOR, query)).items;
}

/** All sent, none twice without a flag, each charged once. */
export async function assertAllSentOnce(
  town: Town,
  left: readonly string[],
  count: number,
) {
  const all = await messages(town);
  assertEquals(all.filter(({ status }) => status === "sent").length, count);
  for (const { id, possibleDuplicate } of all) {
    const times = left.filter((one) => one === id).length;
    assertEquals(times === 1 || possibleDuplicate, true, `${id}: ${times}`);
  }
  const { spent, reserved } = await town.world.account(town.structureId);
  assertEquals([spent, reserved], [count, 0]);
  assertEquals((await verifyAccounts(town.world.ports)).broken, []);
}

/** Waits, in real time, for what happens meanwhile. */
export async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 2_000 && !holds(); i++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assertEquals(holds(), true, String(holds));
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}
