import type { ProblemCode, Text } from "../../lib/problem.ts";

/** What to do about a problem, beyond what its own sentence says. */
export interface Advice {
  /** Whether the same call may succeed later. */
  readonly repeat: "no" | "yes" | "later";
  readonly text: Text;
}

export const ADVICE: Readonly<Record<ProblemCode, Advice>> = {
  malformed_request: {
    repeat: "no",
    text: {
      fr:
        "Le corps doit être du JSON en UTF-8, entier. Souvent : des guillemets échappés deux fois, une virgule finale, un encodage latin-1.",
      en:
        "The body must be whole JSON in UTF-8. Often: quotes escaped twice, a final comma, a latin-1 encoding.",
    },
  },
  invalid_cursor: {
    repeat: "no",
    text: {
      fr:
        "Un curseur ne vaut que pour la liste et les filtres qui l’ont donné ; ne le construisez pas, reprenez « nextCursor » tel quel.",
      en:
        "A cursor only holds for the list and filters that gave it; do not build one, pass « nextCursor » as it came.",
    },
  },
  idempotency_key_required: {
    repeat: "yes",
    text: {
      fr:
        "Ajoutez l’en-tête et répétez : un mouvement de crédits sans clé pourrait être fait deux fois.",
      en:
        "Add the header and repeat: a credit move without a key might be made twice.",
    },
  },
  unauthenticated: {
    repeat: "no",
    text: {
      fr:
        "La clé manque, est mal recopiée (87 caractères), expirée, remplacée ou supprimée. Un gestionnaire en crée une dans « Applications ».",
      en:
        "The key is missing, badly copied (86 characters and a prefix), past its end, replaced or deleted. A manager makes one under « Applications ».",
    },
  },
  insufficient_credit: {
    repeat: "later",
    text: {
      fr:
        "« needed » et « available » disent ce qui manque. Rien n’a été envoyé ni débité ; l’envoi apparaît en erreur dans l’historique.",
      en:
        "« needed » and « available » tell what is missing. Nothing was sent or charged; the send stands in the history as failed.",
    },
  },
  forbidden: {
    repeat: "no",
    text: {
      fr:
        "La portée de la clé, le rôle de la personne, l’adresse d’où vient l’appel ou la suspension de la structure l’interdit : « detail » dit lequel.",
      en:
        "The key's scope, the person's role, the address the call comes from or a suspension forbids it: « detail » says which.",
    },
  },
  not_found: {
    repeat: "no",
    text: {
      fr:
        "L’identifiant est faux, supprimé, ou appartient à une autre structure : la réponse est la même dans les trois cas.",
      en:
        "The id is wrong, deleted, or another structure's: the answer is the same for all three.",
    },
  },
  method_not_allowed: {
    repeat: "no",
    text: {
      fr: "L’en-tête « Allow » donne les méthodes de cette adresse.",
      en: "The « Allow » header gives the methods of this address.",
    },
  },
  conflict: {
    repeat: "later",
    text: {
      fr:
        "Quelque chose a changé ou existe déjà. Relisez la ressource, puis décidez s’il faut encore agir.",
      en:
        "Something changed or is there already. Read the resource again, then decide whether to act.",
    },
  },
  idempotency_in_progress: {
    repeat: "yes",
    text: {
      fr:
        "Le premier appel avec cette clé n’est pas fini. Attendez une seconde et répétez avec la même clé.",
      en:
        "The first call with this key is not over. Wait a second and repeat with the same key.",
    },
  },
  already_final: {
    repeat: "no",
    text: {
      fr:
        "Tout est déjà parti, échoué ou annulé : il n’y a plus rien à annuler.",
      en: "All has left, failed or been cancelled: nothing is left to cancel.",
    },
  },
  too_large: {
    repeat: "no",
    text: {
      fr:
        "Découpez la liste en appels d’au plus 50 000 destinataires, chacun avec sa clé d’idempotence.",
      en:
        "Split the list into calls of at most 50,000 recipients, each with its own idempotency key.",
    },
  },
  unsupported_media_type: {
    repeat: "no",
    text: {
      fr: "Ajoutez « Content-Type: application/json ».",
      en: "Add « Content-Type: application/json ».",
    },
  },
  invalid_request: {
    repeat: "no",
    text: {
      fr:
        "« errors » donne pour chaque champ un pointeur JSON et la correction. Un champ inconnu est refusé : vérifiez l’orthographe.",
      en:
        "« errors » gives for each field a JSON pointer and what to do. An unknown field is refused: check the spelling.",
    },
  },
  invalid_recipient: {
    repeat: "no",
    text: {
      fr:
        "Corrigez ou retirez les numéros pointés. Avec « skipInvalid »: true, les autres partent et « invalid » liste ceux-là.",
      en:
        "Mend or remove the numbers pointed at. With « skipInvalid »: true the others leave and « invalid » lists these.",
    },
  },
  sender_not_allowed: {
    repeat: "no",
    text: {
      fr:
        "Un gestionnaire déclare l’expéditeur dans « Expéditeurs » ; sans champ « sender », celui de la structure est pris.",
      en:
        "A manager declares the sender under « Senders »; without a « sender » the structure's own is taken.",
    },
  },
  idempotency_mismatch: {
    repeat: "no",
    text: {
      fr:
        "Une clé désigne un seul envoi. Un autre envoi, même corrigé, prend une nouvelle clé.",
      en:
        "A key names one submission. Another one, even a corrected one, takes a new key.",
    },
  },
  rate_limited: {
    repeat: "later",
    text: {
      fr:
        "« Retry-After » dit combien de secondes attendre, « RateLimit » ce qui reste. Un plafond de SMS par jour repart à minuit.",
      en:
        "« Retry-After » says how many seconds to wait, « RateLimit » what is left. A cap of SMS a day starts anew at midnight.",
    },
  },
  internal_error: {
    repeat: "yes",
    text: {
      fr:
        "Répétez avec la même clé d’idempotence ; si l’erreur persiste, donnez « requestId » à l’opérateur.",
      en:
        "Repeat with the same idempotency key; if it persists, give « requestId » to the operator.",
    },
  },
  unavailable: {
    repeat: "yes",
    text: {
      fr:
        "Le service est occupé ou redémarre. Répétez avec la même clé d’idempotence après « Retry-After » : rien ne part deux fois.",
      en:
        "The service is busy or restarting. Repeat with the same idempotency key after « Retry-After »: nothing leaves twice.",
    },
  },
};
