import { dictionary } from "../../../islands/language.ts";

/** The tree of structures, and one structure's settings. */
export const STRUCTURES = dictionary({
  fr: {
    title: "Structures",
    new: "Nouvelle structure",
    search: "Chercher un nom ou un SIREN",
    searchButton: "Chercher",
    notFound: (text: string) => `Rien pour « ${text} »`,
    notFoundWords:
      "Essayez un seul mot du nom, ou le début du SIREN. La recherche va jusqu’au bas de l’arbre.",
    wholeLevel: "Revenir à la liste",
    moreFound:
      "Seules les cinquante premières sont montrées : précisez la recherche.",
    suspended: "Suspendue",
    below: "Structures au-dessous",
    belowOf: (name: string) => `de ${name}`,
    above: "Niveaux au-dessus",
    allOfThem: "Toutes",
    declareFirst: "Déclarer la première structure",
    noneBelow: "Aucune structure au-dessous",
    noneBelowWords:
      "Une structure qui en contient d’autres est un groupe : elle répartit entre elles les SMS qu’elle reçoit.",
    start: "Commencez ici",
    startSteps: [
      "Déclarez une structure : une commune, ou le centre de mutualisation de plusieurs.",
      "Donnez-lui des SMS.",
      "Couplez une application avec une clé, ou écrivez vous-même.",
    ],
    noneForYou: "Aucune structure pour vous",
    noneForYouWords:
      "Demandez à un gestionnaire de vous donner accès à la vôtre.",
    placedBelow: (name: string) => `Elle sera placée sous ${name}.`,
    lead:
      "Une commune, une intercommunalité, ou le centre de mutualisation qui achète les SMS.",
    create: "Créer la structure",
    name: "Nom",
    nameHelp:
      "Tel que les agents le connaissent, par exemple « Mairie de Rodez ».",
    siren: "SIREN",
    sirenHelp: "9 chiffres.",
    sender: "Nom d’expéditeur",
    senderHelp:
      "Ce que le téléphone affiche à la place d’un numéro : 3 à 11 lettres, chiffres ou espaces, par exemple « MairieRodez ».",
  },
  en: {
    title: "Structures",
    new: "New structure",
    search: "Search a name or a SIREN",
    searchButton: "Search",
    notFound: (text: string) => `Nothing for “${text}”`,
    notFoundWords:
      "Try one word of the name, or the beginning of the SIREN. The search goes down to the bottom of the tree.",
    wholeLevel: "Back to the list",
    moreFound: "Only the first fifty are shown: be more precise.",
    suspended: "Suspended",
    below: "Structures below",
    belowOf: (name: string) => name,
    above: "Levels above",
    allOfThem: "All",
    declareFirst: "Declare the first structure",
    noneBelow: "No structures below",
    noneBelowWords:
      "A structure that contains others is a group: it shares out among them the SMS it receives.",
    start: "Start here",
    startSteps: [
      "Declare a structure: a town, or the centre that buys for several.",
      "Give it SMS.",
      "Connect an application with a key, or write yourself.",
    ],
    noneForYou: "No structure for you",
    noneForYouWords: "Ask a manager to give you access to yours.",
    placedBelow: (name: string) => `It will be placed below ${name}.`,
    lead: "A town, a joint authority, or the centre that buys the SMS.",
    create: "Create the structure",
    name: "Name",
    nameHelp: "As its staff know it, for example “Mairie de Rodez”.",
    siren: "SIREN",
    sirenHelp: "9 digits.",
    sender: "Sender name",
    senderHelp:
      "What the phone shows in place of a number: 3 to 11 letters, digits or spaces, for example “MairieRodez”.",
  },
});

/** The settings of a structure. */
export const SETTINGS = dictionary({
  fr: {
    title: "Réglages",
    name: "Nom de la structure",
    save: "Enregistrer",
    sends: "Envois",
    areSuspended:
      "Les envois de cette structure sont suspendus. En les rétablissant, ceux qui étaient déjà acceptés partent s’ils sont encore valables.",
    resume: "Rétablir les envois",
    stop:
      "Pour arrêter tout de suite les SMS de cette structure et de celles qu’elle contient.",
    suspendNext: "Suspendre les envois…",
    suspend: "Suspendre les envois",
    suspendQuestion: (name: string) => `Suspendre ${name} ?`,
    suspendWords: (name: string, hasChildren: boolean) =>
      `Plus aucun SMS n’est accepté de ${name}${
        hasChildren ? " ni des structures qu’elle contient" : ""
      }. Ses applications reçoivent un refus. Les crédits et l’historique ne changent pas, et vous pourrez rétablir les envois à tout moment.`,
  },
  en: {
    title: "Settings",
    name: "Name of the structure",
    save: "Save",
    sends: "Sends",
    areSuspended:
      "The sends of this structure are suspended. When they are resumed, those already accepted leave if they are still valid.",
    resume: "Resume the sends",
    stop: "To stop at once the SMS of this structure and of those it contains.",
    suspendNext: "Suspend the sends…",
    suspend: "Suspend the sends",
    suspendQuestion: (name: string) => `Suspend ${name}?`,
    suspendWords: (name: string, hasChildren: boolean) =>
      `No SMS is accepted any more from ${name}${
        hasChildren ? " nor from the structures it contains" : ""
      }. Its applications are refused. Credits and history do not change, and you can resume the sends at any time.`,
  },
});
