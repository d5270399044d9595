import type { Language } from "../../islands/language.ts";
import type { MemberActor, Permission } from "../../lib/domain/actor.ts";
import { permits } from "../../lib/domain/actor.ts";
import type { Origin } from "../../lib/domain/call.ts";
import type { Lineage } from "../../lib/domain/directory.ts";
import type { Session } from "../../lib/domain/session.ts";
import type { Ports } from "../../lib/ports.ts";
import type { Structure } from "../../lib/schema/structure.ts";
import type { Assets } from "./assets.ts";

/** The parts of the site that belong to one structure. */
export const SECTIONS = {
  tableau: "",
  historique: "/historique",
  reponses: "/reponses",
  envoi: "/envoi",
  credits: "/credits",
  demandes: "/demandes",
  alertes: "/alertes",
  statistiques: "/statistiques",
  verification: "/verification",
  registre: "/registre",
  applications: "/applications",
  webhooks: "/webhooks",
  expediteurs: "/expediteurs",
  modeles: "/modeles",
  listes: "/listes",
  desabonnes: "/desabonnes",
  structures: "/structures",
  passerelles: "/passerelles",
  echecs: "/echecs",
  membres: "/membres",
  journal: "/journal",
  reglages: "/reglages",
  aide: "/aide",
  plus: "/plus",
} as const;
export type Section = keyof typeof SECTIONS;

/** The structure whose pages are open, and those one can go to from it. */
export interface Here extends Lineage {
  readonly id: string;
  readonly children: readonly Structure[];
  /** There are more children than are listed. */
  readonly hasMore: boolean;
  /** Where else the visitor enters the tree, some of it. */
  readonly elsewhere: readonly { readonly id: string; readonly name: string }[];
  /** Requests for SMS that the visitor may answer here. */
  readonly waiting: number;
}

/** One request of a signed-in person. */
export interface Visit {
  readonly ports: Ports;
  readonly actor: MemberActor;
  readonly csrf: string;
  /** The id of the session. */
  readonly id: string;
  readonly nowMs: number;
  /** What the person reads: see `dictionary`. */
  readonly language: Language;
  /** Set while the pages are seen as somebody else: `actor` is that person. */
  readonly viewing?: Session["viewing"];
  /** Null on pages that belong to no structure. */
  readonly here: Here | null;
}

/** What a form sent: one text a field. */
export type Fields = Readonly<Record<string, string>>;

export interface PageEnv {
  Variables: {
    ports: Ports;
    assets: Assets;
    /** Where the request comes from. */
    origin: Origin;
    /** Whether pages may keep things for when there is no network. */
    worker: boolean;
    /** What who asks reads; `visit.language` is the same. */
    language: Language;
    visit: Visit;
    form: Fields;
  };
}

/** The address of a section of a structure. */
export function address(structureId: string, section: Section): string {
  return `/s/${structureId}${SECTIONS[section]}`;
}

/** Whether the visitor may do something in the structure that is open. */
export function may(
  { actor, here }: Visit,
  permission: Permission,
): boolean {
  return here !== null && permits(actor, permission, here.structure);
}
