import { CopyButton } from "../../../islands/CopyButton.tsx";
import type { ApplicationWithKey } from "../../../lib/schema/application.ts";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Visit } from "../visit.ts";
import { APPLICATIONS } from "../words/applications.ts";

/** A key, the only time it is shown. */
export function NewKey({ visit, application, isFirst }: {
  visit: Visit;
  application: ApplicationWithKey;
  isFirst: boolean;
}) {
  const { name, apiKey, mode } = application;
  const words = APPLICATIONS[visit.language];
  const example = curl(visit.ports.publicUrl, apiKey, words.exampleText);
  return (
    <div class="narrow">
      <Heading
        title={isFirst ? words.keyOf(name) : words.newKeyOf(name)}
      />
      <Notice tone="info" title={words.copyNow}>
        <p>{words.copyNowWords}</p>
      </Notice>
      <section class="secret">
        <h2>{mode === "test" ? words.testKeyTitle : words.keyTitle}</h2>
        <p>
          <code class="key">{apiKey}</code>
        </p>
        <Island
          name="CopyButton"
          of={CopyButton}
          props={{ text: apiKey, label: words.copyKey }}
        />
      </section>
      <section>
        <h2>{words.settings}</h2>
        <dl class="facts">
          <div>
            <dt>{words.address}</dt>
            <dd>
              <code>{visit.ports.publicUrl}</code>
            </dd>
          </div>
          <div>
            <dt>{words.key}</dt>
            <dd>{words.theOneAbove}</dd>
          </div>
        </dl>
      </section>
      <section>
        <h2>{words.tryIt}</h2>
        <pre tabIndex={0}><code>{example}</code></pre>
        <Island
          name="CopyButton"
          of={CopyButton}
          props={{ text: example, label: words.copyCommand }}
        />
      </section>
      <p>
        <a class="button" href={address(visit.here!.id, "applications")}>
          {words.copied}
        </a>
      </p>
    </div>
  );
}

function curl(publicUrl: string, apiKey: string, text: string): string {
  return [
    `curl ${publicUrl}/api/v1/messages \\`,
    `  -H 'Authorization: Bearer ${apiKey}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"recipients": ["06 12 34 56 78"], "text": "${text}"}'`,
  ].join("\n");
}
