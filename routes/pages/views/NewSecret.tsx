import { CopyButton } from "../../../islands/CopyButton.tsx";
import type { WebhookWithSecret } from "../../../lib/schema/webhook.ts";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { VERIFICATION } from "../samples/verification.ts";
import { address, type Visit } from "../visit.ts";
import { WEBHOOKS } from "../words/webhooks.ts";

/** A secret, the only time it is shown, and what to do with it. */
export function NewSecret(
  { visit, webhook }: { visit: Visit; webhook: WebhookWithSecret },
) {
  const words = WEBHOOKS[visit.language];
  const { id, url, secret } = webhook;
  return (
    <div class="narrow">
      <Heading title={words.newSecretOf(new URL(url).host)} />
      <Notice tone="info" title={words.copyNow}>
        <p>{words.copyNowWords}</p>
      </Notice>
      <section class="secret">
        <h2>{words.secretTitle}</h2>
        <p>
          <code class="key">{secret}</code>
        </p>
        <Island
          name="CopyButton"
          of={CopyButton}
          props={{ text: secret, label: words.copySecret }}
        />
      </section>
      <section>
        <h2>{words.verify}</h2>
        <p>{words.verifyWords}</p>
        <Verification language={visit.language} />
      </section>
      <p>
        <a
          class="button"
          href={`${address(visit.here!.id, "webhooks")}/${id}`}
        >
          {words.copied}
        </a>
      </p>
    </div>
  );
}

/** The code that checks a signature, one language opened at a time. */
export function Verification({ language }: { language: "fr" | "en" }) {
  return (
    <>
      {VERIFICATION.map(({ id, name, code }) => (
        <details key={id} name="verification" class="disclosure">
          <summary>{name}</summary>
          <pre tabIndex={0}><code>{code}</code></pre>
          <Island
            name="CopyButton"
            of={CopyButton}
            props={{ text: code, label: WEBHOOKS[language].copyCode }}
          />
        </details>
      ))}
    </>
  );
}
