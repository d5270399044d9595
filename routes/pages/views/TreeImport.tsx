import { Refresh } from "../../../islands/Refresh.tsx";
import { number } from "../../../islands/words.ts";
import type {
  TreeImport,
  TreeImportPreview,
} from "../../../lib/schema/tree_import.ts";
import { FileField, TABLES } from "../parts/FileField.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Visit } from "../visit.ts";
import { TREE_IMPORT } from "../words/tree_import.ts";

/** A table to choose, what is wrong with it, or what it will do. */
export function ImportForm({ visit, found, csv, callKey }: {
  visit: Visit;
  found: TreeImportPreview | null;
  csv: string;
  callKey: string;
}) {
  const words = TREE_IMPORT[visit.language];
  const list = address(visit.here!.id, "structures");
  const path = `${list}/importer`;
  const isRight = found !== null && found.errors.length === 0;
  return (
    <div class="narrow">
      <Heading
        title={words.title}
        lead={words.lead}
        back={{ href: list, label: words.back }}
      />
      {found !== null && !isRight && <Wrong visit={visit} found={found} />}
      {isRight && (
        <form method="post" action={`${path}/lancer`} class="panel">
          <input type="hidden" name="jeton" value={visit.csrf} />
          <input type="hidden" name="cle" value={callKey} />
          <textarea name="table" hidden readOnly defaultValue={csv} />
          <h2>{words.checked}</h2>
          <p>{countsOf(visit, found)}</p>
          <button type="submit" class="button main">{words.start}</button>
        </form>
      )}
      <form method="post" action={path} encType="multipart/form-data">
        <input type="hidden" name="jeton" value={visit.csrf} />
        <FileField
          name="table"
          label={words.file}
          help={words.fileHelp}
          accept={TABLES}
        />
        <div class="foot">
          <button type="submit" class={isRight ? "button" : "button main"}>
            {words.check}
          </button>
          <a class="button quiet" href={`${path}/modele.csv`}>
            {words.template}
          </a>
        </div>
      </form>
    </div>
  );
}

function Wrong(
  { visit, found }: { visit: Visit; found: TreeImportPreview },
) {
  const words = TREE_IMPORT[visit.language];
  return (
    <Notice tone="bad" title={words.wrong}>
      <ul>
        {found.errors.map(({ line, column, detail }) => (
          <li key={`${line} ${column}`}>
            {words.line(line, column)} — {detail}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** How far an import is; it goes on by itself. */
export function ImportProgress(
  { visit, found }: { visit: Visit; found: TreeImport },
) {
  const { language } = visit;
  const words = TREE_IMPORT[language];
  const list = address(visit.here!.id, "structures");
  const { status, done, lines, unpaidLines } = found;
  const isDone = status === "done";
  return (
    <div class="narrow">
      <Heading
        title={words.title}
        back={{ href: list, label: words.back }}
      >
        <Island
          name="Refresh"
          of={Refresh}
          props={{ target: "import", everyMs: 1_000 }}
        />
      </Heading>
      <div id="import" class="progress" data-done={isDone ? "" : undefined}>
        <h2>{isDone ? words.done : words.running}</h2>
        <progress
          value={done}
          max={lines}
          aria-label={words.running}
        />
        <p>{words.progress(number(done, language), number(lines, language))}</p>
        <p class="quiet">
          {isDone ? countsOf(visit, found) : words.runningWords}
        </p>
        {unpaidLines.length > 0 && (
          <Notice tone="bad">
            <p>{words.unpaid(unpaidLines.join(", "))}</p>
          </Notice>
        )}
        {isDone && (
          <p>
            <a class="button main" href={list}>{words.see}</a>
          </p>
        )}
      </div>
    </div>
  );
}

function countsOf(
  { language }: Visit,
  counts: { structures: number; members: number; credits: number },
): string {
  return TREE_IMPORT[language].counts(
    number(counts.structures, language),
    number(counts.members, language),
    number(counts.credits, language),
  );
}
