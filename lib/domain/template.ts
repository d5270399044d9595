/**
 * Texts to be used again, with places that each recipient fills. A structure
 * uses its own and those of the structures above it.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import { placesIn, placesProblem } from "../schema/placeholders.ts";
import { normaliseText } from "../schema/segment.ts";
import type {
  NewTemplate,
  StoredTemplate,
  Template,
  TemplatePatch,
} from "../schema/template.ts";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { type Call, once } from "./call.ts";
import { authorised, type Lineage } from "./directory.ts";
import { invalidField } from "./field.ts";

/** Templates one structure may have. */
export const TEMPLATES_MAX = 200;

/**
 * Keeps a text to be used again.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request` for a wrong
 *   place in the text, `conflict` beyond {@linkcode TEMPLATES_MAX}
 */
export async function createTemplate(
  ports: Ports,
  call: Call,
  { structureId, name, text }: NewTemplate & { structureId: string },
): Promise<Template> {
  await authorised(ports, call.actor, "message:send", structureId);
  const nowMs = ports.now();
  const stored: StoredTemplate = {
    id: ports.newId("tpl"),
    structureId,
    name,
    text: checkedText(text),
    atMs: nowMs,
    updatedMs: nowMs,
  };
  if ((await ownTemplates(ports, structureId)).length >= TEMPLATES_MAX) {
    throw new Problem("conflict", {
      detail: {
        fr: `${TEMPLATES_MAX} modèles au plus ; supprimez-en un d’abord.`,
        en: `At most ${TEMPLATES_MAX} templates; delete one first.`,
      },
    });
  }
  return await once(ports, call, {
    lane: stored.id,
    body: async (tx) => {
      tx.create(keys.template(structureId, stored.id), stored);
      await recordAudit(tx, ports, {
        call,
        structureId,
        action: "template.create",
        target: stored.id,
      });
      return templateView(stored);
    },
  });
}

/**
 * The templates of a structure, then those it inherits, the nearest first.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function listTemplates(
  ports: Ports,
  actor: Actor,
  structureId: string,
): Promise<Template[]> {
  const at = await authorised(ports, actor, "message:send", structureId);
  const found = await Promise.all(
    placesOf(at).map((id) => ownTemplates(ports, id)),
  );
  return found.flatMap((own) => own.map(templateView).sort(byName));
}

/**
 * A template that the structure may use.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function getTemplate(
  ports: Ports,
  actor: Actor,
  { id, templateId }: { id: string; templateId: string },
): Promise<Template> {
  const at = await authorised(ports, actor, "message:send", id);
  const found = await usableTemplate(ports, at, templateId);
  if (found === null) throw new Problem("not_found");
  return templateView(found);
}

/** The template, if it is the structure's own or one above's; else null. */
export async function usableTemplate(
  ports: Ports,
  at: Lineage,
  templateId: string,
): Promise<StoredTemplate | null> {
  const found = await ports.store.getMany(
    placesOf(at).map((id) => keys.template(id, templateId)),
  );
  return found.find((one) => one !== null) ?? null;
}

/**
 * Changes a template of the structure's own.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request`
 */
export async function updateTemplate(
  ports: Ports,
  call: Call,
  { id, templateId, patch }: {
    id: string;
    templateId: string;
    patch: TemplatePatch;
  },
): Promise<Template> {
  await authorised(ports, call.actor, "message:send", id);
  const text = patch.text === undefined ? undefined : checkedText(patch.text);
  return await once(ports, call, {
    lane: templateId,
    body: async (tx) => {
      const key = keys.template(id, templateId);
      const before = await tx.get(key);
      if (before === null) throw new Problem("not_found");
      const after = {
        ...before,
        name: patch.name ?? before.name,
        text: text ?? before.text,
        updatedMs: ports.now(),
      };
      tx.put(key, after);
      await recordAudit(tx, ports, {
        call,
        structureId: id,
        action: "template.update",
        target: templateId,
      });
      return templateView(after);
    },
  });
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function deleteTemplate(
  ports: Ports,
  call: Call,
  { id, templateId }: { id: string; templateId: string },
): Promise<void> {
  await authorised(ports, call.actor, "message:send", id);
  await once(ports, call, {
    lane: templateId,
    body: async (tx) => {
      const key = keys.template(id, templateId);
      if (await tx.get(key) === null) throw new Problem("not_found");
      tx.delete(key);
      await recordAudit(tx, ports, {
        call,
        structureId: id,
        action: "template.delete",
        target: templateId,
      });
      return null;
    },
  });
}

/** The structure, then those above it, the nearest first. */
function placesOf({ structure }: Lineage): string[] {
  return [structure.id, ...structure.path.toReversed()];
}

async function ownTemplates(
  ports: Ports,
  structureId: string,
): Promise<StoredTemplate[]> {
  return await Array.fromAsync(
    ports.store.list(KINDS.template, { under: [structureId] }, {
      limit: TEMPLATES_MAX,
    }),
    ({ value }) => value,
  );
}

/** @throws {Problem} `invalid_request` */
function checkedText(text: string): string {
  const normal = normaliseText(text);
  const problem = placesProblem(normal);
  if (problem !== null) throw invalidField("/text", problem);
  return normal;
}

function byName(a: Template, b: Template): number {
  return a.name.localeCompare(b.name, "fr");
}

function templateView(stored: StoredTemplate): Template {
  const { id, structureId, name, text, atMs, updatedMs } = stored;
  return {
    id,
    structureId,
    name,
    text,
    variables: placesIn(text),
    createdAt: instant(atMs),
    updatedAt: instant(updatedMs),
  };
}
