import { dictionary } from "../../../islands/language.ts";

/** Importing structures and members from a table. */
export const TREE_IMPORT = dictionary({
  fr: {
    title: "Importer des structures",
    lead:
      "Un tableau CSV crée les structures, invite leurs membres et leur donne leurs premiers SMS : tout, ou rien.",
    open: "Importer un tableau",
    back: "Structures",
    file: "Fichier CSV",
    fileHelp:
      "Tel qu’Excel ou LibreOffice l’enregistre. 5 000 lignes au plus. Une ligne par structure ; répétez le nom et le parent pour ajouter un membre.",
    template: "Télécharger un modèle",
    check: "Vérifier",
    checked: "Le tableau est correct",
    start: "Importer",
    counts: (structures: string, members: string, credits: string) =>
      `${structures} structures créées, ${members} personnes invitées par courriel, ${credits} SMS donnés.`,
    wrong: "Rien n’a été créé : corrigez ces cellules, puis recommencez",
    line: (line: number, column: string) =>
      column === "" ? `Ligne ${line}` : `Ligne ${line}, « ${column} »`,
    running: "Import en cours",
    runningWords:
      "Vous pouvez quitter cette page : le travail continue. Rechargez-la pour voir où il en est.",
    done: "Import terminé",
    progress: (done: string, all: string) => `${done} lignes sur ${all}`,
    unpaid: (lines: string) =>
      `Les SMS manquaient pour les lignes ${lines} : ces structures existent, donnez-leur des SMS depuis « Crédits ».`,
    see: "Voir les structures",
    none: "Choisissez un fichier.",
  },
  en: {
    title: "Import structures",
    lead:
      "A CSV table makes the structures, invites their members and gives them their first SMS: all of it, or nothing.",
    open: "Import a table",
    back: "Structures",
    file: "CSV file",
    fileHelp:
      "As Excel or LibreOffice saves it. At most 5,000 lines. One line per structure; repeat name and parent to add a member.",
    template: "Download a template",
    check: "Check",
    checked: "The table is correct",
    start: "Import",
    counts: (structures: string, members: string, credits: string) =>
      `${structures} structures made, ${members} people invited by mail, ${credits} SMS given.`,
    wrong: "Nothing was made: correct these cells, then try again",
    line: (line: number, column: string) =>
      column === "" ? `Line ${line}` : `Line ${line}, “${column}”`,
    running: "Import at work",
    runningWords:
      "You may leave this page: the work goes on. Reload it to see how far it is.",
    done: "Import finished",
    progress: (done: string, all: string) => `${done} lines of ${all}`,
    unpaid: (lines: string) =>
      `SMS lacked for lines ${lines}: these structures exist, give them SMS from “Credits”.`,
    see: "See the structures",
    none: "Choose a file.",
  },
});
