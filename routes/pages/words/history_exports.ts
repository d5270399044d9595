import { dictionary } from "../../../islands/language.ts";

/** Exports of the history, prepared in the background. */
export const HISTORY_EXPORTS = dictionary({
  fr: {
    title: "Exports de l’historique",
    lead:
      "Pour les longues périodes : le fichier se prépare pendant que vous faites autre chose.",
    back: "Historique",
    from: "Du",
    to: "Au",
    failedOnly: "Seulement les messages en erreur",
    format: "Fichier",
    csv: "CSV, pour un tableur",
    ndjson: "NDJSON, pour un logiciel",
    start: "Préparer l’export",
    kept:
      "Le fichier contient des numéros et des textes. Il est chiffré, gardé 24 heures, puis détruit. Chaque téléchargement est inscrit au journal.",
    none: "Aucun export pour l’instant",
    noneWords:
      "Choisissez une période ci-dessus. L’avancement s’affichera ici, puis un bouton pour télécharger.",
    list: "Vos exports",
    running: "En préparation",
    ready: "Prêt",
    expired: "Détruit",
    wholePeriod: "Tout l’historique",
    period: (from: string, to: string) => `Du ${from} au ${to}`,
    until: (to: string) => `Jusqu’au ${to}`,
    failed: "en erreur",
    rows: (count: number, rows: string) =>
      count === 1 ? "1 message" : `${rows} messages`,
    percent: (percent: number, rows: string) =>
      `${percent} % de la période parcourus, ${rows} messages`,
    willEnd: (when: string) => `Détruit ${when}`,
    download: "Télécharger",
    delete: "Détruire maintenant",
    downloads: (times: number) =>
      times === 1 ? "Téléchargé une fois" : `Téléchargé ${times} fois`,
  },
  en: {
    title: "Exports of the history",
    lead: "For long periods: the file is prepared while you do something else.",
    back: "History",
    from: "From",
    to: "To",
    failedOnly: "Failed messages only",
    format: "File",
    csv: "CSV, for a spreadsheet",
    ndjson: "NDJSON, for software",
    start: "Prepare the export",
    kept:
      "The file holds numbers and texts. It is encrypted, kept for 24 hours, then destroyed. Each download is written to the journal.",
    none: "No exports yet",
    noneWords:
      "Choose a period above. Its progress will show here, then a button to download it.",
    list: "Your exports",
    running: "Being prepared",
    ready: "Ready",
    expired: "Destroyed",
    wholePeriod: "The whole history",
    period: (from: string, to: string) => `From ${from} to ${to}`,
    until: (to: string) => `Until ${to}`,
    failed: "failed",
    rows: (count: number, rows: string) =>
      count === 1 ? "1 message" : `${rows} messages`,
    percent: (percent: number, rows: string) =>
      `${percent}% of the period gone through, ${rows} messages`,
    willEnd: (when: string) => `Destroyed ${when}`,
    download: "Download",
    delete: "Destroy now",
    downloads: (times: number) =>
      times === 1 ? "Downloaded once" : `Downloaded ${times} times`,
  },
});
