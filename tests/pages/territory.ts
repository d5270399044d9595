/**
 * A small territory to show: a centre, its structures, their SMS, an
 * application and a few messages.
 *
 * @module
 */
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import type { Actor, ApplicationActor } from "../../lib/domain/actor.ts";
import { createApplication } from "../../lib/domain/application.ts";
import type { Call } from "../../lib/domain/call.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import type { Ports } from "../../lib/ports.ts";
import type { Structure } from "../../lib/schema/structure.ts";

/** What was made. */
export interface Territory {
  readonly centre: Structure;
  readonly rodez: Structure;
  readonly millau: Structure;
  readonly decazeville: Structure;
  readonly idelibre: ApplicationActor;
}

/** Makes the territory; every call is one by `actor`. */
export async function makeTerritory(
  ports: Ports,
  actor: Actor,
): Promise<Territory> {
  const structure = (name: string, parentId?: string, defaultSender?: string) =>
    createStructure(ports, newCall(ports, actor), {
      name,
      ...(parentId ? { parentId } : {}),
      ...(defaultSender ? { defaultSender } : {}),
    });
  const give = (fromId: string | null, toId: string, credits: number) =>
    transferCredits(ports, newCall(ports, actor), { fromId, toId, credits });

  const centre = await structure("Centre de gestion de l’Aveyron");
  const rodez = await structure("Mairie de Rodez", centre.id, "MairieRodez");
  const millau = await structure("Mairie de Millau", centre.id, "Millau");
  const decazeville = await structure(
    "Decazeville Communauté",
    centre.id,
    "Decazeville",
  );
  await give(null, centre.id, 20_000);
  await give(centre.id, rodez.id, 2_500);
  await give(centre.id, millau.id, 1_200);
  await give(centre.id, decazeville.id, 3);

  const made = await createApplication(ports, newCall(ports, actor), {
    structureId: rodez.id,
    name: "idelibre",
    mode: "live",
  });
  const idelibre: ApplicationActor = {
    kind: "application",
    id: made.id,
    name: made.name,
    structureId: rodez.id,
    mode: "live",
    scopes: made.scopes,
    dailyCap: null,
  };
  return { centre, rodez, millau, decazeville, idelibre };
}

/** Sends what such a territory sends; one send is more than there is. */
export async function sendSome(
  ports: Ports,
  actor: Actor,
  { rodez, decazeville, idelibre }: Territory,
): Promise<void> {
  const elected = Array.from({ length: 10 }, (_, i) => `061234567${i}`);
  await accept(ports, idelibre, rodez.id, {
    text:
      "Conseil municipal du 8 décembre à 18 h : votre convocation vous attend dans idelibre.",
    recipients: elected,
    reference: "seance-42",
  });
  await accept(ports, actor, rodez.id, {
    text:
      "Bonjour, votre carte d'identité est prête. Retirez-la à l'accueil de la mairie.",
    recipients: ["0698765432"],
  });
  await accept(ports, actor, decazeville.id, {
    text: "Coupure d'eau demain de 9 h à 12 h, rue Cayrade.",
    recipients: elected,
  }).catch(() => {});
}

async function accept(
  ports: Ports,
  actor: Actor,
  structureId: string,
  input: { text: string; recipients: string[]; reference?: string },
): Promise<void> {
  const at = await authorised(ports, actor, "message:send", structureId);
  await acceptMessages(ports, { call: newCall(ports, actor), at }, input);
}

function newCall(ports: Ports, actor: Actor): Call {
  return {
    actor,
    route: "TEST",
    key: null,
    fingerprint: ports.newId("call"),
    replayed: false,
  };
}
