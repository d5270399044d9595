import type { Page } from "../../../lib/domain/page.ts";
import type { Application } from "../../../lib/schema/application.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Pager } from "../parts/Pager.tsx";
import { Pill } from "../parts/Pill.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import { address, type Visit } from "../visit.ts";
import { when } from "../words.ts";

/** The applications that send for a structure. */
export function ApplicationList({ visit, found, done }: {
  visit: Visit;
  found: Page<Application>;
  done: string | undefined;
}) {
  const path = address(visit.here!.id, "applications");
  const isEmpty = found.items.length === 0;
  return (
    <>
      <Heading
        title="Applications"
        lead="Chaque application couplée envoie avec sa propre clé, débitée sur cette structure."
      >
        {!isEmpty && (
          <a class="button" href={`${path}/nouvelle`}>
            <Icon name="plus" />
            Nouvelle application
          </a>
        )}
      </Heading>
      <DoneNotice done={done} />
      {isEmpty
        ? (
          <Empty icon="applications" title="Aucune application couplée">
            <p>
              idelibre, web-GFC ou tout autre logiciel : créez une application,
              copiez sa clé dans le logiciel, il peut envoyer.
            </p>
            <p>
              <a class="button main" href={`${path}/nouvelle`}>
                <Icon name="plus" />
                Nouvelle application
              </a>
            </p>
          </Empty>
        )
        : (
          <ul class="cards">
            {found.items.map((application) => (
              <Card
                key={application.id}
                visit={visit}
                application={application}
              />
            ))}
          </ul>
        )}
      <Pager path={path} query={{}} nextCursor={found.nextCursor} />
    </>
  );
}

function Card(
  { visit, application }: { visit: Visit; application: Application },
) {
  const { id, name, mode, createdAt } = application;
  const path = `${address(visit.here!.id, "applications")}/${id}`;
  return (
    <li class="card share">
      <div>
        <p class="strong">
          {name} {mode === "test" && <Pill tone="wait">Test</Pill>}
        </p>
        <p class="quiet">Créée {when(createdAt, visit.nowMs)}</p>
      </div>
      <div class="actions">
        <a class="button" href={`${path}/renouveler`}>
          Renouveler la clé<Unseen>de {name}</Unseen>
        </a>
        <a class="button quiet bad" href={`${path}/supprimer`}>
          Supprimer<Unseen>{name}</Unseen>
        </a>
      </div>
    </li>
  );
}
