import { assert, assertEquals, assertThrows } from "@std/assert";
import { unseal } from "../../lib/crypto/seal.ts";
import {
  encodeBatch,
  isOpen,
  type OpenBatch,
  weighBatch,
} from "../../lib/kv/batch_codec.ts";
import { decodeJson } from "../../lib/kv/kind.ts";
import {
  type Batch,
  BATCH_MESSAGES_MAX,
  type StoredMessage,
  TRIES_MAX,
} from "../../lib/schema/batch.ts";
import { EPOCH } from "../support.ts";
import { upTo } from "./counters.ts";

const KEY = {
  id: "2026-12",
  numbers: new Uint8Array(32).fill(1),
  texts: new Uint8Array(32).fill(2),
};

const MESSAGE: StoredMessage = {
  submission: 0,
  text: 0,
  segments: 1,
  encoding: "gsm7",
  status: "queued",
  dueMs: EPOCH,
};

/** All that can happen to a message, at its longest. */
const WORN: StoredMessage = {
  submission: 149,
  text: 149,
  segments: 10,
  encoding: "gsm7",
  status: "scheduled",
  sender: "MairieRodez",
  attempts: 99,
  reason: "expired_on_network",
  gateway: 9,
  providerId: "p".repeat(80),
  sentAtMs: EPOCH,
  endedAtMs: EPOCH,
  detail: "d".repeat(80),
  possibleDuplicate: true,
  tries: Array(TRIES_MAX).fill({
    atMs: EPOCH,
    gateway: 9,
    detail: "t".repeat(80),
  }),
};

function openBatch(count: number): OpenBatch {
  const numbers = upTo(count).map((i) => `+336${String(i).padStart(8, "0")}`);
  const texts = ["Une convocation vous attend."];
  const bytes = numbers.length * 20 + texts[0]!.length + 30;
  return {
    id: "01kanb2v3w8j4k2m7p",
    structureId: "str_01kanb2v3w8j4k2m7p",
    dataKey: KEY.id,
    dueMs: EPOCH,
    submissions: [{
      title: "idelibre",
      application: "app_01kanb2v3w8j4k2m7p",
      sender: null,
      atMs: EPOCH,
      expiresAtMs: EPOCH + 86_400_000,
      available: 100,
    }],
    messages: Array(count).fill(MESSAGE),
    gateways: [],
    numbers: "",
    texts: "",
    open: { key: KEY, numbers, texts, bytes },
  };
}

/** A batch as it is once stored, and everything happened to its messages. */
function wornBatch(worn: Partial<StoredMessage> = {}): Batch {
  const stored = decodeJson<Batch>(encodeBatch(openBatch(BATCH_MESSAGES_MAX)));
  return {
    ...stored,
    messages: Array(BATCH_MESSAGES_MAX).fill({ ...WORN, ...worn }),
    gateways: Array(8).fill("gtw_01kanb2v3w8j4k2m7p"),
  };
}

Deno.test("encodeBatch() seals numbers and texts, each under its key", () => {
  const batch = openBatch(3);

  const stored = decodeJson<Batch>(encodeBatch(batch));

  assertEquals(isOpen(stored), false);
  const numbers = unseal(KEY.numbers, stored.numbers, `${batch.id}/numbers`);
  const texts = unseal(KEY.texts, stored.texts, `${batch.id}/texts`);
  assertEquals(JSON.parse(numbers), batch.open.numbers);
  assertEquals(JSON.parse(texts), batch.open.texts);
  const { open: _, ...plain } = batch;
  assertEquals(stored, {
    ...plain,
    numbers: stored.numbers,
    texts: stored.texts,
  });
});

Deno.test("encodeBatch() leaves what is sealed as it is", () => {
  const bytes = encodeBatch(openBatch(3));

  assertEquals(encodeBatch(decodeJson<Batch>(bytes)), bytes);
});

Deno.test("encodeBatch() refuses to seal with a destroyed key", () => {
  const batch = openBatch(1);
  const open = { ...batch.open, key: { ...KEY, texts: null } };
  const late: OpenBatch = { ...batch, open };

  assertThrows(() => encodeBatch(late), Error, "destroyed");
});

Deno.test("encodeBatch() forgets tries before it is too large, then details", () => {
  const tables: [
    worn: Partial<StoredMessage>,
    tries: boolean,
    detail: boolean,
  ][] = [
    [{ tries: [], providerId: "short" }, true, true],
    [{ providerId: "short" }, false, true],
    [{}, false, false],
  ];
  for (const [worn, tries, detail] of tables) {
    const bytes = encodeBatch(wornBatch(worn));
    const [first] = decodeJson<Batch>(bytes).messages;

    assert(bytes.byteLength <= 65_536, `${bytes.byteLength} bytes`);
    assertEquals([first!.tries !== undefined, first!.detail !== undefined], [
      tries,
      detail,
    ]);
  }
});

Deno.test("weighBatch() is never less than what is written", () => {
  for (const count of [0, 1, 10, BATCH_MESSAGES_MAX]) {
    const batch = openBatch(count);
    const bytes = encodeBatch(batch);

    assert(weighBatch(batch) >= bytes.byteLength, `${count} messages`);
    assert(weighBatch(decodeJson(bytes)) >= bytes.byteLength);
  }
  for (const worn of [{}, { tries: [] }, { reference: "é".repeat(100) }]) {
    const batch = wornBatch(worn);
    const few = { ...batch, messages: batch.messages.slice(0, 60) };
    for (const one of worn.reference ? [few] : [batch, few]) {
      assert(weighBatch(one) >= encodeBatch(one).byteLength);
    }
  }
});

Deno.test("weighBatch() of an open batch foresees what will happen to it", () => {
  const batch = openBatch(BATCH_MESSAGES_MAX);
  const worn = wornBatch({ tries: [] });
  const messages = worn.messages.map(({ detail: _, ...message }) => message);

  assert(
    weighBatch(batch) >= encodeBatch({ ...worn, messages }).byteLength,
  );
});
