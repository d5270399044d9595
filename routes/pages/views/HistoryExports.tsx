import { Refresh } from "../../../islands/Refresh.tsx";
import { number } from "../../../islands/words.ts";
import type { HistoryExport } from "../../../lib/schema/export.ts";
import { Choice } from "../parts/Choice.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Pill } from "../parts/Pill.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { longDate, type Tone, when } from "../words.ts";
import { HISTORY_EXPORTS } from "../words/history_exports.ts";

const TONES: Readonly<Record<HistoryExport["status"], Tone>> = {
  running: "wait",
  ready: "good",
  expired: "plain",
};

/** The exports of a structure's history: asked for, at work, to fetch. */
export function HistoryExports({ visit, found, fields, error }: {
  visit: Visit;
  found: readonly HistoryExport[];
  fields: Fields;
  error: string | undefined;
}) {
  const words = HISTORY_EXPORTS[visit.language];
  const isAtWork = found.some(({ status }) => status === "running");
  return (
    <>
      <Heading
        title={words.title}
        lead={words.lead}
        back={{
          href: address(visit.here!.id, "historique"),
          label: words.back,
        }}
      >
        {isAtWork && (
          <Island
            name="Refresh"
            of={Refresh}
            props={{ target: "exports", everyMs: 1_000 }}
          />
        )}
      </Heading>
      {error && (
        <Notice tone="bad">
          <p>{error}</p>
        </Notice>
      )}
      <Asking visit={visit} fields={fields} />
      <section
        id="exports"
        aria-labelledby="liste"
        data-done={isAtWork ? undefined : ""}
      >
        <h2 id="liste">{words.list}</h2>
        {found.length === 0
          ? (
            <Empty icon="history" title={words.none}>
              <p>{words.noneWords}</p>
            </Empty>
          )
          : (
            <ul class="cards">
              {found.map((one) => (
                <Card
                  key={one.id}
                  visit={visit}
                  one={one}
                />
              ))}
            </ul>
          )}
      </section>
    </>
  );
}

function Asking({ visit, fields }: { visit: Visit; fields: Fields }) {
  const words = HISTORY_EXPORTS[visit.language];
  const isLines = fields["format"] === "ndjson";
  return (
    <Form
      visit={visit}
      class="narrow"
      action={pathOf(visit)}
      hidden={{ cle: visit.ports.newId("frm") }}
    >
      <div class="joined">
        <div class="field">
          <label for="du">{words.from}</label>
          <input id="du" name="du" type="date" value={fields["du"]} />
        </div>
        <div class="field">
          <label for="au">{words.to}</label>
          <input id="au" name="au" type="date" value={fields["au"]} />
        </div>
      </div>
      <Choice
        name="erreur"
        label={words.failedOnly}
        isChosen={fields["erreur"] !== undefined}
      />
      <fieldset>
        <legend>{words.format}</legend>
        <Choice
          type="radio"
          name="format"
          value="csv"
          label={words.csv}
          isChosen={!isLines}
        />
        <Choice
          type="radio"
          name="format"
          value="ndjson"
          label={words.ndjson}
          isChosen={isLines}
        />
      </fieldset>
      <p class="quiet">{words.kept}</p>
      <div class="foot">
        <button type="submit" class="button main">{words.start}</button>
      </div>
    </Form>
  );
}

function Card({ visit, one }: { visit: Visit; one: HistoryExport }) {
  const { language, nowMs } = visit;
  const words = HISTORY_EXPORTS[language];
  const { status, rows, percent, expiresAt, downloads, format } = one;
  const path = `${pathOf(visit)}/${one.id}`;
  return (
    <li class="card">
      <p class="strong">
        {periodOf(visit, one)} · {format.toUpperCase()}{" "}
        <Pill tone={TONES[status]}>{words[status]}</Pill>
      </p>
      {status === "running" && (
        <div class="progress">
          <progress value={percent} max={100} aria-label={words.running} />
          <p>{words.percent(percent, number(rows, language))}</p>
        </div>
      )}
      {status !== "running" && (
        <p class="quiet">
          {[
            words.rows(rows, number(rows, language)),
            ...(downloads > 0 ? [words.downloads(downloads)] : []),
            ...(status === "ready"
              ? [words.willEnd(when(expiresAt, nowMs, language))]
              : []),
          ].join(" · ")}
        </p>
      )}
      {status !== "expired" && (
        <div class="actions">
          {status === "ready" && (
            <Form visit={visit} action={`${path}/lien`}>
              <button type="submit" class="button main">
                {words.download}
              </button>
            </Form>
          )}
          <Form visit={visit} action={`${path}/detruire`}>
            <button type="submit" class="button quiet">{words.delete}</button>
          </Form>
        </div>
      )}
    </li>
  );
}

function periodOf({ language }: Visit, { filter }: HistoryExport): string {
  const words = HISTORY_EXPORTS[language];
  const day = (at: string, backMs = 0) =>
    longDate(Date.parse(at) - backMs, language);
  // The last instant that counts is the one before.
  const to = day(filter.to!, 1);
  const period = filter.from === undefined
    ? words.until(to)
    : words.period(day(filter.from), to);
  return filter.failed ? `${period}, ${words.failed}` : period;
}

function pathOf({ here }: Visit): string {
  return `${address(here!.id, "historique")}/exports`;
}
