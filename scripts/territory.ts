/**
 * A believable territory for the demonstration: a mutualisation centre, eight
 * structures, ninety days of history, told through the service's own
 * operations on a clock that runs ahead.
 *
 * @module
 */
import { Engine } from "../lib/delivery/engine.ts";
import { createGateway } from "../lib/delivery/gateway.ts";
import { acceptMessages } from "../lib/domain/acceptance.ts";
import type { Actor, ApplicationActor } from "../lib/domain/actor.ts";
import { createApplication } from "../lib/domain/application.ts";
import type { Call } from "../lib/domain/call.ts";
import { lineage } from "../lib/domain/directory.ts";
import { completeSetUp, openSetUp } from "../lib/domain/set_up.ts";
import { createStructure } from "../lib/domain/structure.ts";
import { addSender } from "../lib/domain/sender.ts";
import { transferCredits } from "../lib/domain/transfer.ts";
import type { Ports } from "../lib/ports.ts";
import { Problem } from "../lib/problem.ts";
import { leaveOpen, providePlaces } from "./territory_credits.ts";

const DAY_MS = 86_400_000;

/** How long the told history is. */
export const HISTORY_MS = 90 * DAY_MS;

const OPERATOR: Actor = { kind: "operator", id: "operator" };

/** Who signs in to the demonstration. */
export const ADMINISTRATOR = {
  name: "Camille Delmas",
  email: "camille.delmas@mutualisation.example",
  password: "demonstration-2026",
};

const CENTRE = {
  name: "Mutualisation numérique de l'Aveyron",
  credits: 20_000,
};

const TOWNS = [
  { name: "Ville de Rodez", sender: "MairieRodez", credits: 4_000, pace: 9 },
  { name: "Ville de Millau", sender: "Millau", credits: 2_500, pace: 6 },
  {
    name: "Villefranche-de-Rouergue",
    sender: "Villefranche",
    credits: 1_800,
    pace: 5,
  },
  {
    name: "Commune de Saint-Affrique",
    sender: "StAffrique",
    credits: 700,
    pace: 3,
  },
  { name: "Commune d'Espalion", sender: "Espalion", credits: 400, pace: 2 },
  {
    name: "Rodez Agglomération",
    sender: "RodezAgglo",
    credits: 3_000,
    pace: 8,
  },
  { name: "SDIS de l'Aveyron", sender: "SDISAveyron", credits: 900, pace: 4 },
  { name: "Commune de Conques", sender: "Conques", credits: 60, pace: 2 },
] as const;

const TEXTS = [
  [
    "idelibre",
    "Une convocation au conseil municipal vous attend sur idelibre.",
  ],
  ["idelibre", "L'ordre du jour de la séance du conseil a été modifié."],
  ["web-GFC", "Un courrier recommandé vous a été adressé par la mairie."],
  [
    "web-GFC",
    "Votre demande a été traitée ; la réponse est dans votre espace.",
  ],
  ["i-Parapheur", "Trois documents attendent votre signature."],
  [
    "idelibre",
    "Rappel : conseil communautaire demain à 18 h 30, salle des fêtes.",
  ],
] as const;

interface Town {
  readonly pace: number;
  readonly applications: Map<string, ApplicationActor>;
  readonly structureId: string;
}

/** The clock of the told history. */
export interface Clock {
  nowMs: number;
}

