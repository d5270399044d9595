import { KeyCommand } from "../../../islands/KeyCommand.tsx";
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
        <h3>{words.idelibre}</h3>
        <p>{words.idelibrePath}</p>
        <Fields visit={visit} />
        <ul class="bullets">
          {words.idelibreNotes.map((note) => <li key={note}>{note}</li>)}
        </ul>
        <h3>{words.webgfc}</h3>
        <ol class="bullets">
          {words.webgfcSteps.map((step) => <li key={step}>{step}</li>)}
        </ol>
        <h3>{words.other}</h3>
        <p>{words.otherWords}</p>
        <Command visit={visit} />
        <p>
          <a class="more" href="/docs">{words.documentation}</a>
        </p>
      </section>
      <LegalLinks />
    </div>
  );
}

/** The fields of idelibre's connector, as it calls them. */
function Fields({ visit }: { visit: Visit }) {
  const words = HELP[visit.language];
  const sender = visit.here!.structure.defaultSender;
  const rows = [
    ["Url", <code key="url">{visit.ports.publicUrl}</code>],
    ["Clé d’api", words.keyValue],
    ["Expéditeur", sender?.replaceAll(" ", "") ?? words.idelibreSender],
    ["Contenu du message", words.idelibreText],
    ["Actif", "Oui"],
  ] as const;
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt lang="fr">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
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
    `  -H 'Authorization: Bearer {{key}}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"recipients": ["06 12 34 00 00"], "text": "${words.text}"}'`,
  ].join("\n");
  const { yourKey, copy, keyLabel: label, keyHelp: help, wrongKey: wrong } =
    words;
  return (
    <Island
      name="KeyCommand"
      of={KeyCommand}
      props={{ command, yourKey, copy, label, help, wrong }}
    />
  );
}
