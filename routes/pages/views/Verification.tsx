import { counted, number, smsCount } from "../../../islands/words.ts";
import type { VerifiedSubtree } from "../../../lib/domain/subtree_verification.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Pill } from "../parts/Pill.tsx";
import { address, type Visit } from "../visit.ts";
import { VERIFICATION } from "../words/operations.ts";

/** Asks for the check, and says what it found. */
export function Verification(
  { visit, found }: { visit: Visit; found: VerifiedSubtree | null },
) {
  const words = VERIFICATION[visit.language];
  return (
    <>
      <Heading title={words.title} lead={words.lead} />
      {found && <Found visit={visit} found={found} />}
      <p>{words.explain}</p>
      <Form visit={visit} action={address(visit.here!.id, "verification")}>
        <button type="submit" class="button main">{words.run}</button>
      </Form>
    </>
  );
}

function Found({ visit, found }: { visit: Visit; found: VerifiedSubtree }) {
  const { language } = visit;
  const words = VERIFICATION[language];
  const lines = [
    ...found.broken,
    ...found.structures.flatMap(({ name, broken }) =>
      broken.map((line) => `${name}: ${line}`)
    ),
  ];
  const structures = counted(
    found.structures.length,
    language,
    words.one,
    words.structures,
  );
  return (
    <>
      {lines.length === 0
        ? (
          <Notice tone="good" title={words.good}>
            <p>
              {words.goodText(smsCount(found.received, language), structures)}
            </p>
          </Notice>
        )
        : (
          <Notice tone="bad" title={words.bad}>
            <p>{words.badText}</p>
            <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
          </Notice>
        )}
      <Table visit={visit} found={found} />
    </>
  );
}

function Table({ visit, found }: { visit: Visit; found: VerifiedSubtree }) {
  const { language } = visit;
  const words = VERIFICATION[language];
  const figures = [
    "available",
    "reserved",
    "spent",
    "entries",
    "messages",
  ] as const;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={words.title}>
      <table class="sums">
        <thead>
          <tr>
            <th scope="col">{words.structure}</th>
            {figures.map((name) => (
              <th scope="col" class="count">{words[name]}</th>
            ))}
            <th scope="col">{words.result}</th>
          </tr>
        </thead>
        <tbody>
          {found.structures.map((one) => (
            <tr>
              <th scope="row">{one.name}</th>
              {figures.map((name) => (
                <td class="count">{number(one[name], language)}</td>
              ))}
              <td>
                {one.broken.length === 0
                  ? <Pill tone="good">{words.exact}</Pill>
                  : <Pill tone="bad">{words.broken}</Pill>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
