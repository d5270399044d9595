/**
 * Importing what an export holds: the same structures, ledgers and messages,
 * sealed under keys of this installation. Messages that had not left stay
 * behind the fence of a restore, since the other installation may send them.
 *
 * @module
 */
import { seal } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Batch } from "../schema/batch.ts";
import type { Entry } from "../schema/credit.ts";
import { ExportRecord } from "../schema/structure_export.ts";
import { dueKey } from "./batch.ts";
import { EMPTY_ACCOUNT, readAccount, replay } from "./credit.ts";
import { dataKey } from "./data_key.ts";
import { countBatches } from "./stat_count.ts";
import { ROOT } from "./structure_tree.ts";

/** Entries and batch ids of one page. */
const PAGE = 8;

type Of<Name extends ExportRecord["record"]> = Extract<
  ExportRecord,
  { record: Name }
>;

/** What was imported. */
export interface Imported {
  structures: number;
  entries: number;
  messages: number;
  /** Batches held behind the fence. */
  held: number;
}

/**
 * Imports the lines of an export into a store that has none of its structures.
 *
 * @throws {Error} with the line's number, where one is not understood, stands
 *   in the wrong place, or does not add up
 */
export async function importStructure(
  ports: Ports,
  lines: AsyncIterable<string>,
): Promise<Imported> {
  const work = new Importing(ports);
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === "") continue;
    try {
      await work.take(ExportRecord.parse(JSON.parse(line)));
    } catch (error) {
      throw new Error(`line ${number}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
  return work.done;
}

class Importing {
  readonly done: Imported = { structures: 0, entries: 0, messages: 0, held: 0 };
  readonly #ports: Ports;
  /** How many ids to cut from the paths: what is above is not here. */
  #depth: number | null = null;
  #entries: Entry[] = [];
  #batches: string[] = [];

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  async take(record: ExportRecord): Promise<void> {
    switch (record.record) {
      case "export":
        return;
      case "structure":
        return await this.#structure(record);
      case "application":
        return await this.#application(record);
      case "bulk":
        return await this.#bulk(record);
      case "batch":
        return await this.#batch(record);
      case "entry":
        return void this.#entries.push(record);
      case "account":
        return await this.#account(record);
    }
  }

  async #structure({ record: _, ...structure }: Of<"structure">) {
    const { store } = this.#ports;
    this.#depth ??= structure.path.length;
    const path = structure.path.slice(this.#depth);
    const key = keys.structure(structure.id);
    await store.transact(structure.id, async (tx) => {
      if (await tx.get(key) !== null) {
        throw new Error(`structure ${structure.id} is here already`);
      }
      tx.put(key, { ...structure, path });
      tx.put(keys.child(path.at(-1) ?? ROOT, structure.id), structure.id);
      await tx.get(keys.account(structure.id));
      tx.put(keys.account(structure.id), EMPTY_ACCOUNT);
    });
    this.done.structures++;
  }

  async #application({ record: _, ...application }: Of<"application">) {
    const { id, structureId } = application;
    await this.#ports.store.transact(id, (tx) => {
      tx.create(keys.application(id), { ...application, keyIds: [] });
      tx.put(keys.applicationOf(structureId, id), id);
      return Promise.resolve();
    });
  }

  async #bulk({ record: _, ...bulk }: Of<"bulk">) {
    const { id, structureId, batches } = bulk;
    await this.#ports.store.transact(structureId, async (tx) => {
      await readAccount(tx, structureId);
      tx.put(keys.bulk(id), { ...bulk, spread: batches.length });
    });
  }

  async #batch({ record: _, numbers, texts, ...batch }: Of<"batch">) {
    const { structureId } = batch;
    const sealed = await this.#sealed(batch, { numbers, texts });
    const isHeld = batch.dueMs !== null;
    const stored: Batch = isHeld ? { ...sealed, held: true } : sealed;
    await this.#ports.store.transact(structureId, async (tx) => {
      await readAccount(tx, structureId);
      tx.put(keys.batch(batch.id), stored);
      if (!isHeld) return;
      tx.put(dueKey(stored, batch.dueMs!), {
        kind: "messages",
        structureId,
        count: batch.messages.length,
      });
    });
    this.#batches.push(batch.id);
    this.done.messages += batch.messages.length;
    if (isHeld) this.done.held++;
  }

  /** The batch sealed under this installation's keys, as far as it can be. */
  async #sealed(
    batch: Omit<Batch, "numbers" | "texts">,
    { numbers, texts }: {
      numbers: readonly string[] | null;
      texts: readonly string[] | null;
    },
  ): Promise<Batch> {
    if (numbers === null) return { ...batch, numbers: "", texts: "" };
    const { structureId, dataKey: period, id } = batch;
    const key = await dataKey(this.#ports, structureId, period);
    const closed = (half: Uint8Array, what: string, list: readonly string[]) =>
      seal(half, JSON.stringify(list), `${id}/${what}`);
    return {
      ...batch,
      numbers: closed(key.numbers!, "numbers", numbers),
      // What was erased before is an empty text from here on.
      texts: closed(
        key.texts!,
        "texts",
        texts ?? batch.messages.map(() => ""),
      ),
    };
  }

  async #account({ record: _, structureId, ...account }: Of<"account">) {
    const { store } = this.#ports;
    const entries = this.#entries.map((entry): Entry => {
      const { record: _, structureId: __, ...own } = entry as Of<"entry">;
      return own;
    });
    const { granted, allocated, reserved, spent } = account;
    const columns = { granted, allocated, reserved, spent };
    if (JSON.stringify(columns) !== JSON.stringify(replay(entries))) {
      throw new Error(
        `the ledger of ${structureId} does not come to its account`,
      );
    }
    for (let i = 0; i < entries.length; i += PAGE) {
      const page = entries.slice(i, i + PAGE);
      await store.transact(structureId, async (tx) => {
        await readAccount(tx, structureId);
        tx.put(keys.ledger(structureId, page.at(-1)!.number), page);
      });
    }
    const ids = this.#batches.toSorted();
    for (let i = 0; i < ids.length; i += PAGE) {
      const page = ids.slice(i, i + PAGE);
      await store.transact(structureId, async (tx) => {
        await readAccount(tx, structureId);
        tx.put(keys.history(structureId, page.at(-1)!), page);
      });
    }
    await store.transact(structureId, async (tx) => {
      const before = await readAccount(tx, structureId);
      tx.put(keys.account(structureId), { ...before, ...account });
    });
    await countBatches(this.#ports, structureId, ids);
    await this.#raiseFence();
    this.done.entries += entries.length;
    this.#entries = [];
    this.#batches = [];
  }

  async #raiseFence(): Promise<void> {
    if (this.done.held === 0) return;
    const key = keys.fence();
    const atMs = this.#ports.now();
    await this.#ports.store.transact(key.id, async (tx) => {
      if (await tx.get(key) === null) tx.put(key, { atMs, backupMs: atMs });
    });
  }
}
