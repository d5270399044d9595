/**
 * The documentation page: what a developer needs for a first send, and what
 * each problem means. The rest is in the OpenAPI document.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { Problem, type ProblemCode, PROBLEMS } from "../../lib/problem.ts";
import { TEST_NUMBERS } from "../../lib/schema/test_numbers.ts";
import { Brand } from "./parts/Brand.tsx";
import { plainPage } from "./respond.tsx";
import type { PageEnv } from "./visit.ts";

/** `/docs` and, below it, a page for each problem's `type`. */
export const docs = new Hono<PageEnv>();

docs.get("/", (c) => {
  const { publicUrl } = c.var.ports;
  return plainPage(
    c,
    { title: "Documentation de l’API" },
    (
      <article class="docs">
        <Brand href="/" />
        <h1>Documentation de l’API</h1>
        <p>
          Une application envoie un SMS par un appel HTTPS, avec la clé qu’un
          gestionnaire lui a créée dans « Applications ». L’appel est accepté ou
          refusé clairement, et n’est jamais compté deux fois.
        </p>
        <p>
          Tous les appels, champs et réponses :{" "}
          <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).
        </p>
        <h2>Premier envoi</h2>
        <pre tabIndex={0}>{firstSend(publicUrl)}</pre>
        <p>
          La réponse <code>202</code>{" "}
          part après l’enregistrement durable : elle donne l’identifiant de
          l’envoi, les SMS réservés et ce qui reste disponible.{" "}
          <code>GET /api/v1/messages/&#123;id&#125;</code> suit chaque message.
        </p>
        <h2>Ne jamais envoyer deux fois</h2>
        <p>
          Un en-tête <code>Idempotency-Key</code>{" "}
          unique par envoi permet de répéter un appel resté sans réponse : la
          même réponse revient pendant 7 jours. Sans cet en-tête, le même appel
          répété dans les 60 secondes est reconnu.
        </p>
        <h2>Clés et numéros de test</h2>
        <p>
          Une clé <code>lsm_test_…</code>{" "}
          n’envoie rien et ne dépense rien. Les quatre derniers chiffres du
          numéro jouent un résultat :
        </p>
        <table class="docs-table">
          <thead>
            <tr>
              <th scope="col">Se termine par</th>
              <th scope="col">Résultat</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(TEST_NUMBERS).map(([digits, text]) => (
              <tr key={digits}>
                <td>
                  <code>{digits}</code>
                </td>
                <td>{text.fr}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <h2>Erreurs</h2>
        <p>
          <code>application/problem+json</code> (RFC 9457), en français ou, avec
          {" "}
          <code>Accept-Language: en</code>, en anglais. Le champ{" "}
          <code>code</code> ne change pas :
        </p>
        <table class="docs-table">
          <thead>
            <tr>
              <th scope="col">Statut</th>
              <th scope="col">Code</th>
              <th scope="col">Sens</th>
            </tr>
          </thead>
          <tbody>
            {codes().map((code) => (
              <tr key={code}>
                <td>{PROBLEMS[code].status}</td>
                <td>
                  <a href={`/docs/problems/${code}`}>
                    <code>{code}</code>
                  </a>
                </td>
                <td>{PROBLEMS[code].title.fr}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </article>
    ),
  );
});

docs.get("/problems/:code", (c: Context<PageEnv>) => {
  const code = codes().find((known) => known === c.req.param("code"));
  if (code === undefined) throw new Problem("not_found");
  const { status, title, detail } = PROBLEMS[code];
  return plainPage(
    c,
    { title: title.fr },
    (
      <article class="docs">
        <Brand href="/" />
        <h1>{title.fr}</h1>
        <p>
          <code>{status}</code> · <code>{code}</code>
        </p>
        <p>{detail.fr}</p>
        <p lang="en">{detail.en}</p>
        <p>
          <a href="/docs">Toute la documentation</a>
        </p>
      </article>
    ),
  );
});

function codes(): ProblemCode[] {
  return Object.keys(PROBLEMS) as ProblemCode[];
}

function firstSend(publicUrl: string): string {
  return `curl ${publicUrl}/api/v1/messages \\
  -H "Authorization: Bearer lsm_test_…" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: seance-42" \\
  -d '{"title": "idelibre", "text": "Une convocation vous attend.",
       "recipients": ["+33612340000"]}'`;
}
