import { dictionary } from "../../../islands/language.ts";
import { counted, number } from "../../../islands/words.ts";

/** Contact lists, and filling them. */
export const LISTS = dictionary({
  fr: {
    title: "Listes de contacts",
    lead:
      "Des personnes à qui écrire souvent. Leurs noms et numéros sont chiffrés.",
    none: "Aucune liste",
    noneHelp:
      "Créez-en une à partir d’un tableau : une colonne « mobile », et celles qui rempliront vos modèles (prénom, rue…).",
    contacts: (count: number) => counted(count, "fr", "contact"),
    columns: (names: string) => `Variables : ${names}`,
    create: "Créer une liste",
    name: "Nom de la liste",
    createButton: "Créer la liste",
    add: "Ajouter des contacts",
    file: "Fichier CSV",
    fileHelp:
      "Enregistré depuis un tableur ; la première ligne nomme les colonnes.",
    paste: "Ou collez les lignes ici",
    pasteHelp:
      "Par exemple : mobile ; nom ; prenom. Un numéro déjà présent est mis à jour.",
    addButton: "Ajouter à la liste",
    replace: "Remplacer tout le contenu de la liste",
    added: (count: number) =>
      counted(count, "fr", "contact ajouté", "contacts ajoutés"),
    updated: (count: number) => `${number(count, "fr")} mis à jour`,
    unchanged: (count: number) => `${number(count, "fr")} déjà présents`,
    wrong: (count: number) =>
      counted(count, "fr", "ligne laissée de côté", "lignes laissées de côté"),
    line: (line: number, to: string) => `Ligne ${line}, « ${to} » : `,
    maybe: (number: string) => ` Vouliez-vous dire ${number} ?`,
    nothing: "Choisissez un fichier ou collez des lignes.",
    empty: "Cette liste est vide",
    emptyHelp: "Ajoutez-y des contacts ci-dessous.",
    noName: "Sans nom",
    remove: "Retirer",
    write: "Écrire à cette liste",
    export: "Exporter en CSV",
    rename: "Renommer",
    renameButton: "Enregistrer",
    delete: "Supprimer la liste",
    deleteTitle: (name: string) => `Supprimer « ${name} » ?`,
    deleteWords: (count: number) =>
      `La liste et ${
        counted(count, "fr", "contact")
      } disparaissent pour toujours. Les messages déjà envoyés restent dans l’historique.`,
  },
  en: {
    title: "Contact lists",
    lead: "People you often write to. Their names and numbers are encrypted.",
    none: "No list",
    noneHelp:
      "Make one from a table: a column “mobile”, and those that will fill your templates (first name, street…).",
    contacts: (count) => counted(count, "en", "contact"),
    columns: (names) => `Variables: ${names}`,
    create: "Create a list",
    name: "Name of the list",
    createButton: "Create the list",
    add: "Add contacts",
    file: "CSV file",
    fileHelp: "Saved from a spreadsheet; the first line names the columns.",
    paste: "Or paste the lines here",
    pasteHelp:
      "For example: mobile; name; firstname. A number already there is updated.",
    addButton: "Add to the list",
    replace: "Replace everything in the list",
    added: (count) => counted(count, "en", "contact added", "contacts added"),
    updated: (count) => `${number(count, "en")} updated`,
    unchanged: (count) => `${number(count, "en")} there already`,
    wrong: (count) => counted(count, "en", "line left out", "lines left out"),
    line: (line, to) => `Line ${line}, “${to}”: `,
    maybe: (number) => ` Did you mean ${number}?`,
    nothing: "Choose a file or paste lines.",
    empty: "This list is empty",
    emptyHelp: "Add contacts below.",
    noName: "No name",
    remove: "Remove",
    write: "Write to this list",
    export: "Export as CSV",
    rename: "Rename",
    renameButton: "Save",
    delete: "Delete the list",
    deleteTitle: (name) => `Delete “${name}”?`,
    deleteWords: (count) =>
      `The list and ${
        counted(count, "en", "contact")
      } are gone for ever. Messages already sent stay in the history.`,
  },
});