/** Tells the whole territory; `say` hears how far it is. */
export async function tellTerritory(
  ports: Ports,
  clock: Clock,
  { untilMs, say }: { untilMs: number; say: (line: string) => void },
): Promise<void> {
  await setUpAdministrator(ports);
  await createGateway(ports, callOf(ports), {
    kind: "simulator",
    name: "simulator",
    settings: { rejectRate: 0.015, silenceRate: 0.01 },
  });
  const centre = await createStructure(ports, callOf(ports), {
    name: CENTRE.name,
    siren: "200067155",
  });
  await transferCredits(ports, callOf(ports), {
    fromId: null,
    toId: centre.id,
    credits: CENTRE.credits,
    note: "Marché 2026-014",
  });
  const towns: Town[] = [];
  for (const town of TOWNS) {
    towns.push(await foundTown(ports, centre.id, town));
  }
  const places = {
    centreId: centre.id,
    townIds: new Map(
      TOWNS.map(({ name }, i) => [name, towns[i]!.structureId]),
    ),
  };
  await providePlaces(ports, () => callOf(ports), places);
  const engine = new Engine(ports, { owner: "demo", exclusive: true });
  for (let day = 0; clock.nowMs < untilMs; day++) {
    await liveDay(ports, towns, { engine, clock, end: untilMs });
    if (day % 15 === 14) say(`${day + 1} days told`);
  }
  await leaveOpen(ports, () => callOf(ports), places);
  await engine.runDue();
}

async function setUpAdministrator(ports: Ports): Promise<void> {
  const link = await openSetUp(ports);
  await completeSetUp(ports, link!.split("#")[1]!, ADMINISTRATOR);
}

async function foundTown(
  ports: Ports,
  parentId: string,
  { name, sender, credits, pace }: typeof TOWNS[number],
): Promise<Town> {
  const { id } = await createStructure(ports, callOf(ports), {
    name,
    parentId,
    defaultSender: sender,
  });
  await addSender(ports, callOf(ports), { id, sender });
  await transferCredits(ports, callOf(ports), {
    fromId: parentId,
    toId: id,
    credits,
    note: "Dotation annuelle",
  });
  const applications = new Map<string, ApplicationActor>();
  for (const title of new Set(TEXTS.map(([title]) => title))) {
    const made = await createApplication(ports, callOf(ports), {
      structureId: id,
      name: title,
      mode: "live",
    });
    applications.set(title, { kind: "application", ...made });
  }
  return { pace, applications, structureId: id };
}

/** One working day: every town sends, at its own hours. */
async function liveDay(
  ports: Ports,
  towns: readonly Town[],
  { engine, clock, end }: { engine: Engine; clock: Clock; end: number },
): Promise<void> {
  const evening = Math.min(clock.nowMs + DAY_MS, end);
  const weekend = [0, 6].includes(new Date(clock.nowMs).getUTCDay());
  if (!weekend) {
    for (let hour = 0; hour < 3; hour++) {
      clock.nowMs = Math.min(clock.nowMs + 2 * 3_600_000, evening);
      await Promise.all(
        towns.map((town) =>
          ports.random() < 0.45 ? write(ports, town) : Promise.resolve()
        ),
      );
      await engine.runDue();
      clock.nowMs = Math.min(clock.nowMs + 10_000, evening);
      await engine.runDue();
    }
  }
  clock.nowMs = evening;
  await engine.runDue();
}

async function write(ports: Ports, town: Town): Promise<void> {
  const [title, text] = TEXTS[Math.floor(ports.random() * TEXTS.length)]!;
  const application = town.applications.get(title)!;
  const count = 1 + Math.floor(ports.random() * town.pace * 2);
  try {
    await acceptMessages(ports, {
      call: callOf(ports, application),
      at: (await lineage(ports, town.structureId))!,
    }, {
      title,
      text,
      recipients: Array.from({ length: count }, () => numberOf(ports)),
    });
  } catch (error) {
    // A town that has run dry is a part of the demonstration.
    if (!(error instanceof Problem)) throw error;
  }
}

function numberOf({ random }: Ports): string {
  return `06 1${String(Math.floor(random() * 10_000_000)).padStart(7, "0")}`;
}

function callOf(ports: Ports, actor: Actor = OPERATOR): Call {
  return {
    actor,
    route: "demo",
    key: null,
    fingerprint: ports.newId("call"),
    replayed: false,
  };
}
