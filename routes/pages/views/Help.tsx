import { CopyButton } from "../../../islands/CopyButton.tsx";
import type { FirstSteps } from "../dashboard.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { LegalLinks } from "../parts/LegalLinks.tsx";
import { address, type Visit } from "../visit.ts";
import { HELP } from "../words/help.ts";
import { FirstStepsList } from "./FirstStepsList.tsx";

/** The first steps, then what to copy into each application. */
export function Help(
  { visit, steps }: { visit: Visit; steps: FirstSteps | null },
) {
  const words = HELP[visit.language];
  const { id } = visit.here!;
  return (
    <div class="narrow help-page">
      <Heading title={words.title} lead={words.lead} />
      {steps && <FirstStepsList id={id} steps={steps} />}
      <section>
        <h2>{words.couple}</h2>
        {steps && (
          <>
            <p>{words.coupleLead}</p>
            <p>
              <a
                class="button"
                href={`${address(id, "applications")}/nouvelle`}
              >
                {words.newApplication}
              </a>
            </p>
          </>
        )}
        <Settings visit={visit} />
        <Product title={words.idelibre} steps={words.idelibreSteps} />
        <Product title={words.webgfc} steps={words.webgfcSteps} />
        <h3>{words.other}</h3>
        <p>{words.otherWords}</p>
        <Command visit={visit} />
        <p>
          <a href="/docs">{words.documentation}</a>
        </p>
      </section>
      <LegalLinks />
    </div>
  );
}

function Product(
  { title, steps }: { title: string; steps: readonly string[] },
) {
  return (
    <>
      <h3>{title}</h3>
      <ol class="bullets">
        {steps.map((step) => <li key={step}>{step}</li>)}
      </ol>
    </>
  );
}

/** What every connector asks for. */
function Settings({ visit }: { visit: Visit }) {
  const words = HELP[visit.language];
  return (
    <dl class="facts">
      <div>
        <dt>{words.address}</dt>
        <dd>
          <code>{visit.ports.publicUrl}</code>
        </dd>
      </div>
      <div>
        <dt>{words.key}</dt>
        <dd>{words.keyValue}</dd>
      </div>
      <div>
        <dt>{words.sender}</dt>
        <dd>{visit.here!.structure.defaultSender ?? words.senderValue}</dd>
      </div>
    </dl>
  );
}

function Command({ visit }: { visit: Visit }) {
  const words = HELP[visit.language];
  const command = [
    `curl ${visit.ports.publicUrl}/api/v1/messages \\`,
    `  -H 'Authorization: Bearer ${words.yourKey}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"recipients": ["06 12 34 00 00"], "text": "${words.text}"}'`,
  ].join("\n");
  return (
    <>
      <pre tabIndex={0}><code>{command}</code></pre>
      <Island
        name="CopyButton"
        of={CopyButton}
        props={{ text: command, label: words.copy }}
      />
    </>
  );
}
