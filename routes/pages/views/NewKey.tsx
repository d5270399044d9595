import { CopyButton } from "../../../islands/CopyButton.tsx";
import type { ApplicationWithKey } from "../../../lib/schema/application.ts";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Visit } from "../visit.ts";

/** A key, the only time it is shown. */
export function NewKey({ visit, application, isFirst }: {
  visit: Visit;
  application: ApplicationWithKey;
  isFirst: boolean;
}) {
  const { name, apiKey, mode } = application;
  const example = curl(visit.ports.publicUrl, apiKey);
  return (
    <div class="narrow">
      <Heading
        title={isFirst ? `Clé de ${name}` : `Nouvelle clé de ${name}`}
      />
      <Notice tone="info" title="Copiez la clé maintenant">
        <p>
          Elle ne sera plus affichée : le service n’en garde qu’une empreinte.
        </p>
      </Notice>
      <section class="secret">
        <h2>Clé {mode === "test" && "de test"}</h2>
        <p>
          <code class="key">{apiKey}</code>
        </p>
        <Island
          name="CopyButton"
          of={CopyButton}
          props={{ text: apiKey, label: "Copier la clé" }}
        />
      </section>
      <section>
        <h2>Dans idelibre ou web-GFC</h2>
        <dl class="facts">
          <div>
            <dt>Adresse du service</dt>
            <dd>
              <code>{visit.ports.publicUrl}</code>
            </dd>
          </div>
          <div>
            <dt>Clé</dt>
            <dd>celle ci-dessus</dd>
          </div>
        </dl>
      </section>
      <section>
        <h2>Pour essayer en ligne de commande</h2>
        <pre tabIndex={0}><code>{example}</code></pre>
        <Island
          name="CopyButton"
          of={CopyButton}
          props={{ text: example, label: "Copier la commande" }}
        />
      </section>
      <p>
        <a class="button" href={address(visit.here!.id, "applications")}>
          J’ai copié la clé
        </a>
      </p>
    </div>
  );
}

function curl(publicUrl: string, apiKey: string): string {
  return [
    `curl ${publicUrl}/api/v1/messages \\`,
    `  -H 'Authorization: Bearer ${apiKey}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"recipients": ["06 12 34 56 78"], "text": "Une convocation vous attend."}'`,
  ].join("\n");
}
