/**
 * Sends made of templates and lists: first who gets which text, then an
 * acceptance as any other.
 *
 * @module
 */
import type { Ports } from "../ports.ts";
import { type FieldError, Problem } from "../problem.ts";
import type { Composed } from "../schema/composed.ts";
import type { Contact } from "../schema/contact.ts";
import { type Accepted, type NewMessages } from "../schema/message.ts";
import {
  fillPlaces,
  placesIn,
  type Variables,
} from "../schema/placeholders.ts";
import { acceptMessages } from "./acceptance.ts";
import type { Actor } from "./actor.ts";
import { answerAgain, marksOf } from "./send_answer.ts";
import type { Call } from "./call.ts";
import { openContacts, storedList } from "./contact_list.ts";
import type { Lineage } from "./directory.ts";
import { fieldError, invalidField } from "./field.ts";
import { parseRecipient } from "./phone.ts";
import { usableTemplate } from "./template.ts";

/** Field errors listed in one answer, at the most. */
const ERRORS_MAX = 100;

/** Somebody a send is for, and where the call named them. */
export interface Addressee {
  readonly to: string;
  readonly variables: Variables;
  /** Where they stand in the call. */
  readonly pointer: string;
  /** Where what fills their places stands in the call. */
  readonly valuesAt: string;
  readonly sender?: string | undefined;
  readonly reference?: string | undefined;
}

/**
 * Accepts a send made of a template, lists or places to fill.
 *
 * @throws {Problem} as `acceptMessages` does; `invalid_request` for a missing
 *   variable, an unknown template or list
 */
export async function acceptComposed(
  ports: Ports,
  { call, at }: { call: Call; at: Lineage },
  body: Composed,
): Promise<Accepted> {
  let made: Awaited<ReturnType<typeof compose>>;
  try {
    made = await compose(ports, { actor: call.actor, at }, body);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // A template may be gone since the call was accepted.
    const structureId = at.structure.id;
    const marks = await marksOf(ports, structureId, call, ports.now());
    const before = await answerAgain(ports, { call, structureId, marks });
    if (before === null) throw error;
    return before;
  }
  try {
    return await acceptMessages(ports, { call, at }, made.input);
  } catch (error) {
    throw asWritten(error, made.addressees);
  }
}

/** What a composed send comes down to. */
export async function compose(
  ports: Ports,
  { actor, at }: { actor: Actor; at: Lineage },
  body: Composed,
): Promise<{ input: NewMessages; addressees: readonly Addressee[] }> {
  const text = await textOf(ports, at, body);
  const addressees = await addresseesOf(ports, { actor, at }, body);
  if (addressees.length === 0) {
    throw invalidField("/listIds", {
      fr: "Ces listes sont vides : il n’y a personne à qui écrire.",
      en: "These lists are empty: there is nobody to write to.",
    });
  }
  const isOne = placesIn(text).length === 0 &&
    addressees.every(({ sender, reference }) => !sender && !reference);
  const { title, sendAt, validity, tags, skipInvalid, sender, reference } =
    body;
  const { urgent } = body;
  const shared = {
    ...defined({ title, sendAt, validity, tags, skipInvalid, sender }),
    ...defined({ reference, urgent }),
  };
  if (isOne) {
    const recipients = addressees.map(({ to }) => to);
    return { input: { ...shared, text, recipients }, addressees };
  }
  return {
    input: { ...shared, messages: filled(text, addressees) },
    addressees,
  };
}

/** Everybody a composed send is for; those of lists once, and after others. */
export async function addresseesOf(
  ports: Ports,
  { actor, at }: { actor: Actor; at: Lineage },
  { variables = {}, recipients = [], messages = [], listIds = [] }: Pick<
    Composed,
    "variables" | "recipients" | "messages" | "listIds"
  >,
): Promise<Addressee[]> {
  const found: Addressee[] = [
    ...recipients.map((to, i) => ({
      to,
      variables,
      pointer: `/recipients/${i}`,
      valuesAt: "/variables",
    })),
    ...messages.map(({ variables: own, ...message }, i) => ({
      ...message,
      variables: { ...variables, ...own },
      pointer: `/messages/${i}/to`,
      valuesAt: `/messages/${i}/variables`,
    })),
  ];
  const seen = new Set<string>();
  if (listIds.length > 0) {
    for (const { to } of found) seen.add(numberOf(to));
  }
  for (const [i, listId] of listIds.entries()) {
    const pointer = `/listIds/${i}`;
    for (const contact of await contactsOf(ports, { actor, at }, listId, i)) {
      if (seen.has(contact.to)) continue;
      seen.add(contact.to);
      found.push({
        to: contact.to,
        variables: { ...variables, ...valuesOf(contact) },
        pointer,
        valuesAt: pointer,
      });
    }
  }
  return found;
}

