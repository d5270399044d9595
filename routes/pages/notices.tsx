import { Notice } from "./parts/Notice.tsx";

/** What can have been done; the address of a page says which. */
const DONE = {
  bienvenue: "Votre compte est prêt.",
  structure: "La structure est créée.",
  structureModifiee: "Les réglages sont enregistrés.",
  suspendue: "La structure est suspendue : rien n’est envoyé.",
  retablie: "La structure peut de nouveau envoyer.",
  credits: "Les SMS sont crédités.",
  donnes: "Les SMS sont donnés.",
  repris: "Les SMS sont repris.",
  alertes: "Les alertes sont enregistrées.",
  application: "L’application est supprimée ; sa clé ne fonctionne plus.",
  expediteur: "L’expéditeur est ajouté.",
  expediteurRetire: "L’expéditeur est retiré.",
  expediteurDefaut: "L’expéditeur par défaut est enregistré.",
  envoiAnnule: "Ce qui n’était pas encore parti est annulé et recrédité.",
  deconnecte: "Vous êtes déconnecté.",
} as const;

export type Done = keyof typeof DONE;

/** An address that says, where it leads, what was done. */
export function doneAt(path: string, done: Done): string {
  return `${path}${path.includes("?") ? "&" : "?"}fait=${done}`;
}

/** Says what the address claims was done, if it is one of ours. */
export function DoneNotice({ done }: { done: string | undefined }) {
  if (done === undefined || !Object.hasOwn(DONE, done)) return null;
  return (
    <Notice tone="good">
      <p>{DONE[done as Done]}</p>
    </Notice>
  );
}