/** Numbers that are to be left alone. */
export const OPT_OUTS = dictionary({
  fr: {
    title: "Désabonnés",
    lead:
      "Ces numéros ne reçoivent plus rien de la structure, quelle que soit l’application. Seule une empreinte est conservée : la liste ne peut pas être relue.",
    none: "Personne ne s’est désabonné",
    noneHelp:
      "Un destinataire qui répond STOP arrive ici. Vous pouvez aussi ajouter un numéro, ou reprendre une liste.",
    count: (count: number) => counted(count, "fr", "numéro"),
    sources: {
      manual: "Ajouté à la main",
      stop: "STOP reçu",
      import: "Importé",
    },
    search: "Un numéro est-il désabonné ?",
    searchButton: "Vérifier",
    isOn: "Oui, ce numéro est désabonné.",
    isOff: "Non, ce numéro n’est pas dans la liste.",
    add: "Désabonner un numéro",
    number: "Numéro de mobile",
    addButton: "Désabonner",
    import: "Reprendre une liste",
    importHelp: "Un numéro par ligne, ou un fichier CSV.",
    file: "Fichier",
    paste: "Ou collez les numéros ici",
    importButton: "Désabonner ces numéros",
    imported: (added: number, known: number) =>
      `${counted(added, "fr", "numéro désabonné", "numéros désabonnés")}, ${
        number(known, "fr")
      } l’étaient déjà.`,
    wrong: (count: number) =>
      counted(count, "fr", "numéro inutilisable", "numéros inutilisables"),
    export: "Exporter en CSV",
    again: "Réabonner",
    againTitle: (number: string) => `Réabonner ${number} ?`,
    againWords:
      "Cette personne avait demandé à ne plus rien recevoir. Ne la réabonnez que si elle vous l’a demandé, et gardez-en la preuve.",
  },
  en: {
    title: "Opted out",
    lead:
      "These numbers get nothing more from the structure, whatever the application. Only a fingerprint is kept: the list cannot be read back.",
    none: "Nobody has opted out",
    noneHelp:
      "A recipient who answers STOP arrives here. You can also add a number, or take a list over.",
    count: (count) => counted(count, "en", "number"),
    sources: {
      manual: "Added by hand",
      stop: "STOP received",
      import: "Imported",
    },
    search: "Has a number opted out?",
    searchButton: "Check",
    isOn: "Yes, this number has opted out.",
    isOff: "No, this number is not on the list.",
    add: "Opt a number out",
    number: "Mobile number",
    addButton: "Opt out",
    import: "Take a list over",
    importHelp: "One number a line, or a CSV file.",
    file: "File",
    paste: "Or paste the numbers here",
    importButton: "Opt these numbers out",
    imported: (added, known) =>
      `${counted(added, "en", "number")} opted out, ${
        number(known, "en")
      } had already.`,
    wrong: (count) => counted(count, "en", "unusable number"),
    export: "Export as CSV",
    again: "Opt in again",
    againTitle: (number) => `Opt ${number} in again?`,
    againWords:
      "This person asked to get nothing more. Do this only if they asked you to, and keep the proof.",
  },
});

/** Texts to be used again. */
export const TEMPLATES = dictionary({
  fr: {
    title: "Modèles",
    lead:
      "Des textes à réutiliser. {{prenom}} est remplacé pour chaque destinataire.",
    none: "Aucun modèle",
    noneHelp:
      "Par exemple « Rappel de rendez-vous » : Bonjour {{prenom}}, rendez-vous le {{date}} à {{heure}} en mairie.",
    inherited: (from: string) => `De ${from}`,
    use: "Écrire avec ce modèle",
    edit: "Modifier",
    create: "Nouveau modèle",
    name: "Nom",
    text: "Texte",
    textHelp:
      "Mettez entre doubles accolades ce qui change d’une personne à l’autre.",
    save: "Enregistrer",
    preview: "Aperçu",
    previewWith: "Aperçu avec la liste",
    previewButton: "Voir l’aperçu",
    longest: "Le plus long",
    shortest: "Le plus court",
    cost: (segments: number) => `${segments} SMS`,
    total: (people: number, credits: number) =>
      `${counted(people, "fr", "destinataire")}, ${
        number(credits, "fr")
      } SMS en tout`,
    missing: (count: number, names: string) =>
      `${
        counted(count, "fr", "contact")
      } sans ${names} : l’envoi serait refusé.`,
    noContacts: "Cette liste est vide.",
    variables: (names: string) => `Variables : ${names}`,
    delete: "Supprimer",
    deleteTitle: (name: string) => `Supprimer « ${name} » ?`,
    deleteWords:
      "Le modèle disparaît ici et dans les structures qui en héritent. Les messages déjà envoyés restent.",
  },
  en: {
    title: "Templates",
    lead: "Texts to use again. {{firstname}} is filled for each recipient.",
    none: "No template",
    noneHelp:
      "For example “Appointment”: Hello {{firstname}}, your appointment is on {{date}} at {{time}}.",
    inherited: (from) => `From ${from}`,
    use: "Write with this template",
    edit: "Change",
    create: "New template",
    name: "Name",
    text: "Text",
    textHelp: "Put in double braces what changes from one person to another.",
    save: "Save",
    preview: "Preview",
    previewWith: "Preview with the list",
    previewButton: "Preview",
    longest: "The longest",
    shortest: "The shortest",
    cost: (segments) => `${segments} SMS`,
    total: (people, credits) =>
      `${counted(people, "en", "recipient")}, ${
        number(credits, "en")
      } SMS in all`,
    missing: (count, names) =>
      `${
        counted(count, "en", "contact")
      } without ${names}: the send would be refused.`,
    noContacts: "This list is empty.",
    variables: (names) => `Variables: ${names}`,
    delete: "Delete",
    deleteTitle: (name) => `Delete “${name}”?`,
    deleteWords:
      "The template is gone here and in the structures that inherit it. Messages already sent stay.",
  },
});