/** What a contact fills places with. */
export function valuesOf({ name, fields }: Contact): Record<string, string> {
  return name === "" ? fields : { nom: name, ...fields };
}

/** The text, from the template if one is named. */
async function textOf(
  ports: Ports,
  at: Lineage,
  { text, templateId }: Pick<Composed, "text" | "templateId">,
): Promise<string> {
  if (templateId === undefined) return text!;
  const template = await usableTemplate(ports, at, templateId);
  if (template !== null) return template.text;
  throw invalidField("/templateId", {
    fr: "Ce modèle n’existe pas pour cette structure.",
    en: "There is no such template for this structure.",
  });
}

async function contactsOf(
  ports: Ports,
  { actor, at }: { actor: Actor; at: Lineage },
  listId: string,
  index: number,
): Promise<Contact[]> {
  try {
    const id = at.structure.id;
    const list = await storedList(ports, actor, { id, listId });
    return await openContacts(ports, list);
  } catch (error) {
    const isAbsent = error instanceof Problem && error.code === "not_found";
    if (!isAbsent) throw error;
    throw invalidField(`/listIds/${index}`, {
      fr: "Cette liste n’existe pas dans cette structure.",
      en: "There is no such list in this structure.",
    });
  }
}

/** @throws {Problem} `invalid_request` naming each variable that is missing */
function filled(text: string, addressees: readonly Addressee[]) {
  const errors: FieldError[] = [];
  const told = new Set<string>();
  const messages = addressees.map((one) => {
    const { text: own, missing } = fillPlaces(text, one.variables);
    for (const name of missing) {
      const pointer = one.valuesAt.startsWith("/listIds")
        ? one.valuesAt
        : `${one.valuesAt}/${name}`;
      if (told.has(pointer + name)) continue;
      told.add(pointer + name);
      errors.push(fieldError(pointer, missingText(one, name)));
    }
    const { to, sender, reference } = one;
    return { to, text: own, ...defined({ sender, reference }) };
  });
  if (errors.length === 0) return messages;
  throw new Problem("invalid_request", {
    errors: errors.slice(0, ERRORS_MAX),
    members: { missingVariables: errors.length },
  });
}

function missingText({ valuesAt }: Addressee, name: string) {
  return valuesAt.startsWith("/listIds")
    ? {
      fr:
        `Des contacts de cette liste n’ont pas de « ${name} » : complétez-les, ou retirez {{${name}}} du texte.`,
      en:
        `Some contacts of this list have no "${name}": add it, or take {{${name}}} out of the text.`,
    }
    : {
      fr: `Il manque la valeur de {{${name}}}.`,
      en: `The value of {{${name}}} is missing.`,
    };
}

/** The problem with the pointers of the call as it was written. */
function asWritten(
  error: unknown,
  addressees: readonly Addressee[],
): unknown {
  if (!(error instanceof Problem)) return error;
  const errors = error.options.errors?.map((one) => {
    const place = /^\/(?:recipients|messages)\/(\d+)(?:\/to)?$/
      .exec(one.pointer);
    const addressee = place === null ? undefined : addressees[Number(place[1])];
    return addressee === undefined
      ? one
      : { ...one, pointer: addressee.pointer };
  });
  return errors === undefined
    ? error
    : new Problem(error.code, { ...error.options, errors });
}

function numberOf(to: string): string {
  const parsed = parseRecipient(to);
  return "to" in parsed ? parsed.to : to;
}

/** Without the names nothing was given for. */
function defined<T extends object>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
