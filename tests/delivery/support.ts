import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { createApplication } from "../../lib/domain/application.ts";
import type { ApplicationActor } from "../../lib/domain/actor.ts";
import { lineage } from "../../lib/domain/directory.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { createGateway } from "../../lib/delivery/gateway.ts";
import { Engine } from "../../lib/delivery/engine.ts";
import type { NewMessages } from "../../lib/schema/message.ts";
import { TestWorld, type WorldOptions } from "../support.ts";

/** A world with one structure, its credits, an application and a gateway. */
export interface Town {
  readonly world: TestWorld;
  readonly engine: Engine;
  readonly structureId: string;
  readonly application: ApplicationActor;
  /** Accepts a submission of the application. */
  send(input: Partial<NewMessages> & { recipients?: string[] }): ReturnType<
    typeof acceptMessages
  >;
}

/** Settings of a gateway that answers as the world's `reply` does. */
export const SCRIPTED = {
  url: "http://gateway.test/send?id={{messageId}}",
  method: "POST",
  body: '{"to":"{{to}}","text":"{{text}}","callback":"{{callbackUrl}}"}',
  success: { status: [200], idPointer: "/id" },
  rejected: { status: [400] },
  retry: { status: [503] },
  receipt: {
    idPointer: "/id",
    statusPointer: "/status",
    map: { ok: "delivered", ko: "failed" },
  },
};

/** Opens a town; its gateway is the simulator unless settings are given. */
export async function openTown(
  { credits = 100, mode = "live", gateway = null, ...options }:
    & WorldOptions
    & {
      credits?: number;
      mode?: "live" | "test";
      gateway?: Record<string, unknown> | null;
    } = {},
): Promise<Town> {
  const world = await TestWorld.open(options);
  const { ports } = world;
  world.reply = () => Response.json({ id: ports.newId("prv") });
  const { id: structureId } = await createStructure(ports, world.call(), {
    name: "Rodez",
  });
  if (credits > 0) {
    await transferCredits(ports, world.call(), {
      fromId: null,
      toId: structureId,
      credits,
    });
  }
  const { id, name } = await createApplication(ports, world.call(), {
    structureId,
    name: "idelibre",
    mode,
  });
  await createGateway(ports, world.call(), {
    kind: gateway === null ? "simulator" : "http",
    name: "main",
    settings: gateway ?? {},
  });
  const application: ApplicationActor = {
    kind: "application",
    id,
    name,
    structureId,
    mode,
    scopes: ["messages:send", "messages:read", "balance:read"],
    dailyCap: null,
  };
  const engine = new Engine(ports, { owner: "w1", exclusive: true });
  return {
    world,
    engine,
    structureId,
    application,
    send: async (input) =>
      await acceptMessages(ports, {
        call: world.call(application),
        at: (await lineage(ports, structureId))!,
      }, {
        text: "Une convocation vous attend.",
        recipients: ["+33612345678"],
        ...input,
      } as NewMessages),
  };
}
