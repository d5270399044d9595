import type { Permission } from "../../lib/domain/actor.ts";
import type { IconName } from "./parts/Icon.tsx";
import type { PageOptions } from "./respond.tsx";
import { may, type Visit } from "./visit.ts";

/** A section of a structure, as the navigation shows it. */
export interface Item {
  section: NonNullable<PageOptions["section"]>;
  label: string;
  icon: IconName;
  needs?: Permission;
  /** Whether it stands at the foot of a phone, and under which name there. */
  phone?: string;
}

const ITEMS: readonly Item[] = [
  {
    section: "tableau",
    label: "Tableau de bord",
    icon: "home",
    phone: "Accueil",
  },
  {
    section: "historique",
    label: "Historique",
    icon: "history",
    needs: "message:read",
    phone: "Historique",
  },
  {
    section: "envoi",
    label: "Envoi simple",
    icon: "send",
    needs: "message:send",
    phone: "Envoyer",
  },
  {
    section: "credits",
    label: "Crédits",
    icon: "credits",
    needs: "credit:read",
    phone: "Crédits",
  },
  {
    section: "alertes",
    label: "Alertes",
    icon: "bell",
    needs: "credit:read",
  },
  {
    section: "applications",
    label: "Applications",
    icon: "applications",
    needs: "application:manage",
  },
  {
    section: "expediteurs",
    label: "Expéditeurs",
    icon: "senders",
    needs: "sender:read",
  },
  { section: "structures", label: "Structures", icon: "structures" },
  {
    section: "reglages",
    label: "Réglages",
    icon: "settings",
    needs: "structure:manage",
  },
];

/** What the visitor may open in the structure that is open. */
export function items(visit: Visit): Item[] {
  return ITEMS.filter(({ needs }) => needs === undefined || may(visit, needs));
}
