import type { Language } from "../../../islands/language.ts";
import type { Page } from "../../../lib/domain/page.ts";
import type { AuditCheck, AuditEntry } from "../../../lib/schema/audit.ts";
import type { JournalFilters } from "../journal.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Pager } from "../parts/Pager.tsx";
import { Pill } from "../parts/Pill.tsx";
import { address, type Visit } from "../visit.ts";
import { actionName, JOURNAL } from "../words/journal.ts";
import { detailWords } from "../words/journal_detail.ts";
import { exactly } from "../words.ts";

/** Who changed what; and whether all of it is as it was written. */
export function Journal({ visit, found, check, filters, names }: {
  visit: Visit;
  /** What the structures are called that its lines name. */
  names: ReadonlyMap<string, string>;
  found: Page<AuditEntry>;
  check: AuditCheck;
  filters: JournalFilters;
}) {
  const words = JOURNAL[visit.language];
  const path = address(visit.here!.id, "journal");
  const { suite: _, ...kept } = filters;
  const search = new URLSearchParams(kept as Record<string, string>).toString();
  const file = (kind: string) =>
    `${path}/journal.${kind}${search === "" ? "" : `?${search}`}`;
  return (
    <>
      <Heading title={words.title} lead={words.lead}>
        <a class="button" href={file("csv")}>{words.csv}</a>
        <a class="button quiet" href={file("ndjson")}>{words.ndjson}</a>
      </Heading>
      <ChainState check={check} language={visit.language} />
      <Filters path={path} filters={filters} language={visit.language} />
      {found.items.length === 0
        ? (
          <Empty icon="shield" title={words.none}>
            <p>{words.noneWords}</p>
          </Empty>
        )
        : (
          <ul class="cards journal">
            {found.items.map((line) => (
              <Line
                key={line.number}
                line={line}
                names={names}
                language={visit.language}
              />
            ))}
          </ul>
        )}
      <Pager
        path={path}
        query={filters as Record<string, string>}
        nextCursor={found.nextCursor}
      />
    </>
  );
}

function ChainState(
  { check, language }: { check: AuditCheck; language: Language },
) {
  const words = JOURNAL[language];
  const count = new Intl.NumberFormat(language === "fr" ? "fr-FR" : "en-GB");
  return check.intact
    ? (
      <Notice tone="good">
        <p>{words.intact(count.format(check.entries))}</p>
      </Notice>
    )
    : (
      <Notice tone="bad">
        <p>{words.broken(count.format(check.brokenAt ?? 0))}</p>
      </Notice>
    );
}

/** The usual filters, one tap each. */
function Filters({ path, filters, language }: {
  path: string;
  filters: JournalFilters;
  language: Language;
}) {
  const words = JOURNAL[language];
  const { action, refus } = filters;
  const chips: [name: string, href: string, isOn: boolean][] = [
    [words.all, path, action === undefined && refus === undefined],
    [words.refused, `${path}?refus=oui`, refus !== undefined],
    ...Object.entries(words.kinds).map((
      [kind, name],
    ): [string, string, boolean] => [
      name,
      `${path}?action=${kind}`,
      action === kind,
    ]),
  ];
  return (
    <ul class="chips" aria-label={words.what}>
      {chips.map(([name, href, isOn]) => (
        <li key={name}>
          <a class="chip" href={href} aria-current={isOn ? "true" : undefined}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Line({ line, names, language }: {
  line: AuditEntry;
  names: ReadonlyMap<string, string>;
  language: Language;
}) {
  const words = JOURNAL[language];
  const { actor, from, detail } = line;
  const who = actor.name ??
    (from.via === "service"
      ? words.service
      : actor.kind === "operator"
      ? words.operator
      : words.someone);
  const where = [from.via !== "service" && words.from[from.via], from.address]
    .filter(Boolean).join(", ");
  const facts = detailWords(detail, names, language);
  return (
    <li class="card">
      <p class="strong">
        {actionName(line.action, language)}{" "}
        {line.result === "refused" && (
          <Pill tone="bad">{words.refusedPill}</Pill>
        )}
      </p>
      <p>{[who, where].filter(Boolean).join(", ")}</p>
      {facts.length > 0 && <p class="quiet">{capital(facts.join(" · "))}</p>}
      <p class="quiet">
        <span class="tabular">{line.number}</span> ·{" "}
        <time dateTime={line.at}>{exactly(line.at, language)}</time>
      </p>
    </li>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
