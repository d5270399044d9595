/**
 * The only error a caller is told about. Everything else is a bug: reported,
 * and answered 500 without detail.
 *
 * Codes, statuses and members are the contract's (RFC 9457 problem details).
 *
 * @module
 */

/** One sentence in the two languages of the service. */
export interface Text {
  readonly fr: string;
  readonly en: string;
}

/** What is wrong with one field: a JSON pointer into the request body. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

interface Definition {
  readonly status: number;
  readonly title: Text;
  readonly detail: Text;
}

/** Every code a caller can meet, in the order of its status. */
export const PROBLEMS = {
  malformed_request: {
    status: 400,
    title: { fr: "Requête illisible", en: "Malformed request" },
    detail: {
      fr: "Le corps de la requête n'est pas du JSON valide.",
      en: "The request body is not valid JSON.",
    },
  },
  invalid_cursor: {
    status: 400,
    title: { fr: "Curseur invalide", en: "Invalid cursor" },
    detail: {
      fr: "Reprenez la liste depuis le début, sans « cursor ».",
      en: 'Start the list again, without "cursor".',
    },
  },
  idempotency_key_required: {
    status: 400,
    title: {
      fr: "En-tête Idempotency-Key manquant",
      en: "Idempotency-Key header missing",
    },
    detail: {
      fr:
        "Cet appel déplace des crédits : envoyez un en-tête Idempotency-Key unique (255 caractères visibles au plus).",
      en:
        "This call moves credits: send a unique Idempotency-Key header (at most 255 visible characters).",
    },
  },
  unauthenticated: {
    status: 401,
    title: { fr: "Authentification requise", en: "Authentication required" },
    detail: {
      fr: "Envoyez une clé valide : « Authorization: Bearer lsm_live_… ».",
      en: 'Send a valid key: "Authorization: Bearer lsm_live_…".',
    },
  },
  insufficient_credit: {
    status: 402,
    title: { fr: "Crédit insuffisant", en: "Insufficient credit" },
    detail: {
      fr:
        "La structure n'a pas assez de SMS disponibles ; demandez-en à votre mutualisation ou réduisez l'envoi.",
      en:
        "The structure does not have enough SMS available; ask its group for more or send fewer.",
    },
  },
  forbidden: {
    status: 403,
    title: { fr: "Action non autorisée", en: "Not allowed" },
    detail: {
      fr: "Cette clé ou ce rôle ne permet pas cette action.",
      en: "This key or role does not allow this action.",
    },
  },
  not_found: {
    status: 404,
    title: { fr: "Introuvable", en: "Not found" },
    detail: {
      fr: "Il n'y a rien à cette adresse.",
      en: "There is nothing at this address.",
    },
  },
  method_not_allowed: {
    status: 405,
    title: { fr: "Méthode non prévue", en: "Method not allowed" },
    detail: {
      fr: "Cette adresse existe, mais pas avec cette méthode.",
      en: "This address exists, but not with this method.",
    },
  },
  conflict: {
    status: 409,
    title: { fr: "Conflit", en: "Conflict" },
    detail: {
      fr:
        "L'état a changé entre-temps ; relisez la ressource puis recommencez.",
      en: "The state changed meanwhile; read the resource again and retry.",
    },
  },
  idempotency_in_progress: {
    status: 409,
    title: {
      fr: "Même requête déjà en cours",
      en: "Same request already running",
    },
    detail: {
      fr:
        "Une requête avec cette Idempotency-Key est en cours ; réessayez dans un instant.",
      en:
        "A request with this Idempotency-Key is still running; retry in a moment.",
    },
  },
  already_final: {
    status: 409,
    title: { fr: "Déjà terminé", en: "Already final" },
    detail: {
      fr: "Plus aucun message de cet envoi n'attend : il n'y a rien à annuler.",
      en: "No message of this submission is still waiting: nothing to cancel.",
    },
  },
  too_large: {
    status: 413,
    title: { fr: "Requête trop volumineuse", en: "Request too large" },
    detail: {
      fr:
        "Au plus 50 000 destinataires et 16 Mio par appel ; découpez l'envoi.",
      en: "At most 50,000 recipients and 16 MiB a call; split the submission.",
    },
  },
  unsupported_media_type: {
    status: 415,
    title: { fr: "Type de contenu non géré", en: "Unsupported media type" },
    detail: {
      fr: "Envoyez du JSON : « Content-Type: application/json ».",
      en: 'Send JSON: "Content-Type: application/json".',
    },
  },
  invalid_request: {
    status: 422,
    title: { fr: "Champs invalides", en: "Invalid fields" },
    detail: {
      fr: "Corrigez les champs listés dans « errors ».",
      en: 'Correct the fields listed in "errors".',
    },
  },
  invalid_recipient: {
    status: 422,
    title: { fr: "Destinataire invalide", en: "Invalid recipient" },
    detail: {
      fr:
        "Corrigez les numéros listés dans « errors », ou envoyez « skipInvalid »: true.",
      en:
        'Correct the numbers listed in "errors", or send "skipInvalid": true.',
    },
  },
  sender_not_allowed: {
    status: 422,
    title: { fr: "Expéditeur non autorisé", en: "Sender not allowed" },
    detail: {
      fr:
        "Cet expéditeur n'est pas déclaré pour la structure ; ajoutez-le d'abord à ses expéditeurs.",
      en:
        "This sender is not declared for the structure; add it to its senders first.",
    },
  },
  idempotency_mismatch: {
    status: 422,
    title: {
      fr: "Idempotency-Key déjà utilisée",
      en: "Idempotency-Key already used",
    },
    detail: {
      fr:
        "Cette Idempotency-Key a servi pour un autre corps de requête ; prenez-en une nouvelle.",
      en:
        "This Idempotency-Key was used with another request body; take a new one.",
    },
  },
  rate_limited: {
    status: 429,
    title: { fr: "Trop de requêtes", en: "Too many requests" },
    detail: {
      fr: "Attendez la durée de Retry-After puis réessayez.",
      en: "Wait for Retry-After, then retry.",
    },
  },
  internal_error: {
    status: 500,
    title: { fr: "Erreur interne", en: "Internal error" },
    detail: {
      fr:
        "L'erreur est consignée ; indiquez « requestId » au support si elle persiste.",
      en:
        'The error has been recorded; give "requestId" to support if it persists.',
    },
  },
  unavailable: {
    status: 503,
    title: {
      fr: "Service momentanément indisponible",
      en: "Temporarily unavailable",
    },
    detail: {
      fr:
        "Rien n'a été enregistré de façon certaine ; réessayez avec la même Idempotency-Key.",
      en:
        "Nothing is known to have been recorded; retry with the same Idempotency-Key.",
    },
  },
} as const satisfies Record<string, Definition>;

/** One of the contract's stable codes. */
export type ProblemCode = keyof typeof PROBLEMS;

/** What a problem says beyond its code. */
export interface ProblemOptions {
  /** Replaces the code's general sentence. */
  detail?: Text;
  /** One entry for each wrong field. */
  errors?: readonly FieldError[];
  /** Further members of the answer, e.g. `needed` and `available`. */
  members?: Readonly<Record<string, unknown>>;
  /** Headers of the answer besides the usual ones. */
  headers?: Readonly<Record<string, string>>;
  /** Whole seconds for `Retry-After`. */
  retryAfterSeconds?: number;
  /** Where something was refused, for that structure's journal; never told. */
  structureId?: string;
}

/** A refusal the caller may be told about. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail?.en ?? PROBLEMS[code].detail.en);
    this.code = code;
    this.options = options;
  }

  /** The HTTP status that goes with the code. */
  get status(): number {
    return PROBLEMS[this.code].status;
  }
}
