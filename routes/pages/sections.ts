import { dictionary, type Language } from "../../islands/language.ts";
import type { Permission } from "../../lib/domain/actor.ts";
import type { Text } from "../../lib/problem.ts";
import type { IconName } from "./parts/Icon.tsx";
import type { PageOptions } from "./respond.tsx";
import { may, type Visit } from "./visit.ts";

/** What the sections are grouped by, in the order of the side bar. */
export const GROUPS = dictionary({
  fr: {
    daily: "Au quotidien",
    write: "Écrire",
    follow: "Suivre",
    manage: "Gérer",
    connect: "Raccorder",
  },
  en: {
    daily: "Every day",
    write: "Write",
    follow: "Follow",
    manage: "Manage",
    connect: "Connect",
  },
});
export type Group = keyof typeof GROUPS["fr"];

/** A section of a structure. */
interface SectionItem {
  section: NonNullable<PageOptions["section"]>;
  group: Group;
  label: Text;
  icon: IconName;
  needs?: Permission;
  /** Whether it stands at the foot of a phone, and under which name there. */
  phone?: Text;
}

/** A section of a structure, as the navigation shows it. */
export interface Item {
  section: SectionItem["section"];
  label: string;
  icon: IconName;
  phone?: string | undefined;
}

const ITEMS: readonly SectionItem[] = [
  {
    section: "tableau",
    group: "daily",
    label: { fr: "Tableau de bord", en: "Dashboard" },
    icon: "home",
    phone: { fr: "Accueil", en: "Home" },
  },
  {
    section: "historique",
    group: "daily",
    label: { fr: "Historique", en: "History" },
    icon: "history",
    needs: "message:read",
    phone: { fr: "Historique", en: "History" },
  },
  {
    section: "reponses",
    group: "follow",
    label: { fr: "Réponses", en: "Replies" },
    icon: "inbox",
    needs: "message:read",
  },
  {
    section: "envoi",
    group: "daily",
    label: { fr: "Envoi simple", en: "Simple send" },
    icon: "send",
    needs: "message:send",
    phone: { fr: "Envoyer", en: "Send" },
  },
  {
    section: "credits",
    group: "daily",
    label: { fr: "Crédits", en: "Credits" },
    icon: "credits",
    needs: "credit:read",
    phone: { fr: "Crédits", en: "Credits" },
  },
  {
    section: "expediteurs",
    group: "write",
    label: { fr: "Expéditeurs", en: "Senders" },
    icon: "senders",
    needs: "sender:read",
  },
  {
    section: "demandes",
    group: "follow",
    label: { fr: "Demandes", en: "Requests" },
    icon: "hand",
    needs: "credit:read",
  },
  {
    section: "modeles",
    group: "write",
    label: { fr: "Modèles", en: "Templates" },
    icon: "template",
    needs: "message:send",
  },
  {
    section: "listes",
    group: "write",
    label: { fr: "Listes de contacts", en: "Contact lists" },
    icon: "people",
    needs: "message:send",
  },
  {
    section: "desabonnes",
    group: "write",
    label: { fr: "Désabonnés", en: "Opted out" },
    icon: "muted",
    needs: "message:send",
  },
  {
    section: "alertes",
    group: "follow",
    label: { fr: "Alertes", en: "Alerts" },
    icon: "bell",
    needs: "credit:read",
  },
  {
    section: "statistiques",
    group: "follow",
    label: { fr: "Statistiques", en: "Statistics" },
    icon: "chart",
    needs: "message:read",
  },
  {
    section: "verification",
    group: "follow",
    label: { fr: "Vérification", en: "Verification" },
    icon: "scales",
    needs: "structure:manage",
  },
  {
    section: "registre",
    group: "manage",
    label: { fr: "Données personnelles", en: "Personal data" },
    icon: "shield",
    needs: "structure:manage",
  },
  {
    section: "echecs",
    group: "follow",
    label: { fr: "Échecs", en: "Failures" },
    icon: "alert",
    needs: "message:read",
  },
  {
    section: "structures",
    group: "manage",
    label: { fr: "Structures", en: "Structures" },
    icon: "structures",
  },
  {
    section: "membres",
    group: "manage",
    label: { fr: "Membres", en: "Members" },
    icon: "account",
    needs: "member:manage",
  },
  {
    section: "journal",
    group: "manage",
    label: { fr: "Journal", en: "Journal" },
    icon: "shield",
    needs: "audit:read",
  },
  {
    section: "reglages",
    group: "manage",
    label: { fr: "Réglages", en: "Settings" },
    icon: "settings",
    needs: "structure:manage",
  },
  {
    section: "applications",
    group: "connect",
    label: { fr: "Applications", en: "Applications" },
    icon: "applications",
    needs: "application:manage",
  },
  {
    section: "webhooks",
    group: "connect",
    label: { fr: "Webhooks", en: "Webhooks" },
    icon: "webhooks",
    needs: "application:manage",
  },
  {
    section: "aide",
    group: "connect",
    label: { fr: "Aide", en: "Help" },
    icon: "info",
  },
  {
    section: "passerelles",
    group: "connect",
    label: { fr: "Passerelles", en: "Gateways" },
    icon: "gateways",
    needs: "gateway:manage",
  },
];

/** What the visitor may open in the structure that is open. */
export function items(visit: Visit): Item[] {
  return groupedItems(visit).flatMap(({ items }) => items);
}

/** The same, group by group; a group with nothing to open is left out. */
export function groupedItems(
  visit: Visit,
): { group: Group; name: string; items: Item[] }[] {
  const { language } = visit;
  const open = ITEMS.filter(({ needs }) =>
    needs === undefined || may(visit, needs)
  );
  return Object.entries(GROUPS[language]).map(([group, name]) => ({
    group: group as Group,
    name,
    items: open.filter((item) => item.group === group)
      .map((item) => inLanguage(item, language)),
  })).filter(({ items }) => items.length > 0);
}

function inLanguage(
  { section, icon, label, phone }: SectionItem,
  language: Language,
): Item {
  return { section, icon, label: label[language], phone: phone?.[language] };
}
