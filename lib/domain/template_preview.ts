import type { Ports } from "../ports.ts";
import { fillPlaces, placesIn, placesProblem } from "../schema/placeholders.ts";
import { measureText, normaliseText } from "../schema/segment.ts";
import type {
  Example,
  TemplatePreview,
  TemplatePreviewed,
} from "../schema/template.ts";
import type { Actor } from "./actor.ts";
import { addresseesOf } from "./composed.ts";
import { authorised } from "./directory.ts";
import { invalidField } from "./field.ts";
import { usableTemplate } from "./template.ts";

/** Recipients with missing values that are told. */
const MISSING_MAX = 100;

/**
 * What a template becomes for its recipients: the longest and the shortest
 * text, what all of them cost, and who lacks a value.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request`
 */
export async function previewTemplate(
  ports: Ports,
  actor: Actor,
  { id, input }: { id: string; input: TemplatePreview },
): Promise<TemplatePreviewed> {
  const at = await authorised(ports, actor, "message:send", id);
  const template = input.templateId === undefined
    ? null
    : await usableTemplate(ports, at, input.templateId);
  const text = template?.text ?? normaliseText(input.text ?? "");
  const problem = text === ""
    ? {
      fr: "Indiquez un texte ou un modèle de cette structure.",
      en: "Give a text or a template of this structure.",
    }
    : placesProblem(text);
  if (problem !== null) {
    const pointer = input.templateId === undefined ? "/text" : "/templateId";
    throw invalidField(pointer, problem);
  }
  const addressees = await addresseesOf(ports, { actor, at }, {
    variables: input.variables,
    messages: input.recipients?.map((one) => ({ to: "", ...one })),
    listIds: input.listIds,
  });
  return previewOf(text, addressees.map(({ variables }) => variables));
}

/** The same for values that are known already. */
export function previewOf(
  text: string,
  recipients: readonly Readonly<Record<string, string>>[],
): TemplatePreviewed {
  const missing: TemplatePreviewed["missing"] = [];
  let longest: Measured | null = null;
  let shortest: Measured | null = null;
  let credits = 0;
  recipients.forEach((variables, index) => {
    const filled = fillPlaces(text, variables);
    if (filled.missing.length > 0) {
      // Nothing can be sent to them, so there is no text to show.
      missing.push({ index, variables: filled.missing });
      return;
    }
    const one = measured(filled.text);
    credits += one.segments;
    if (longest === null || one.weight > longest.weight) longest = one;
    if (shortest === null || one.weight < shortest.weight) shortest = one;
  });
  return {
    variables: placesIn(text),
    recipients: recipients.length,
    credits,
    longest: exampleOf(longest),
    shortest: exampleOf(shortest),
    missing: missing.slice(0, MISSING_MAX),
  };
}

interface Measured extends Example {
  /** Orders texts by what they cost, then by how long they are. */
  readonly weight: number;
}

function measured(text: string): Measured {
  const { segments, units, encoding } = measureText(text);
  return { text, segments, encoding, weight: segments * 10_000 + units };
}

function exampleOf(one: Measured | null): Example | null {
  if (one === null) return null;
  const { text, segments, encoding } = one;
  return { text, segments, encoding };
}
