/**
 * What a person is told when something is refused or fails.
 *
 * @module
 */
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { dictionary, type Language, useWords } from "../../islands/language.ts";
import { Problem, type ProblemCode, PROBLEMS } from "../../lib/problem.ts";
import { recordRefusal } from "../../lib/domain/audit.ts";
import { page, type PageOptions, plainPage } from "./respond.tsx";
import type { PageEnv } from "./visit.ts";

/** In a person's words, where the API's would not help. */
const WORDS = dictionary<Partial<Record<ProblemCode, Told>>>({
  fr: {
    not_found: {
      title: "Cette page n’existe pas",
      detail:
        "L’adresse est peut-être incomplète, ou ce qu’elle désigne n’est pas accessible avec votre compte.",
    },
    forbidden: {
      title: "Vous ne pouvez pas faire cela",
      detail:
        "Votre rôle ne le permet pas. Demandez à un gestionnaire de la structure.",
    },
    method_not_allowed: {
      title: "Cette page n’existe pas",
      detail: "L’adresse est peut-être incomplète.",
    },
    invalid_cursor: {
      title: "La suite de cette liste a changé",
      detail: "Reprenez la liste depuis son début.",
    },
    idempotency_mismatch: {
      title: "Ce formulaire a déjà servi",
      detail:
        "Il a été envoyé une première fois avec un autre contenu. Rouvrez la page puis recommencez.",
    },
    too_large: {
      title: "C’est trop pour un seul envoi",
      detail:
        "50 000 destinataires au plus. Répartissez-les en plusieurs envois.",
    },
    internal_error: {
      title: "Quelque chose n’a pas fonctionné",
      detail:
        "L’erreur est signalée à l’exploitant. Réessayez dans un instant ; si elle persiste, contactez-le.",
    },
    unavailable: {
      title: "Le service est momentanément indisponible",
      detail:
        "Rien n’a été enregistré de façon certaine. Réessayez dans un instant.",
    },
  },
  en: {
    not_found: {
      title: "This page does not exist",
      detail:
        "The address may be incomplete, or what it names is not open to your account.",
    },
    forbidden: {
      title: "You cannot do this",
      detail: "Your role does not allow it. Ask a manager of the structure.",
    },
    method_not_allowed: {
      title: "This page does not exist",
      detail: "The address may be incomplete.",
    },
    invalid_cursor: {
      title: "The rest of this list has changed",
      detail: "Start the list again from its beginning.",
    },
    idempotency_mismatch: {
      title: "This form has already been used",
      detail:
        "It was sent once with another content. Open the page again and start over.",
    },
    too_large: {
      title: "This is too much for one send",
      detail: "At most 50,000 recipients. Split them into several sends.",
    },
    internal_error: {
      title: "Something went wrong",
      detail:
        "The operator has been told of the error. Try again in a moment; if it persists, contact them.",
    },
    unavailable: {
      title: "The service is unavailable for a moment",
      detail: "Nothing is certain to have been saved. Try again in a moment.",
    },
  },
});

interface Told {
  title: string;
  detail: string;
}

const HOME = dictionary({
  fr: { home: "Revenir à l’accueil" },
  en: { home: "Back to the start" },
});

/** The page for an error; what is no refusal is reported, not shown. */
export async function errorPage(
  error: unknown,
  c: Context<PageEnv>,
): Promise<Response> {
  if (!(error instanceof Problem)) {
    c.var.ports.report(error, { page: c.req.routePath });
  } else if (error.options.structureId !== undefined) {
    await noteRefusal(c, error.options.structureId);
  }
  const problem = error instanceof Problem
    ? error
    : new Problem("internal_error");
  const { title, detail } = tellProblem(problem, c.var.language);
  const { retryAfterSeconds } = problem.options;
  const said: PageOptions = {
    title,
    status: problem.status as ContentfulStatusCode as NonNullable<
      PageOptions["status"]
    >,
    ...(retryAfterSeconds === undefined
      ? {}
      : { headers: { "retry-after": String(retryAfterSeconds) } }),
  };
  const content = <ErrorContent title={title} detail={detail} />;
  return c.var.visit === undefined
    ? plainPage(c, said, content)
    : page(c, said, content);
}

/** What a person was refused on a page stands in the structure's journal. */
async function noteRefusal(
  c: Context<PageEnv>,
  structureId: string,
): Promise<void> {
  const { ports, visit, origin } = c.var;
  if (visit === undefined) return;
  const { pathname } = new URL(c.req.url);
  const route = `${c.req.method} ${pathname.replaceAll(structureId, "{id}")}`;
  await recordRefusal(ports, { actor: visit.actor, origin, route }, structureId)
    .catch((failure) => ports.report(failure));
}

/** A refusal as a page says it. */
export function tellProblem(
  { code, options }: Problem,
  language: Language,
): Told {
  const words = WORDS[language][code];
  const { title, detail } = PROBLEMS[code];
  return {
    title: words?.title ?? title[language],
    detail: options.detail?.[language] ?? words?.detail ?? detail[language],
  };
}

function ErrorContent({ title, detail }: Told) {
  const { home } = useWords(HOME);
  return (
    <section class="narrow">
      <h1>{title}</h1>
      <p class="lead">{detail}</p>
      <p>
        <a class="button" href="/">{home}</a>
      </p>
    </section>
  );
}
