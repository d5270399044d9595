import type { Template } from "../../../lib/schema/template.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Pill } from "../parts/Pill.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import { address, type Visit } from "../visit.ts";
import { TEMPLATES } from "../words/people.ts";
import { WithPlaces } from "./WithPlaces.tsx";

/** The texts one may use again, those of the levels above last. */
export function TemplateList({ visit, templates, done }: {
  visit: Visit;
  templates: readonly Template[];
  done: string | undefined;
}) {
  const words = TEMPLATES[visit.language];
  const path = address(visit.here!.id, "modeles");
  return (
    <div class="narrow">
      <Heading title={words.title} lead={words.lead}>
        <a class="button main" href={`${path}/nouveau`}>{words.create}</a>
      </Heading>
      <DoneNotice done={done} />
      {templates.length === 0 && (
        <Empty icon="template" title={words.none}>
          <p>{words.noneHelp}</p>
        </Empty>
      )}
      <ul class="cards">
        {templates.map((template) => (
          <Card key={template.id} visit={visit} template={template} />
        ))}
      </ul>
    </div>
  );
}

function Card({ visit, template }: { visit: Visit; template: Template }) {
  const words = TEMPLATES[visit.language];
  const { id, name, text, structureId } = template;
  const here = visit.here!;
  const isOwn = structureId === here.id;
  const from = here.ancestors.find((above) => above.id === structureId);
  return (
    <li class="card">
      <p class="strong">
        {name}{" "}
        {!isOwn && <Pill tone="plain">{words.inherited(from?.name ?? "")}
        </Pill>}
      </p>
      <p>
        <WithPlaces text={text} />
      </p>
      <p class="links">
        <a
          class="button"
          href={`${address(here.id, "envoi")}?modele=${id}`}
        >
          {words.use}
          <Unseen>{name}</Unseen>
        </a>
        {isOwn && (
          <a class="button quiet" href={`${address(here.id, "modeles")}/${id}`}>
            {words.edit}
            <Unseen>{name}</Unseen>
          </a>
        )}
      </p>
    </li>
  );
}
